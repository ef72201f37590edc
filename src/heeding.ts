/** Counts reminders that led to something, after the command that shows it is committed. */
import type { DeskParts } from './desk.ts'
import type { Log } from './log.ts'
import type { Store } from './ports.ts'
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

/** What a reminder is about by the key of its notice; what people or promises bring about has no rung. */
export function remindedBy(key: string): { readonly clock: string; readonly rung: string } {
  const [kind = '', , clock = '', rung = ''] = key.split('/')
  return kind === 'nag' ? { clock, rung: String(Number.parseInt(rung, 10) || 0) } : { clock: kind, rung: '' }
}
