import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readRows, WrongRow } from './rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-rows-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function read(content: string | Buffer, limit = 100): Promise<readonly object[] | string> {
  const path = join(folder, 'rows.jsonl')
  writeFileSync(path, content)
  return readRows(path, limit).catch((error: unknown) => {
    if (error instanceof WrongRow) return error.message
    throw error
  })
}

describe('rows to rehearse', () => {
  it('keep what is used and drop labels, whatever they hold', async () => {
    const labels = { complaint: { any: 'thing' }, category: 7, weak_priority: null, injured: 'x', expected: [] }
    const used = { id: 'a-1', text: '漏水', lang: 'zh', customer: '周女士', product: 'BCD-520' }
    expect(
      await read(JSON.stringify({ ...used, amount: '¥1,200.50', received: '2019/4/25 9:32:09', ...labels })),
    ).toEqual([{ ...used, amount: '1200.50', received: '2019-04-25', line: 1 }])
  })

  it('count lines as an editor does, also past empty ones and behind a byte order mark', async () => {
    expect(await read('\uFEFF{"text":"a"}\r\n\r\n{"text":"b","amount":680}\n')).toEqual([
      { text: 'a', line: 1 },
      { text: 'b', amount: '680', line: 3 },
    ])
    expect(await read('{"text":"a"}\n{"text":"b"}', 1)).toHaveLength(1)
  })

  it.each([
    ['{"text":"a"}\n{"text":', 'line 2: not JSON'],
    ['[]', 'line 1: row:'],
    ['{"id":"x"}', 'line 1: text:'],
    ['{"text":"  "}', 'line 1: text: is empty'],
    ['{"text":7}', 'line 1: text:'],
    [`{"text":"${'长'.repeat(20_001)}"}`, 'line 1: text:'],
    ['{"text":"a","lang":"fr"}', 'line 1: lang:'],
    ['{"text":"a","amount":"much"}', 'line 1: amount: not an amount'],
    ['{"text":"a","amount":-1}', 'line 1: amount:'],
    ['{"text":"a","received":"yesterday"}', 'line 1: received: not a day'],
    ['{"text":"a","received":"2026-02-30"}', 'line 1: received: no such day'],
  ])('are refused by line and field: %.40s', async (content, says) => {
    expect(await read(content)).toContain(says)
  })

  it('are refused when they are not UTF-8 or too long, however the lines before them are', async () => {
    expect(await read(Buffer.from([...Buffer.from('{"text":"a"}\n{"text":"'), 0xff, 0xfe]))).toContain(
      'line 2: not UTF-8',
    )
    expect(await read(`{"text":"a"}\n{"text":"${'x'.repeat(10 * 1024 * 1024)}"}\n`)).toContain('line 2: longer than')
  })
})
