/** How often one account may send things in a minute: far more than a person does, far less than a script could. */
import type { Millis } from '../../src/rules/nouns.ts'

const MINUTE: Millis = 60_000
/** Accounts remembered at once; when there are more, all are forgotten, which only lets some of them send more. */
const MOST_ACCOUNTS = 10_000

/** True while `who` stays under `most` in this minute. */
export function makeLimit(most: number, wall: () => Millis): (who: string) => boolean {
  let minute = 0
  let counts = new Map<string, number>()
  return (who) => {
    const now = Math.floor(wall() / MINUTE)
    if (now !== minute || counts.size > MOST_ACCOUNTS) counts = new Map()
    minute = now
    const count = (counts.get(who) ?? 0) + 1
    counts.set(who, count)
    return count <= most
  }
}
