/**
 * The one door. Every command walks the same six steps: seen before? → load → may this person? → decide → commit →
 * wake delivery. Commands that wait are decided one after the other inside one shared commit (group commit) and
 * answered only after it is durable.
 */
import { EXCERPT } from '../cards/masks.ts'
import type { Message } from '../cards/model.ts'
import { claimRows, comparing, guardsOf, watched } from './claim-rows.ts'
import type { Company } from './company.ts'
import { UnknownPolicy } from './company.ts'
import { faults } from './faults.ts'
import { gatheredLane } from './lanes.ts'
import type {
  Applied,
  CaseRow,
  Clock,
  EffectRow,
  Incoming,
  Judge,
  NoticeRow,
  Store,
  Verdict,
  ViewRow,
  Write,
} from './ports.ts'
import { reactionRow } from './reacting.ts'
import type { About } from './routing.ts'
import { heardCards, livingCards, onlyNoted, type Standing, samePlace, standingFor } from './rules/cards.ts'
import type { Case } from './rules/case.ts'
import type { Timely } from './rules/clocks.ts'
import { timersFor } from './rules/clocks.ts'
import type { Answer, Command } from './rules/commands.ts'
import { decide } from './rules/decide.ts'
import { type EffectSpec, effectsFor } from './rules/effects.ts'
import { gradeOf, levelOf } from './rules/environment.ts'
import type { Fact } from './rules/facts.ts'
import { filesIn } from './rules/files.ts'
import { noticesFor } from './rules/notices.ts'
import type { Money } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'
import { filerOf, ownerOf } from './rules/people.ts'
import { promiseTasks } from './rules/promises.ts'
import { afterQuiet } from './rules/quiet.ts'
import { reactionsTo } from './rules/reactions.ts'
import { minutesFor, pastTheHour } from './rules/spread.ts'
import { tasksFor } from './rules/tasks.ts'
import type { NoticeSpec, Spot } from './rules/views.ts'
import { alike, samenessRows } from './sameness-rows.ts'

export interface DeskParts {
  readonly store: Store
  readonly company: Company
  readonly clock: Clock
  /** The lanes that lead to a place on the platforms that are on; empty when none does. */
  lanesTo(place: Spot, about?: About): readonly string[]
  /** Rows for something to be done on the platforms that can. */
  effects(spec: EffectSpec, state: Case): readonly EffectRow[]
  /** Fills in a notice's words, in its reader's language. */
  write(spec: NoticeSpec, state: Case, company: Timely): Message
  /** Loads a policy version that open cases still live under. */
  loadPolicy(version: string): Promise<void>
  /** Called after a commit that queued something to deliver or changed a timer. */
  committed(): void
  /** What was committed with a command, for metrics. */
  happened?(write: Write): void
  /** What became of each command, for metrics; never personal data. `before`: the case it was decided on. */
  observe?(command: Command, outcome: 'done' | 'repeated' | 'refused' | 'failed', code?: string, before?: Case): void
}

export interface Desk {
  /**
   * Decides and commits; resolves after the change is durable. `digest` marks the body a key came with.
   * Rejects only on a surprise: then nothing of this command was kept.
   */
  submit(command: Command, digest?: string): Promise<Answer>
  /** Resolves when everything submitted so far is answered. */
  settle(): Promise<void>
}

/** Most commands in one commit: bounds how long the first of them waits. */
const MOST_PER_COMMIT = 256

interface Waiting {
  readonly incoming: Incoming
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Opens the desk. */
export function makeDesk(parts: DeskParts): Desk {
  const queue: Waiting[] = []
  /** How each command under way was decided last: the store may ask more than once. */
  const decided = new WeakMap<Command, { readonly before: Case | undefined; readonly write: Write | undefined }>()
  const noting =
    (judge: Judge): Judge =>
    (command, loaded) => {
      const verdict = judge(command, loaded)
      decided.set(command, { before: loaded.case, write: verdict.write })
      return verdict
    }
  let working: Promise<void> | undefined

  const submit: Desk['submit'] = (command, digest) =>
    new Promise((resolve, reject) => {
      queue.push({ incoming: { command, ...(digest === undefined ? {} : { digest }) }, resolve, reject })
      working ??= work()
    })

  // Waiting for one turn of the event loop lets clicks that arrived together share one commit.
  async function work(): Promise<void> {
    try {
      while (queue.length > 0) {
        await new Promise<void>((next) => setImmediate(next))
        await commit(queue.splice(0, MOST_PER_COMMIT))
      }
    } finally {
      working = undefined
    }
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    try {
      if (parts.clock.sync) await parts.clock.sync()
      const now = parts.clock.now()
      faults?.('desk/taken')
      const applied = await parts.store.apply(
        batch.map((waiting) => waiting.incoming),
        noting(judgeAt(parts, now)),
        now,
      )
      faults?.('desk/committed')
      parts.committed()
      await Promise.all(batch.map((waiting, i) => answer(waiting, applied[i])))
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  async function answer(waiting: Waiting, applied: Applied | undefined): Promise<void> {
    const { command } = waiting.incoming
    if (!applied) return waiting.reject(new Error('the store forgot a command'))
    if ('answer' in applied) {
      report(command, applied.answer)
      return waiting.resolve(applied.answer)
    }
    if (applied.error instanceof UnknownPolicy) return retryUnder(applied.error.version, waiting)
    parts.observe?.(command, 'failed')
    waiting.reject(applied.error)
  }

  async function retryUnder(version: string, waiting: Waiting): Promise<void> {
    try {
      await parts.loadPolicy(version)
      queue.push(waiting)
    } catch (error) {
      waiting.reject(error)
    }
  }

  function report(command: Command, given: Answer): void {
    if (isRefusal(given)) return parts.observe?.(command, 'refused', given.refused)
    const { before, write } = decided.get(command) ?? {}
    if (write && !given.repeated) parts.happened?.(write)
    parts.observe?.(command, given.repeated ? 'repeated' : 'done', undefined, before)
  }

  return {
    submit,
    async settle() {
      while (working) await working
    },
  }
}

/**
 * Judges commands at one moment: the pure decision, and all that it changes outside the case. A case's moments never run
 * backwards, though the clocks of replicas differ: what another one wrote already counts as now.
 */
export function judgeAt(
  parts: Pick<DeskParts, 'company' | 'lanesTo' | 'write' | 'effects'>,
  clock: number,
): Judge {
  return (command, loaded): Verdict => {
    const { company } = parts
    const now = Math.max(clock, loaded.changed ?? clock)
    const timely = company.under(loaded.case?.policy ?? company.current.version)
    const reachesCustomer = (state: Case): boolean =>
      parts.lanesTo({ in: 'customer', number: state.number }, { state }).length > 0
    const { claims, used: keys } = watched(loaded.claims)
    const { workloads, used: compared } = comparing(loaded.workloads)
    const { others, used: alikes } = alike(loaded)
    const context = {
      ...timely,
      now,
      reachesCustomer,
      claims,
      workloads,
      ...others,
      precedents: loaded.precedents,
      other: loaded.other,
    }
    const decision = decide(loaded.case, command, context, loaded.freshNumber)
    if (isRefusal(decision)) return { answer: decision }
    const { state, facts } = decision
    const write = writeOf(parts, timely, loaded.case, state, facts, new Set([...keys, ...compared, ...alikes]), now)
    // A timer that found the case moved on changes nothing anybody sees; a sweep may have, though no fact says so.
    const seen = facts.length > 0 || command.do === 'sweep'
    // Until a sweep is through after people changed, those who were asked before are told that they are not any more.
    const was = [timely, ...company.earlier(timely.policy.version)]
    return {
      answer: { number: state.number, revision: state.revision },
      write: seen ? { ...write, views: viewsOf(parts, was, timely, loaded.case, state, facts) } : write,
    }
  }
}

/** Everything that is committed with these facts, but for the cards to look at again. */
function writeOf(
  parts: Pick<DeskParts, 'lanesTo' | 'write' | 'effects'>,
  company: Timely,
  before: Case | undefined,
  state: Case,
  facts: readonly Fact[],
  used: ReadonlySet<string>,
  now: number,
): Write {
  const claims = claimRows(company.policy, state)
  const sameness = samenessRows(company.policy, state, before)
  return {
    state,
    facts,
    row: rowOf(state, now),
    tasks: [...tasksFor(state, company), ...promiseTasks(state, company)],
    timers: timersFor(state, company),
    files: filesIn(facts),
    claims,
    ...(sameness ? { sameness } : {}),
    guards: guardsOf(used, before ? claimRows(company.policy, before) : [], claims),
    views: [],
    notices: noticesFor(facts, state, company).flatMap((spec) => noticeRows(parts, spec, state, company, now)),
    effects: [
      ...effectsFor(before, state, facts, company).flatMap((spec) => parts.effects(spec, state)),
      ...reactionsTo(facts, state, company.policy).map(reactionRow),
    ],
  }
}

/** Cards to look at again: those that should stand now, and those that stood before and are asked no more. */
function viewsOf(
  parts: Pick<DeskParts, 'lanesTo'>,
  was: readonly Timely[],
  company: Timely,
  before: Case | undefined,
  state: Case,
  facts: readonly Fact[],
): readonly ViewRow[] {
  // Where something is being decided its cards show the words too.
  const decides = state.positions.some(({ asking }) => asking !== undefined)
  if (onlyNoted(facts) && !decides) return viewRows(parts, livingCards(state))
  const after = standingFor(state, company)
  const gone = before
    ? was
        .flatMap((then) => [...standingFor(before, then), ...heardCards(before, then)])
        .filter((old) => !after.some((spec) => spec.key === old.key && samePlace(spec.place, old.place)))
    : []
  return viewRows(parts, [...after, ...gone])
}

function viewRows(parts: Pick<DeskParts, 'lanesTo'>, cards: readonly Standing[]): ViewRow[] {
  return cards.flatMap(({ key, place }) => parts.lanesTo(place).map((lane) => ({ lane, place, key })))
}

function noticeRows(
  parts: Pick<DeskParts, 'lanesTo' | 'write' | 'effects'>,
  spec: NoticeSpec,
  state: Case,
  company: Timely,
  now: number,
): readonly NoticeRow[] {
  const lanes = parts.lanesTo(spec.place, { state, urgent: spec.urgent === true || levelOf(state) === 1 })
  if (lanes.length === 0) return []
  const message = parts.write(spec, state, company)
  const later = waitingOf(spec, state, company, now)
  const gathered = later !== undefined || (isReminder(spec) && !message.urgent)
  return lanes.map((lane, i) => ({
    lane: gathered ? gatheredLane(lane) : lane,
    ...later,
    place: spec.place,
    key: i === 0 ? spec.key : `${spec.key}@${lane}`,
    message,
    kind: spec.kind,
    ...(spec.reportTo === undefined ? {} : { reportTo: spec.reportTo }),
  }))
}

/** What a clock says. When somebody urges another, they mean now. */
const isReminder = ({ kind, key }: NoticeSpec): boolean => kind === 'nag' && !key.startsWith('urge/')

/** When a reminder may reach somebody who has quiet hours or put it off, and why; undefined when it may now. Level 1 never waits. */
function waitingOf(
  spec: NoticeSpec,
  state: Case,
  { directory }: Timely,
  now: number,
): Pick<NoticeRow, 'notBefore' | 'waits'> | undefined {
  const { kind, place } = spec
  const person = kind === 'nag' && place.in === 'person' ? directory.people[place.person] : undefined
  if (person === undefined || spec.urgent || levelOf(state) === 1) return undefined
  const at = afterQuiet(person.quiet, person.tz, Math.max(now, spec.notBefore ?? now))
  if (at <= now) return undefined
  // Everybody's quiet hours end at eight.
  const notBefore = pastTheHour(at, person.tz, minutesFor(person.id))
  return { notBefore, waits: at === spec.notBefore ? 'snoozed' : 'quiet' }
}

/** The columns of a case in lists. */
export function rowOf(state: Case, now: number): CaseRow {
  const text = (id: string): string => (typeof state.values[id] === 'string' ? state.values[id] : '')
  const amount = state.values.plan_amount as Money | undefined
  return {
    number: state.number,
    filed: state.filed,
    changed: now,
    stage: state.ended?.stage ?? state.positions[0]?.stage ?? '',
    grade: gradeOf(state),
    level: levelOf(state),
    alert: String(state.derived.alert?.value ?? ''),
    filer: filerOf(state) ?? '',
    owner: ownerOf(state) ?? '',
    customer: text('customer'),
    product: text('product'),
    category: text('category'),
    ...(amount ? { amount } : {}),
    ...(state.ended ? { outcome: state.ended.outcome } : {}),
    text: text('text').slice(0, EXCERPT),
  }
}
