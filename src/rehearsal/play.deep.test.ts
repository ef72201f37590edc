import { execFile } from 'node:child_process'
import { expect } from 'vitest'
import { itShared } from '../stories/shared-data.ts'

itShared(
  'data/text/zh-online-shopping-reviews.jsonl',
  'redress play brings two hundred real reviews to their end',
  async (input) => {
    const args = ['src/redress.js', 'play', '--input', input, '--limit', '200', '--json']
    const printed = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, { env: {}, maxBuffer: 64e6 }, (error, out) =>
        error ? reject(error) : resolve(out),
      )
    })
    const { summary } = JSON.parse(printed.trim().split('\n').at(-1) ?? '{}')
    expect(summary).toMatchObject({ cases: 200, stuck: 0 })
  },
  600_000,
)
