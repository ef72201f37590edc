/** Who can be asked by the directory as it is written: to tell whether anybody came, left or changed while we were stopped. */
import { createHash } from 'node:crypto'
import type { Directory } from './rules/nouns.ts'

/** The same for the same people, roles, leaders, teams and members; what people set for themselves is left out. */
export function whoIsAsked({ people, teams }: Directory): string {
  const all = Object.values(people).map(({ id, roles, leader = '' }) => [id, [...roles].sort(), leader])
  // Who is in a group of a platform is looked up while we run.
  const together = Object.values(teams).map(({ id, members, groups }) => [id, groups ? [] : [...members].sort()])
  return createHash('sha256')
    .update(JSON.stringify([all.sort(), together.sort()]))
    .digest('hex')
}
