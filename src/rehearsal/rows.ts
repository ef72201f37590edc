/** Reads the complaints to rehearse: one JSON object a line. Label fields are dropped here and so never read. */
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { BOUNDS } from '../rules/policy.ts'

/** `2023-06-27`, `2019/4/25 9:32:09`: the day is what counts. */
const DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/

const received = z
  .string()
  .regex(DAY, 'not a day; write it like 2026-03-02')
  .transform((text) =>
    text.replace(DAY, (_, y: string, m: string, d: string) => [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-')),
  )
  .pipe(z.iso.date('no such day'))

/** `680`, `1,200.50`, `¥680`; never below zero. Becomes a plain decimal number. */
const amount = z
  .union([z.string(), z.number().nonnegative().transform(String)])
  .transform((text) => text.replace(/[\s,¥￥$]|CNY|RMB|USD|元/gu, ''))
  .pipe(z.string().regex(/^\d{1,9}(?:\.\d{1,4})?$/, 'not an amount; write it like 680 or 680.50'))

const filled = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.trim() !== '', 'is empty')

const row = z.object({
  id: z.union([z.string().max(200), z.number()]).optional(),
  text: filled(BOUNDS.text),
  lang: z.enum(['zh', 'en']).optional(),
  customer: filled(1_000).optional(),
  product: filled(1_000).optional(),
  amount: amount.optional(),
  received: received.optional(),
})

/** A complaint to file. `line` counts from 1. */
export interface Row extends z.output<typeof row> {
  readonly line: number
}

/** A line that cannot be rehearsed, and why. */
export class WrongRow extends Error {}

/** The longest line read, in bytes; a longer one is refused by its number. */
const LONGEST = 1024 * 1024

/** Reads at most `limit` rows; empty lines do not count. Throws WrongRow for the first line that cannot be used. */
export async function readRows(path: string, limit: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const { line, bytes } of linesOf(path)) {
    if (rows.length >= limit) break
    const read = parse(line, bytes)
    if (read !== undefined) rows.push({ ...read, line })
  }
  return rows
}

interface Line {
  readonly line: number
  readonly bytes: Buffer
}

/** The lines of a file, never more than one of them in memory. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  const file = await open(path)
  let line = 1
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of file.createReadStream()) {
      rest = Buffer.concat([rest, chunk as Buffer])
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield { line, bytes: withinBounds(line, rest.subarray(0, end)) }
        rest = rest.subarray(end + 1)
        line += 1
      }
      withinBounds(line, rest)
    }
    if (rest.length > 0) yield { line, bytes: rest }
  } finally {
    await file.close()
  }
}

function withinBounds(line: number, bytes: Buffer): Buffer {
  if (bytes.length > LONGEST)
    throw new WrongRow(`line ${line}: longer than ${LONGEST} bytes / 第 ${line} 行超过 ${LONGEST} 字节`)
  return bytes
}

// A byte order mark at the beginning of a file is dropped by the decoder.
const decoder = new TextDecoder('utf-8', { fatal: true })

function parse(line: number, bytes: Buffer): z.output<typeof row> | undefined {
  const text = decoded(line, bytes).trim()
  if (text === '') return undefined
  const read = row.safeParse(json(line, text))
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const place = issue?.path.join('.') || 'row'
  throw new WrongRow(`line ${line}: ${place}: ${issue?.message} / 第 ${line} 行：${place} 有误`)
}

function decoded(line: number, bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new WrongRow(`line ${line}: not UTF-8; save the file as UTF-8 / 第 ${line} 行不是 UTF-8，请另存为 UTF-8`)
  }
}

function json(line: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new WrongRow(`line ${line}: not JSON; one object a line / 第 ${line} 行不是 JSON，每行应是一个对象`)
  }
}
