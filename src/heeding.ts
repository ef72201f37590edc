/** Counts reminders that led to something, after the command that shows it is committed. */
import type { DeskParts } from './desk.ts'
import { ownLane } from './lanes.ts'
import type { Log } from './log.ts'
import type { NoticeRow, Store } from './ports.ts'
import { heededBy, type Reminded } from './rules/heeded.ts'

type Observe = NonNullable<DeskParts['observe']>

/** Looks at the facts of a case only where somebody acted on a place that a reminder was about. */
export function makeHeeding(
  store: Pick<Store, 'facts'>,
  heeded: (reminded: Reminded) => void,
  log: Log,
): (...seen: Parameters<Observe>) => void {
  return (command, outcome, _code, before) => {
    if (outcome !== 'done' || command.do !== 'act' || before === undefined) return
    if (!before.positions.some(({ nagged }) => nagged.length > 0)) return
    store.facts(before.number).then(
      (facts) => {
        for (const one of heededBy(facts, before.revision)) heeded(one)
      },
      (err: unknown) => log.error({ err, name: 'heeding' }, 'regular work failed'),
    )
  }
}

/** What the reminders among these notices are about. One that goes to several lanes is one: in the others it bears their name. */
export function remindersAmong(notices: readonly NoticeRow[]): readonly ReturnType<typeof remindedBy>[] {
  const firsts = notices.filter(({ kind, key, lane }) => kind === 'nag' && !key.endsWith(`@${ownLane(lane)}`))
  return firsts.map(({ key }) => remindedBy(key))
}

/** What a reminder is about by the key of its notice; what people or promises bring about has no rung. */
function remindedBy(key: string): { readonly clock: string; readonly rung: string } {
  const [kind = '', , clock = '', rung = ''] = key.split('/')
  return kind === 'nag' ? { clock, rung: String(Number.parseInt(rung, 10) || 0) } : { clock: kind, rung: '' }
}
