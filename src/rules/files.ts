/** Which files a history names. */
import type { Fact } from './facts.ts'
import type { FileRef, Value } from './nouns.ts'

/** The sha256 of every file these facts name, each once: in values that were filed, submitted or amended, in notes, answers and contacts. */
export function filesIn(facts: readonly Fact[]): readonly string[] {
  const refs = facts.flatMap(({ what }): readonly FileRef[] => {
    if (what.is === 'noted' || what.is === 'answered' || what.is === 'contacted' || what.is === 'promise_kept')
      return what.files
    if (what.is !== 'filed' && what.is !== 'submitted' && what.is !== 'amended') return []
    return Object.values<Value | null>(what.values).flatMap((value) =>
      Array.isArray(value) ? value.filter(isFile) : [],
    )
  })
  return [...new Set(refs.map((ref) => ref.sha256))]
}

function isFile(item: string | FileRef): item is FileRef {
  return typeof item === 'object'
}
