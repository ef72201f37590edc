import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SETTINGS } from '../cards/settings.ts'
import { type Config, DEFAULTS, type Environment, environment, readConfig, setbackLines } from './config.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redress-config-'))
  writeFileSync(join(root, 'policy.yaml'), '')
})
afterEach(() => rmSync(root, { recursive: true }))

const SET = { POLICY_FILE: 'policy.yaml' }

function good(env: Environment): Config {
  const config = readConfig({ ...SET, ...env }, root)
  if ('problems' in config) throw new Error(setbackLines(config.problems))
  return config
}

function bad(env: Environment) {
  const config = readConfig({ ...SET, ...env }, root)
  return 'problems' in config ? config.problems : []
}

/** Names of the settings complained about. */
const blamed = (env: Environment) => bad(env).map((problem) => problem.name)

describe('settings', () => {
  it('have defaults that start the playground', () => {
    expect(good({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      database: join(root, 'data/var/redress.db'),
      filesFolder: join(root, 'data/var/files'),
      policyFile: join(root, 'policy.yaml'),
      apiTokens: [],
      logLevel: 'info',
      playground: true,
      chat: {},
      warnings: [],
    })
  })

  it('are read from the environment', () => {
    const config = good({
      HOST: '::1',
      PORT: '0',
      DATABASE_URL: 'file:///tmp/somewhere/r.db',
      FILES_URL: 'file:attachments',
      DIRECTORY_FILE: 'policy.yaml',
      LOG_LEVEL: 'warn',
      PLAYGROUND: 'on',
    })
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      database: '/tmp/somewhere/r.db',
      filesFolder: join(root, 'attachments'),
      directoryFile: join(root, 'policy.yaml'),
      logLevel: 'warn',
    })
  })

  it('that are empty count as not set', () => {
    expect(good({ HOST: '', PORT: ' ', DIRECTORY_FILE: '' })).toEqual(good({}))
  })

  it('give tokens their scopes, file and read when none are written', () => {
    const tokens = good({ API_TOKENS: 'erp:0123456789abcdef, wang.li:fedcba9876543210:read+directory' }).apiTokens
    expect(tokens).toEqual([
      { name: 'erp', secret: '0123456789abcdef', scopes: ['file', 'read'] },
      { name: 'wang.li', secret: 'fedcba9876543210', scopes: ['read', 'directory'] },
    ])
  })

  it.each([
    ['HOST', '0.0.0.0'],
    ['HOST', '192.168.1.4'],
    ['HOST', 'redress.example'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80 80'],
    ['DATABASE_URL', 'redress.db'],
    ['DATABASE_URL', 'file:'],
    ['DATABASE_URL', 'file::memory:'],
    ['DATABASE_URL', 'file:.'],
    ['FILES_URL', 's3://bucket'],
    ['FILES_URL', 'file:policy.yaml'],
    ['POLICY_FILE', 'nowhere.yaml'],
    ['POLICY_FILE', '.'],
    ['DIRECTORY_FILE', 'nowhere.yaml'],
    ['LOG_LEVEL', 'loud'],
    ['PLAYGROUND', 'off'],
  ])('%s=%s is refused by name and value', (name, value) => {
    expect(bad({ [name]: value })).toMatchObject([{ name, value }])
  })

  it('lead to a PostgreSQL that replicas share; files live there too, unless a folder is named', () => {
    const database = 'postgres://redress:geheim@db.example:5433/redress'
    const config = good({ DATABASE_URL: database })
    expect(config.database).toBe(database)
    expect(config.filesFolder).toBeUndefined()
    expect(good({ DATABASE_URL: database, FILES_URL: 'file:/srv/shared' }).filesFolder).toBe('/srv/shared')
    expect(blamed({ DATABASE_URL: database, PUBLIC_URL: 'https://redress.example' })).toEqual(['SECRET_KEY'])
  })

  it('name a PostgreSQL that cannot be one, without the password in the address', () => {
    const [problem, ...more] = bad({ DATABASE_URL: 'postgres://redress:geheim@db.example' })
    expect(more).toEqual([])
    expect(problem).toMatchObject({ value: 'postgres://…@db.example', ...SETTINGS.database_postgres })
  })

  it('complain about everything that is wrong at once, in both languages', () => {
    expect(blamed({ PORT: 'x', LOG_LEVEL: 'loud', HOST: '0.0.0.0' })).toEqual(['PORT', 'LOG_LEVEL', 'HOST'])
    const lines = setbackLines(bad({ PORT: 'x' }))
    expect(lines).toContain('PORT=x')
    expect(lines).toContain(SETTINGS.port.fix.zh)
    expect(lines).toContain(SETTINGS.port.fix.en)
  })

  it.each([
    'short:sixteen-less-1:read:geheim-geheim-geheim',
    'short:geheim-geheim',
    'geheim-geheim-geheim-geheim',
    'bot:read:geheim-geheim-geheim',
    'bot:geheim-geheim-geheim:everything',
    'bot:geheim-geheim-geheim,erp:geheim-geheim-geheim',
    'bot:geheim-geheim-geheim,',
    'two words:geheim-geheim-geheim',
  ])('refuse the tokens %s without showing a secret', (tokens) => {
    const problems = bad({ API_TOKENS: tokens })
    expect(new Set(problems.map((problem) => problem.name))).toEqual(new Set(['API_TOKENS']))
    expect(JSON.stringify(problems)).not.toContain('geheim')
  })

  it('take keys of 32 bytes for account numbers, in hex or base64url, and never show one that is none', () => {
    const hex = 'a1'.repeat(32)
    expect(good({ DATA_KEY: hex }).dataKey).toBe(hex)
    const old = Buffer.alloc(32, 7).toString('base64url')
    expect(good({ DATA_KEY: old, DATA_KEY_OLD: `${hex}, ${old}` }).dataKeyOld).toEqual([hex, old])
    for (const wrong of ['geheim', 'a1'.repeat(31), 'g1'.repeat(32)]) {
      expect(blamed({ DATA_KEY: wrong, DATA_KEY_OLD: `${hex},${wrong}` })).toEqual(['DATA_KEY', 'DATA_KEY_OLD'])
      expect(JSON.stringify(bad({ DATA_KEY: wrong }))).not.toContain(wrong)
    }
  })

  it('of mail open no chat: the playground stays, and then only beside a server of this machine', () => {
    const mail = { SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'a@works.example' }
    expect(good(mail)).toMatchObject({ playground: true, chat: { email: { perMinute: '60' } } })
    const live = { ...mail, SMTP_URL: 'smtps://u:geheim@mail.example' }
    expect(blamed(live)).toContain('PLAYGROUND')
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'geheim-geheim' }
    const keys = { SECRET_KEY: 'geheim'.repeat(6), AUDIT_KEY: 'geheim'.repeat(7) }
    expect(good({ ...live, ...slack, ...keys })).toMatchObject({ playground: false })
  })

  it('of later versions are warned about, once per kind, and never shown', () => {
    const { warnings } = good({ SMS_URL: 'https://geheim', SMS_FROM: 'geheim', AUDIT_KEY: '' })
    expect(warnings.map((warning) => warning.name)).toEqual(['SMS_FROM, SMS_URL'])
    expect(warnings[0]?.message.en).toContain('SMS_URL')
    expect(JSON.stringify(warnings)).not.toContain('geheim')
  })

  it('fill every part of their sentences', () => {
    const wrong = { API_TOKENS: 'a:b:c:d,bot:short,bot:geheim-geheim-geheim:x', LOG_LEVEL: 'x' }
    expect(setbackLines(bad(wrong))).not.toMatch(/[{}]/)
  })
})

describe('a chat platform', () => {
  const KEYS = { SECRET_KEY: 'k'.repeat(32), AUDIT_KEY: 'a'.repeat(32) }
  const SLACK = { SLACK_BOT_TOKEN: 'xoxb-geheim-1', SLACK_SIGNING_SECRET: 'geheim-geheim' }

  it('is on when what it needs is set; the playground then is off, and the server may be open', () => {
    const config = good({ ...SLACK, ...KEYS, HOST: '0.0.0.0', PUBLIC_URL: 'https://redress.example/' })
    expect(config).toMatchObject({ playground: false, host: '0.0.0.0', publicUrl: 'https://redress.example' })
    expect(config.chat).toEqual({
      slack: { botToken: 'xoxb-geheim-1', signingSecret: 'geheim-geheim', apiUrl: 'https://slack.com/api/' },
    })
  })

  it('that reaches outside needs a key of its own, and never stands beside the playground', () => {
    expect(blamed(SLACK)).toEqual(['SECRET_KEY', 'AUDIT_KEY'])
    expect(blamed({ ...SLACK, ...KEYS, PLAYGROUND: 'on' })).toEqual(['PLAYGROUND'])
    const local = { ...SLACK, SLACK_API_URL: 'http://127.0.0.1:4000/api/', PLAYGROUND: 'on' }
    expect(good(local)).toMatchObject({ playground: true, chat: { slack: { apiUrl: 'http://127.0.0.1:4000/api/' } } })
    expect(blamed({ ...local, HOST: '0.0.0.0' })).toEqual(['HOST'])
  })

  it('with half of its settings stops the start and names the other half', () => {
    const [problem] = bad({ SLACK_BOT_TOKEN: 'xoxb-geheim-1' })
    expect(problem).toMatchObject({ name: 'SLACK_BOT_TOKEN' })
    expect(problem?.message.en).toContain('SLACK_SIGNING_SECRET')
    expect(JSON.stringify(problem)).not.toContain('geheim')
    expect(blamed({ WECOM_CORP_ID: 'ww1' })).toEqual(['WECOM_CORP_ID'])
  })

  it.each([
    ['SLACK_BOT_TOKEN', 'geheim', SLACK],
    ['SLACK_APP_TOKEN', 'geheim', SLACK],
    ['SLACK_API_URL', 'http://slack.example/', SLACK],
    ['PUBLIC_URL', 'http://redress.example', {}],
    ['PUBLIC_URL', 'https://redress.example/path', {}],
    ['SECRET_KEY', 'geheim', {}],
  ])('%s=%s is refused by name, and a secret is never shown', (name, value, rest) => {
    const problems = bad({ ...KEYS, ...rest, [name]: value })
    expect(problems.map((problem) => problem.name)).toEqual([name])
    expect(JSON.stringify(problems)).not.toContain('geheim')
  })
})

describe('the environment', () => {
  it('is that of the process, over a file .env where there is one', () => {
    const bare = environment(root)
    writeFileSync(join(root, '.env'), 'PORT=4000\nPATH=nowhere\n# HOST=::1\n')
    const { PORT, PATH, HOST } = environment(root)
    expect([PORT, PATH, HOST]).toEqual(['4000', bare.PATH, bare.HOST])
    expect(bare.PATH).not.toBe('nowhere')
  })
})

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

  it('lists every setting with its default, and nothing else', () => {
    expect(parseEnv(text)).toEqual(DEFAULTS)
  })
})
