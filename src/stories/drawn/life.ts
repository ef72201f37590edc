/**
 * A case of a drawn company, lived by lot: people do what is asked of them, try what they may not, go away, hand over and
 * come back. Each step draws for itself, so that a step can be left out and the others stay what they were.
 */
import type { Chance } from '../../rehearsal/chance.ts'
import { chanceOf } from '../../rehearsal/chance.ts'
import type { Case } from '../../rules/case.ts'
import { momentsFor } from '../../rules/clocks.ts'
import type { ActCommand, Command } from '../../rules/commands.ts'
import { decide } from '../../rules/decide.ts'
import type { Fact } from '../../rules/facts.ts'
import type { Actor, Directory, PersonId, Refusal, Value, Verb } from '../../rules/nouns.ts'
import { isRefusal, VERBS } from '../../rules/nouns.ts'
import type { Context } from '../../rules/story.ts'
import { tasksFor } from '../../rules/tasks.ts'
import type { Task } from '../../rules/views.ts'
import type { Drawn } from './company.ts'

/** What one step came to; whoever judges sees the case before and after it, and who was there. */
export interface Moment {
  readonly command: Command
  readonly directory: Directory
  /** Undefined before the filing. */
  readonly before?: Case
  readonly after?: Case
  readonly facts: readonly Fact[]
  readonly refusal?: Refusal
}

/** What a life needs besides the company. `skip`: steps that do not happen. */
export interface Lot {
  readonly seed: number
  readonly steps: number
  readonly skip?: ReadonlySet<number>
}

const START = Date.parse('2026-03-02T10:00:00+08:00')
const AMOUNTS = [0, 1, 9_999, 10_000, 10_001, 50_000, 50_001, 200_000, 200_001, 900_000]

/** Lives a case to its end or for so many steps, and shows every moment to `look`. */
export function live(drawn: Drawn, { seed, steps, skip }: Lot, look: (moment: Moment) => void): void {
  let { directory } = drawn.live
  let now = START
  const context = (): Context => ({
    policy: drawn.policy,
    directory,
    calendars: drawn.live.calendars,
    now,
    reachesCustomer: () => true,
    claims: () => [],
  })
  const filing = fileCommand(chanceOf(seed, 'filing'), directory)
  const filed = decide(undefined, filing, context(), () => `D-${seed % 7}`)
  if (isRefusal(filed)) throw new Error(`filing was refused: ${JSON.stringify(filed)}`)
  let { state } = filed
  look({ command: filing, directory, after: state, facts: filed.facts })
  for (let n = 0; n < steps && !state.ended; n++) {
    if (skip?.has(n)) continue
    const chance = chanceOf(seed, n)
    now += chance.between(0, 90) * 60_000
    if (chance.happens(0.08)) {
      directory = changed(directory, chance)
      // After people change every open case is looked at again.
      const command: Command = {
        do: 'sweep',
        id: `s${n}`,
        number: state.number,
        actor: { kind: 'clock' },
        via: 'clock',
      }
      const before = state
      const swept = decide(before, command, context(), () => '')
      if (isRefusal(swept)) throw new Error(`a sweep was refused: ${JSON.stringify(swept)}`)
      state = swept.state
      look({ command, directory, before, after: state, facts: swept.facts })
      if (state.ended) break
    }
    const command = commandFor(state, { ...context(), drawn }, chance, n)
    if (command.do === 'ring')
      now = Math.max(now, momentsFor(state, context()).find(({ key }) => key === command.timer)?.at ?? now)
    const before = state
    const decision = decide(before, command, context(), () => '')
    if (isRefusal(decision)) {
      look({ command, directory, before, after: before, facts: [], refusal: decision })
      continue
    }
    state = decision.state
    look({ command, directory, before, after: state, facts: decision.facts })
  }
}

function fileCommand(chance: Chance, directory: Directory): Command {
  const person: Actor = { kind: 'person', id: chance.pick(Object.keys(directory.people)) }
  const actor: Actor = chance.happens(0.85) ? person : { kind: 'service', id: 'crm' }
  const values = { text: 'it broke', customer: 'Li', grave: chance.happens(0.4) }
  return { do: 'file', id: 'f', actor, via: 'test', lang: 'zh', strict: false, values }
}

/** Somebody leaves or comes back, is away with a stand-in, or is back from it. */
function changed(directory: Directory, chance: Chance): Directory {
  const ids = Object.keys(directory.people)
  const person = directory.people[chance.pick(ids)]
  if (!person) return directory
  const { standIn, gone, ...rest } = person
  const other = chance.pick(ids)
  const now = chance.happens(0.4)
    ? gone
      ? rest
      : { ...rest, gone: true }
    : standIn !== undefined || other === person.id
      ? rest
      : { ...rest, standIn: other }
  return { ...directory, people: { ...directory.people, [person.id]: now } }
}

type Ground = Context & { readonly drawn: Drawn }

function commandFor(state: Case, ground: Ground, chance: Chance, n: number): Command {
  const { number } = state
  const tasks = tasksFor(state, ground).filter(({ people }) => people.length > 0)
  const moment = tasks.length === 0 || chance.happens(0.04) ? momentsFor(state, ground)[0] : undefined
  if (moment) return { do: 'ring', id: moment.key, number, timer: moment.key, actor: { kind: 'clock' }, via: 'clock' }
  const task = tasks.length > 0 ? chance.pick(tasks) : undefined
  const person =
    task && chance.happens(0.75) ? chance.pick(task.people) : chance.pick(Object.keys(ground.directory.people))
  const verb = task && chance.happens(0.9) ? likely(task, chance) : chance.pick(VERBS)
  const actor: Actor = chance.happens(0.98)
    ? { kind: 'person', id: person }
    : { kind: 'account', platform: 'x', account: 'y' }
  const command: ActCommand = {
    do: 'act',
    id: `c${n}`,
    actor,
    via: 'test',
    number,
    verb,
    reason: 'because',
    revision: chance.happens(0.05) ? chance.between(0, state.revision) : state.revision,
    ...(task && chance.happens(0.7) ? { position: task.position } : {}),
    ...valuesFor(verb, task?.stage ?? '', chance, n),
    ...targetFor(verb, ground, chance),
  }
  return command
}

const FORWARD: readonly Verb[] = ['submit', 'approve', 'pay', 'answer']

function likely({ verbs }: Task, chance: Chance): Verb {
  const forward = verbs.filter((verb) => FORWARD.includes(verb))
  return forward.length > 0 && chance.happens(0.72) ? chance.pick(forward) : chance.pick(verbs)
}

function valuesFor(verb: Verb, stage: string, chance: Chance, n: number): { readonly values?: Record<string, Value> } {
  const money = (): Value => ({ minor: chance.pick(AMOUNTS), currency: 'CNY' })
  if (verb === 'amend')
    return { values: chance.happens(0.5) ? { customer: `Li ${n}` } : { grave: chance.happens(0.5) } }
  if (verb === 'pay')
    return { values: { voucher: `V${chance.between(0, 9)}`, ...(chance.happens(0.3) ? { paid_amount: money() } : {}) } }
  if (verb !== 'submit') return {}
  if (stage === 'appraisal') return { values: chance.happens(0.3) ? { grave: chance.happens(0.5) } : {} }
  if (stage === 'plan') {
    const payee: Record<string, Value> = chance.happens(0.2) ? { payee: chance.pick(['Li', 'Wu']) } : {}
    return { values: { plan_kind: chance.pick(['cash', 'refund', 'apology']), plan_amount: money(), ...payee } }
  }
  return { values: { answer: chance.pick(['yes', 'yes', 'no', 'unreached']) } }
}

function targetFor(
  verb: Verb,
  { directory, drawn }: Ground,
  chance: Chance,
): { readonly to?: string; readonly how?: string } {
  const anybody = (): PersonId => chance.pick(Object.keys(directory.people))
  if (verb === 'transfer') return { to: anybody() }
  if (verb === 'add') return { to: anybody(), how: chance.pick(['before', 'after', 'beside']) }
  if (verb === 'ask') return { to: chance.pick(['filer', 'owner', 'customer']) }
  if (verb !== 'return') return {}
  const to = chance.happens(0.4)
    ? `step.${chance.pick(Object.keys(drawn.policy.approval.steps))}`
    : chance.pick(['plan', 'appraisal'])
  return { to, ...(chance.happens(0.4) ? { how: 'straight' } : {}) }
}
