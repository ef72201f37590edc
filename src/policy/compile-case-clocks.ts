/** Compiles what makes a clock one of the whole case: until what it runs, whom it is about, and where. */
import type { CaseSpan, Event } from '../rules/policy.ts'
import { whoOf } from './compile-words.ts'
import type { Conditions } from './conditions.ts'
import type { Path, Report } from './problems.ts'
import { both } from './problems.ts'
import type { RawClock } from './schema-flow.ts'

type RawEvent = NonNullable<RawClock['until']>

/** What a clock with `until` measures; undefined for a clock of stages. What does not go together is reported. */
export function overOf(id: string, clock: RawClock, conditions: Conditions, report: Report): CaseSpan | undefined {
  const at: Path = ['clocks', id]
  const { from, until, asks, when } = clock
  if (until === undefined) {
    if (typeof from === 'object') return wrong(at, 'from', report)
    if (asks !== undefined) return wrong(at, 'asks', report)
    return when === undefined ? undefined : wrong(at, 'when', report)
  }
  if (asks === undefined || from === 'entered') {
    const message = both(
      '整张单的时钟没有说从何时起、关于谁',
      'A clock of the whole case does not say from when, or about whom',
    )
    const fix = both(
      '写 asks，例如 field.receiver；from 写 filed、{entered: …} 或 {left: …}。',
      'Write asks, such as field.receiver; from is filed, {entered: …} or {left: …}.',
    )
    report.error(at, message, fix)
    return undefined
  }
  return {
    from: from === 'filed' ? from : stagesOf(from),
    until: eventOf(until),
    asks: whoOf(asks),
    ...(when === undefined ? {} : { when: conditions.compile(when, [...at, 'when']) }),
  }
}

function wrong(at: Path, key: string, report: Report): undefined {
  const message = both(`${key} 只用于整张单的时钟`, `${key} is for clocks of the whole case`)
  report.error([...at, key], message, both('写 until，或删去它。', 'Write until, or remove it.'))
}

/** Something that happens in a case. */
export function eventOf(raw: RawEvent): Event {
  return typeof raw === 'string' ? raw : stagesOf(raw)
}

function stagesOf(raw: Exclude<RawEvent, string>): Exclude<Event, string> {
  return 'entered' in raw ? { entered: [raw.entered].flat() } : { left: [raw.left].flat() }
}
