/**
 * What YAML texts were read as, kept in a folder between starts: to read a policy anew takes a quarter of a second. A text
 * is known by its hash, so a changed file is read anew; whatever is not exactly as it was written is ignored.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

/** A text as plain values, and how its scalars were written, by the path as JSON (null: no scalar stands there). */
export interface Parsed {
  readonly value: unknown
  readonly written: Readonly<Record<string, string | null>>
}

export interface ParsedTexts {
  get(text: string): Parsed | undefined
  /** Keeps it where that is possible; a folder that cannot be written is no failure. */
  put(text: string, parsed: Parsed): void
}

/** Counts up when a text would be read otherwise than before. */
const FORMAT = 1
/** Texts that are kept; the oldest go. */
const MOST = 16

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Texts in a folder that only this program writes. */
export function parsedTexts(folder: string): ParsedTexts {
  const fileOf = (text: string): string => join(folder, `${digest(`${FORMAT}\n${text}`)}.json`)
  return {
    get(text) {
      try {
        const [sum, body = ''] = readFileSync(fileOf(text), 'utf8').split('\n', 2)
        return digest(body) === sum ? (JSON.parse(body) as Parsed) : undefined
      } catch {
        return undefined
      }
    },
    put(text, parsed) {
      const body = JSON.stringify(parsed)
      // Infinity and its like are lost in JSON: such a text is read anew each time.
      if (!isDeepStrictEqual(JSON.parse(body), parsed)) return
      const draft = join(folder, `${randomUUID()}.tmp`)
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(draft, `${digest(body)}\n${body}`)
        renameSync(draft, fileOf(text))
        dropOldest(folder)
      } catch {
        discard(draft)
      }
    },
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Where nothing can be written there is nothing to discard.
  }
}

function dropOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name))
  if (files.length <= MOST) return
  const byAge = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((a, b) => b.at - a.at)
  for (const { file } of byAge.slice(MOST)) rmSync(file, { force: true })
}
