import { spawnSync } from 'node:child_process'
import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bareError, blot, logCase, makeLog } from './log.ts'

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
    logCase(log, 'R-20261122-0007').info('x')
    expect(last().caseNumber).toBe('R-20261122-0007')
    log.child({ customer: '张三', secret: 'geheim' }).info('x')
    expect(written.join()).not.toMatch(/张三|geheim/)
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
