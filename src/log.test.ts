import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bareError, blot, makeLog } from './log.ts'

function lines() {
  const written: string[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk))
      done()
    },
  })
  return { log: makeLog({ logLevel: 'info' }, to), written, last: () => JSON.parse(written.at(-1) ?? '{}') }
}

describe('the log', () => {
  it('writes JSON with what happened, to whom by id, and when', () => {
    const { log, last } = lines()
    log.info({ code: 'not_yours', person: 'wang.li', attempt: 2 }, 'refused')
    expect(last()).toMatchObject({ level: 'info', msg: 'refused', code: 'not_yours', person: 'wang.li', attempt: 2 })
    expect(Date.parse(last().time)).toBeGreaterThan(0)
  })

  it('withholds every field it does not know, and objects in those it knows', () => {
    const { log, written } = lines()
    log.warn({ text: '漏水', phone: '13800138000', values: { customer: '张三' }, why: { customer: '张三' } }, 'x')
    expect(written.join()).not.toMatch(/漏水|13800138000|张三/)
  })

  it('blots out what looks like a phone number or an e-mail address anywhere, but no case number', () => {
    const { log, last } = lines()
    log.info({ why: 'no such user a.b@example.com, 138 0013 8000 or +8613800138000', id: 'R-20261122-0007' }, 'x')
    expect(last().why).toBe('no such user [withheld], [withheld] or [withheld]')
    expect(last().id).toBe('R-20261122-0007')
    expect(blot('R-20261122-0007/task/approve#1')).toBe('R-20261122-0007/task/approve#1')
  })

  it('leaves out of a reason what is not plain ASCII: platforms name people in it', () => {
    const { log, last } = lines()
    log.warn({ why: '用户张三(13800138000)不存在 60011' }, 'x')
    expect(last().why).toBe('…([withheld])… 60011')
  })

  it('logs of an error where it was thrown and its code, never its message', () => {
    const { log, written, last } = lines()
    const cause = Object.assign(new TypeError('张三 again'), { code: 'SQLITE_FULL' })
    log.error({ err: new Error('row of 张三', { cause }) }, 'failed')
    expect(written.join()).not.toContain('张三')
    expect(last().err).toMatchObject({ type: 'Error', cause: { type: 'TypeError', code: 'SQLITE_FULL' } })
    expect(last().err.stack[0]).toContain('log.test.ts')
    expect(bareError('张三')).toEqual({ type: 'string' })
    log.error(new Error('张三'))
    log.error(new Error('张三'), 'failed')
    expect(written.join()).not.toContain('张三')
  })

  it('names a case in every line of its child, and a child is no way around', () => {
    const { log, written, last } = lines()
    log.child({ caseNumber: 'R-20261122-0007' }).info('x')
    expect(last().caseNumber).toBe('R-20261122-0007')
    log.child({ customer: '张三', secret: 'geheim' }).info('x')
    expect(written.join()).not.toMatch(/张三|geheim/)
  })

  it('knows every field that the code logs: a line of nothing but withheld fields helps nobody', () => {
    const files = ['src', 'adapters'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing|stories|bench/.test(file))
        .map((file) => readFileSync(join(room, file), 'utf8')),
    )
    const fields = files
      .flatMap((code) => [...code.matchAll(/\blog\.(?:debug|info|warn|error|fatal)\(\s*\{([^{}]*)\}/g)])
      .flatMap(([, inside = '']) => [...inside.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name = '']) => name))
    expect(fields.length).toBeGreaterThan(30)
    const { log, last } = lines()
    const withheld = [...new Set(fields)].filter((name) => {
      log.warn({ [name]: name === 'err' ? new Error('x') : 'word' }, 'x')
      return last()[name] === '[withheld]'
    })
    expect(withheld).toEqual([])
  })

  it('drops what is below its level', () => {
    const { log, written } = lines()
    log.debug('x')
    expect(written).toEqual([])
  })

  it('goes to stderr, so that stdout stays free for what a command prints', () => {
    const script = "import('./src/log.ts').then((m) => m.makeLog({ logLevel: 'info' }).info('hello'))"
    const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(run.stdout).toBe('')
    expect(JSON.parse(run.stderr).msg).toBe('hello')
  })
})
