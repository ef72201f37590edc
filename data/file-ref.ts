/** What a file is called once it is kept, and which files are not kept: the same wherever the bytes go. */
import { createHash } from 'node:crypto'
import type { FileRef, Refusal } from '../src/rules/nouns.ts'
import { BOUNDS } from '../src/rules/policy.ts'
import { LONGEST_NAME, plainName, safeName, shortened } from './file-name.ts'
import { typeOf } from './file-types.ts'

/** The type is found from the content; a forbidden type, an empty file or one over BOUNDS.file is refused. */
export function judged(bytes: Uint8Array, name: string): FileRef | Refusal {
  const told = { name: shortened(plainName(name), LONGEST_NAME) }
  if (bytes.byteLength > BOUNDS.file) {
    return { refused: 'file_too_large', params: { ...told, max: `${BOUNDS.file / 1024 / 1024} MB` } }
  }
  const type = bytes.byteLength === 0 ? undefined : typeOf(bytes)
  if (type === undefined) return { refused: 'file_type', params: told }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { sha256, name: safeName(name, type), type: type.type, size: bytes.byteLength }
}
