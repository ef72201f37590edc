/** Remembers the last ids: Slack delivers an event again when it did not see our answer. */
const REMEMBERED = 2_000

/** True the first time an id is asked for. */
export function makeOnce(): (id: string) => boolean {
  const seen = new Set<string>()
  return (id) => {
    if (id === '') return true
    if (seen.has(id)) return false
    if (seen.size >= REMEMBERED) seen.delete(seen.values().next().value ?? '')
    seen.add(id)
    return true
  }
}
