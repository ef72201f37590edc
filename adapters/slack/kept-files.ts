/** Files that a form kept from before: their refs, from the hashes that its boxes carry. */
import type { Files } from '../../src/ports.ts'
import type { FileRef } from '../../src/rules/nouns.ts'
import type { FilledForm } from './read-form.ts'

/** Refs of the files still ticked, by field. What the store does not know is left out. */
export async function keptOf(files: Files, filled: FilledForm): Promise<Readonly<Record<string, readonly FileRef[]>>> {
  const fields = Object.keys(filled.uploads)
  const found = await Promise.all(
    fields.map(async (field) => {
      const given = filled.answer.values[field]
      const hashes = Array.isArray(given) ? (given as readonly unknown[]).map(String) : []
      const refs = await Promise.all(hashes.map((hash) => files.find(hash)))
      return [field, refs.filter((ref) => ref !== undefined)] as const
    }),
  )
  return Object.fromEntries(found)
}
