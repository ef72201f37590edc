/** Every setting there is, written wrongly: the complaint names it, says what is wrong and the fix in both languages, and tells no secret. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULTS, type Environment, readConfig, setbackLines } from './config.ts'

/** Stands in every value that must not be shown. */
const SECRET = 'geheim'

/** All settings, each as it may be. */
const RIGHT: Readonly<Record<string, string>> = {
  HOST: '127.0.0.1',
  PORT: '0',
  DATABASE_URL: 'file:redress.db',
  FILES_URL: 'file:files',
  POLICY_FILE: 'policy.yaml',
  DIRECTORY_FILE: 'policy.yaml',
  API_TOKENS: `mall:${SECRET}-${SECRET}-${SECRET}`,
  LOG_LEVEL: 'warn',
  PLAYGROUND: '',
  PUBLIC_URL: 'https://redress.example',
  SECRET_KEY: SECRET.repeat(6),
  AUDIT_KEY: `${SECRET.repeat(7)},${SECRET.repeat(6)},lost-0123456789abcdef`,
  DATA_KEY: '0123456789abcdef'.repeat(4),
  DATA_KEY_OLD: '',
  SLACK_BOT_TOKEN: `xoxb-${SECRET}`,
  SLACK_SIGNING_SECRET: `${SECRET}${SECRET}`,
  SLACK_APP_TOKEN: `xapp-${SECRET}`,
  SLACK_API_URL: 'https://slack.com/api/',
  DINGTALK_CLIENT_ID: 'ding1',
  DINGTALK_CLIENT_SECRET: `${SECRET}${SECRET}`,
  DINGTALK_CORP_ID: 'corp1',
  DINGTALK_ROBOT_CODE: 'ding1',
  DINGTALK_CARD_TEMPLATE_ID: 'a.schema',
  DINGTALK_GROUP_TEMPLATE_ID: 'a1',
  DINGTALK_API_URL: 'https://api.dingtalk.com',
  DINGTALK_OAPI_URL: 'https://oapi.dingtalk.com',
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: `${SECRET}${SECRET}`,
  WECOM_TOKEN: SECRET,
  WECOM_ENCODING_AES_KEY: SECRET.repeat(8).slice(0, 43),
  WECOM_API_URL: 'https://qyapi.weixin.qq.com',
  WECOM_OAUTH_URL: 'https://open.weixin.qq.com',
  WECOM_BOT_ID: 'bot1',
  WECOM_BOT_SECRET: `${SECRET}${SECRET}`,
  WECOM_WS_URL: 'wss://openws.work.weixin.qq.com',
  SMTP_URL: `smtps://redress%40works:${SECRET}%2F@mail.example:465`,
  MAIL_FROM: '清风电器 <redress@works.example>',
  MAIL_REPLY_TO: 'service@works.example',
  MAIL_PER_MINUTE: '120',
}

const ADDRESSES = [
  'somewhere',
  'http://platform.example/',
  'ftp://platform.example/',
  `https://name:${SECRET}@platform.example/`,
  `https://platform.example/?access_token=${SECRET}`,
]
const FILES = ['nowhere.yaml', '.', `${SECRET.repeat(100)}.yaml`.replaceAll(SECRET, 'x')]
const BLANK = ['two words', `${SECRET} ${SECRET}`]

/** All settings, each as it may not be. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  HOST: ['two words', 'http://0.0.0.0', '0.0.0.0/0'],
  PORT: ['65536', '-1', '80 80', '3000.5', '0x50', '３０００', 'http'],
  DATABASE_URL: [
    ...['redress.db', 'file:', 'file:.', 'file::memory:', 'file://host/redress.db', 's3://bucket'],
    ...[`postgres://redress:${SECRET}@db.example`, `mysql://redress:${SECRET}@db.example/redress`],
  ],
  FILES_URL: ['files', 'file:', 'file:policy.yaml', 's3://bucket', `https://name:${SECRET}@files.example/`],
  POLICY_FILE: FILES,
  DIRECTORY_FILE: FILES,
  API_TOKENS: [SECRET, `mall:${SECRET}`, `mall:${SECRET.repeat(4)}:everything`, `mall:${SECRET.repeat(4)},`],
  LOG_LEVEL: ['loud', 'INFO', '30'],
  PLAYGROUND: ['off', 'true', '1', 'on'],
  PUBLIC_URL: [...ADDRESSES, 'https://redress.example/path'],
  SECRET_KEY: [SECRET],
  AUDIT_KEY: [SECRET, `${SECRET.repeat(7)},${SECRET}`, 'lost-0123456789abcdef', `${SECRET.repeat(7)},`],
  DATA_KEY: [SECRET, SECRET.repeat(8)],
  DATA_KEY_OLD: [SECRET],
  SLACK_BOT_TOKEN: [SECRET, `xoxp-${SECRET}`],
  SLACK_SIGNING_SECRET: [SECRET, ...BLANK],
  SLACK_APP_TOKEN: [SECRET, `xoxb-${SECRET}`],
  SLACK_API_URL: ADDRESSES,
  DINGTALK_CLIENT_ID: ['two words'],
  DINGTALK_CLIENT_SECRET: [SECRET, ...BLANK],
  DINGTALK_CORP_ID: ['two words'],
  DINGTALK_ROBOT_CODE: ['two words'],
  DINGTALK_CARD_TEMPLATE_ID: ['two words'],
  DINGTALK_GROUP_TEMPLATE_ID: ['two words'],
  DINGTALK_API_URL: ADDRESSES,
  DINGTALK_OAPI_URL: ADDRESSES,
  WECOM_CORP_ID: ['two words'],
  WECOM_AGENT_ID: ['agent', '10 2'],
  WECOM_SECRET: [SECRET, ...BLANK],
  WECOM_TOKEN: [`${SECRET}-${SECRET}`, SECRET.repeat(6)],
  WECOM_ENCODING_AES_KEY: [SECRET, `${SECRET.repeat(8).slice(0, 43)}=`],
  WECOM_API_URL: ADDRESSES,
  WECOM_OAUTH_URL: ADDRESSES,
  WECOM_BOT_ID: ['two words'],
  WECOM_BOT_SECRET: [SECRET],
  WECOM_WS_URL: [
    'somewhere',
    'ws://platform.example',
    'https://platform.example',
    `wss://n:${SECRET}@platform.example`,
  ],
  SMTP_URL: [
    ...['mail.example', 'https://mail.example', `smtps://${SECRET}@mail.example`, 'smtps://:465'],
    ...[
      `smtps://n:${SECRET}@mail.example/path`,
      `smtps://n:${SECRET}@mail.example?pool=true`,
      `smtp://n:${SECRET}%@m.example`,
    ],
  ],
  MAIL_FROM: [
    'Redress',
    'redress@works',
    'Redress redress@works.example',
    'a@b.example, c@d.example',
    'A <a@b.example> B',
  ],
  MAIL_REPLY_TO: ['service', 'Service <service@works.example>', 'a@b.example,c@d.example'],
  MAIL_PER_MINUTE: ['0', '-1', '1.5', 'many', '10000'],
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redress-settings-'))
  writeFileSync(join(root, 'policy.yaml'), '')
})
afterAll(() => rmSync(root, { recursive: true }))

const problemsOf = (env: Environment) => {
  const read = readConfig(env, root)
  return 'problems' in read ? read.problems : []
}

describe('settings', () => {
  it('all stand here, right and wrong, and are taken when they are right', () => {
    expect(Object.keys(RIGHT).sort()).toEqual(Object.keys(DEFAULTS).sort())
    expect(Object.keys(WRONG).sort()).toEqual(Object.keys(DEFAULTS).sort())
    expect(problemsOf(RIGHT)).toEqual([])
    expect(problemsOf(Object.fromEntries(Object.entries(RIGHT).map(([name, value]) => [name, ` ${value} `])))).toEqual(
      [],
    )
  })

  const cases = Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value] as const))

  it.each(cases)('%s=%s is refused by name, with the fix, in both languages, and tells no secret', (name, value) => {
    const problems = problemsOf({ ...RIGHT, [name]: value })
    expect([...new Set(problems.map((one) => one.name))]).toEqual([name])
    for (const { message, fix } of problems) {
      for (const said of [message.zh, fix.zh]) expect(said).toMatch(/\p{Script=Han}/u)
      for (const said of [message.en, fix.en]) expect(said).toMatch(/^[\x20-\x7e…]{8,}$/)
    }
    const lines = setbackLines(problems)
    expect(lines).toContain(name)
    expect(lines).not.toMatch(/\{[a-z]\w*\}|undefined/)
    expect(lines).not.toContain(SECRET)
    expect(Math.max(...lines.split('\n').map((line) => line.length))).toBeLessThan(300)
  })

  it('that are lacking are named, for every platform and every one it needs', () => {
    const needed = Object.keys(RIGHT).filter((name) => problemsOf({ ...RIGHT, [name]: '' }).length > 0)
    expect(needed.filter((name) => /^(?:SLACK|DINGTALK|WECOM)_/.test(name)).length).toBeGreaterThan(8)
    for (const name of needed) {
      const lines = setbackLines(problemsOf({ ...RIGHT, [name]: '' }))
      expect(lines).toContain(name)
      expect(lines).not.toContain(SECRET)
    }
  })

  it('are complained about all at once', () => {
    const worst = Object.fromEntries(Object.entries(WRONG).map(([name, values]) => [name, values[0]]))
    const blamed = new Set(problemsOf(worst).map((one) => one.name))
    expect([...blamed].sort()).toEqual(Object.keys(DEFAULTS).sort())
  })
})

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

  it('says in Chinese and in English what each setting is, above it or above its group', () => {
    for (const name of Object.keys(DEFAULTS)) {
      const group = text.split(/\n\s*\n/).find((block) => new RegExp(`^${name}=`, 'm').test(block)) ?? ''
      const said = (group.split(new RegExp(`^${name}=`, 'm'))[0] ?? '')
        .split('\n')
        .filter((line) => line.startsWith('#'))
      expect(said.join('\n'), name).toMatch(/\p{Script=Han}{2}/u)
      expect(said.join('\n'), name).toMatch(/[a-z]{3,} [a-z]{2,}/i)
    }
  })
})
