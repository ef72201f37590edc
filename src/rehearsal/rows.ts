/** Reads the complaints to rehearse: one JSON object a line. Label fields are dropped here and so never read. */
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { BOUNDS } from '../rules/policy.ts'

const row = z.object({
  id: z.union([z.string().max(200), z.number()]).optional(),
  text: z.string().min(1).max(BOUNDS.text),
  lang: z.enum(['zh', 'en']).optional(),
  customer: z.string().min(1).max(200).optional(),
  product: z.string().min(1).max(200).optional(),
  amount: z.union([z.string().max(30), z.number().nonnegative()]).optional(),
  received: z.string().max(40).optional(),
})

/** A complaint to file. `line` counts from 1. */
export interface Row extends z.output<typeof row> {
  readonly line: number
}

/** A line that cannot be rehearsed, and why. */
export class WrongRow extends Error {}

/** The longest line read, in bytes; a longer one is refused by its number. */
const LONGEST = 1024 * 1024

/** Reads at most `limit` rows. Throws WrongRow before anything is filed. */
export async function readRows(path: string, limit: number): Promise<readonly Row[]> {
  const file = await open(path)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const rows: Row[] = []
  let line = 0
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of file.createReadStream()) {
      rest = Buffer.concat([rest, chunk as Buffer])
      for (let end = rest.indexOf(10); end >= 0 && rows.length < limit; end = rest.indexOf(10)) {
        add(rest.subarray(0, end))
        rest = rest.subarray(end + 1)
      }
      if (rows.length >= limit) break
      if (rest.length > LONGEST)
        throw new WrongRow(`line ${line + 1}: longer than ${LONGEST} bytes / 第 ${line + 1} 行太长`)
    }
    if (rows.length < limit && rest.length > 0) add(rest)
  } finally {
    await file.close()
  }
  return rows

  function add(bytes: Buffer): void {
    line += 1
    if (bytes.length > LONGEST) throw new WrongRow(`line ${line}: longer than ${LONGEST} bytes / 第 ${line} 行太长`)
    const read = parse(bytes)
    if (read !== undefined) rows.push({ ...read, line })
  }

  function parse(bytes: Buffer): z.output<typeof row> | undefined {
    let text: string
    try {
      text = decoder.decode(bytes).trim()
    } catch {
      throw new WrongRow(`line ${line}: not UTF-8; save the file as UTF-8 / 第 ${line} 行不是 UTF-8，请另存为 UTF-8`)
    }
    if (text === '') return undefined
    const read = row.safeParse(json(text))
    if (read.success) return read.data
    const issue = read.error.issues[0]
    throw new WrongRow(`line ${line}: ${issue?.path.join('.') || 'row'}: ${issue?.message} / 第 ${line} 行有误`)
  }

  function json(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      throw new WrongRow(`line ${line}: not JSON; one object a line / 第 ${line} 行不是 JSON，每行应是一个对象`)
    }
  }
}
