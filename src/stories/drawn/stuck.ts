/**
 * A case that is open waits for somebody who can be told so, as long as there is anybody the rules could ask; and where
 * lint found no fault, the first way through a case, by the people the policy names, never ends before nobody.
 */
import type { Case, Position } from '../../rules/case.ts'
import { openQuestion } from '../../rules/case.ts'
import { momentsFor } from '../../rules/clocks.ts'
import type { Fact } from '../../rules/facts.ts'
import type { Directory, Duty, PersonId } from '../../rules/nouns.ts'
import type { Who } from '../../rules/policy.ts'
import { standingOf } from '../../rules/steps.ts'
import { tasksAt } from '../../rules/tasks.ts'
import { Broken } from './broken.ts'
import type { Drawn } from './company.ts'
import type { Duties } from './duties.ts'
import { against } from './duties.ts'
import type { Moment } from './life.ts'
import { askable, groupsOf, hears, members } from './whom.ts'

const DUTY: Readonly<Record<string, Duty>> = {
  appraisal: 'appraiser',
  approval: 'approver',
  payment: 'payer',
  callback: 'caller',
}

const NOBODY: Who = { kind: 'list', of: [] }

/** How often a case was found to wait for nobody. */
export interface Stuck {
  stuck: number
  warned: number
}

/** Looks whether an open case waits for somebody; throws when it waits for nobody and need not. */
export function watchStuck(drawn: Drawn, duties: Duties, seen: Stuck): (moment: Moment) => void {
  let smooth = true
  let told = false
  return ({ after: state, directory, facts }) => {
    if (!state || state.ended) return
    smooth &&=
      directory === drawn.live.directory &&
      facts.every((fact) => SMOOTH.has(fact.what.is) && isNamed(fact, drawn, directory))
    const company = { policy: drawn.policy, directory, calendars: drawn.live.calendars }
    for (const position of state.positions) {
      if (position.opens !== undefined && momentsFor(state, company).length > 0) continue
      const asked = tasksAt(position, state, company).flatMap(({ people }) => people)
      if (asked.some((id) => hears(id, directory))) continue
      const rescued = facts.some(
        ({ what }) => what.is === 'rescued' && what.people.length > 0 && what.position === position.key,
      )
      if (rescued) throw new Broken(`a rescue leaves nobody at ${position.key}`)
      const other = couldBe(position, state, directory)[0]
      if (other !== undefined) throw new Broken(`nobody is asked at ${position.key}, and ${other} could be`)
      if (told) continue
      told = true
      seen.stuck += 1
      if (drawn.warned) seen.warned += 1
      else if (smooth) throw new Broken(`nobody is left at ${position.key}, and lint said nothing`)
    }
  }

  /** Who could be asked there by what was drawn; whoever is away counts by their stand-in. */
  function couldBe(position: Position, state: Case, directory: Directory): readonly PersonId[] {
    const last = members({ kind: 'role', id: 'admin' }, directory)
    // Whoever is asked a question decides nothing, so nobody is kept out.
    if (openQuestion(position)) return askable(last, directory, () => false)
    const duty = DUTY[position.stage]
    const kept = (id: PersonId): boolean => duty !== undefined && against(id, duty, duties, drawn) !== undefined
    if (position.asking) {
      return (position.asking.sequence[position.asking.at] ?? []).flatMap((step) => {
        const { given, against: no = [], stoodIn = {} } = step
        const known = drawn.policy.approval.steps[step.step]
        // Complete, and beside one that is not: there is nobody to ask in it.
        if (standingOf(step, state, { policy: drawn.policy, directory }) === 'complete') return []
        const out = (id: PersonId): boolean => kept(id) || isAside(id, step)
        const groups = known ? groupsOf(known) : [{ who: NOBODY, mode: 'any' } as const]
        return groups.flatMap(({ who, mode }) => {
          const asked = askable([...members(who, directory), ...last], directory, out)
          const need = typeof mode === 'object' ? mode.quorum : 1
          if (groups.length > 1 && given.filter((id) => asked.includes(id)).length >= need) return []
          return asked.filter((id) => ![...given, ...no, ...Object.keys(stoodIn)].includes(id))
        })
      })
    }
    const stage = drawn.policy.flow.stages[position.stage]
    const who: Who = stage && 'who' in stage ? stage.who : NOBODY
    const owner = who.kind === 'field' ? state.values[who.id] : undefined
    const named = typeof owner === 'string' ? [owner] : members(who, directory)
    return askable([...named, ...last], directory, (id) => kept(id) || isAside(id, position))
  }
}

function isAside(
  id: PersonId,
  { passed = [], rescuers = [] }: { readonly passed?: readonly PersonId[]; readonly rescuers?: readonly PersonId[] },
): boolean {
  return passed.includes(id) || rescuers.includes(id)
}

/** Had this part somebody whom the policy names there? Lint does not follow who comes next in reserve, and next to them. */
function isNamed({ what, by }: Fact, { policy }: Drawn, directory: Directory): boolean {
  if (what.is === 'approved' || what.is === 'carried') {
    const step = policy.approval.steps[what.step]
    return step !== undefined && members(step.who, directory).includes(what.person)
  }
  if (what.is !== 'submitted' || by.kind !== 'person') return true
  const stage = policy.flow.stages[what.position.slice(0, what.position.indexOf('#'))]
  const who = stage && 'who' in stage ? stage.who : NOBODY
  return who.kind === 'field' || members(who, directory).includes(by.id)
}

/** What may happen on a case's first, straight way; anything else lets people have more parts than lint counts. */
const SMOOTH: ReadonlySet<string> = new Set([
  ...['filed', 'derived', 'entered', 'assigned', 'submitted', 'asked', 'approved', 'carried', 'granted', 'left'],
  ...['instructed', 'paid', 'opened', 'noted', 'urged', 'unmasked', 'nagged', 'room_asked', 'claimed', 'ended'],
])
