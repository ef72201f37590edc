import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { makeLog } from './log.ts'
import { lastWords, quietConsole } from './process-log.ts'

function lines() {
  const written: string[] = []
  return { log: makeLog({ logLevel: 'trace' }, { write: (line: string) => void written.push(line) }), written }
}

test('what a library prints is told, and where; not what it says', () => {
  const { log, written } = lines()
  const printer = {} as Console
  quietConsole(log, printer)
  printer.error(new TypeError('row of 张三 13800138000'))
  printer.warn('张三', { phone: '13800138000' })
  printer.log('张三')
  expect(written.map((line) => JSON.parse(line).level)).toEqual(['error', 'warn', 'debug'])
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ err: { type: 'TypeError' } })
  for (const line of written) expect(JSON.parse(line).at[0]).toContain('process-log.test.ts')
  expect(written.join()).not.toMatch(/张三|13800138000/)
})

test('a fault that nobody caught is the last line, without its words, and ends the process with 1', () => {
  const { log, written } = lines()
  const bus = new EventEmitter()
  const statuses: number[] = []
  lastWords(log, bus as unknown as NodeJS.Process, (status) => void statuses.push(status))
  bus.emit('uncaughtException', new RangeError('row of 张三 13800138000'), 'unhandledRejection')
  bus.emit('uncaughtException', '张三')
  expect(statuses).toEqual([1, 1])
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'fatal', err: { type: 'RangeError' } })
  expect(written.join()).not.toMatch(/张三|13800138000/)
})
