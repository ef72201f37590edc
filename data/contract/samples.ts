/** Hand-made cases, commands and a judge without rules, for the contract of stores. */
import type { Card, Message } from '../../cards/model.ts'
import type {
  CaseFilter,
  CaseRow,
  ChatLog,
  Drafts,
  Incoming,
  Judge,
  NoticeRow,
  Page,
  Seals,
  Store,
  ViewRow,
  Write,
} from '../../src/ports.ts'
import type { Case } from '../../src/rules/case.ts'
import type { ActCommand, Command, FileCommand } from '../../src/rules/commands.ts'
import type { Fact, Happening } from '../../src/rules/facts.ts'
import { type Actor, isRefusal } from '../../src/rules/nouns.ts'
import type { Task } from '../../src/rules/views.ts'

/** 22 November 2026, 10:00 in Shanghai: every test begins here. */
export const START = Date.UTC(2026, 10, 22, 2, 0)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** The numbering every opened store must be given. */
export const numbering = {
  dayOf: (now: number): string => new Date(now + 8 * HOUR).toISOString().slice(0, 10).replaceAll('-', ''),
  numberFor: (now: number, seq: number): string => `C-${numbering.dayOf(now)}-${String(seq).padStart(4, '0')}`,
}

const li: Actor = { kind: 'person', id: 'wang.li' }

export const filing = (id: string, text = 'The fridge does not cool', more: object = {}): FileCommand => ({
  ...{ id, actor: li, via: 'test', do: 'file', lang: 'en', strict: false },
  values: { text, ...more },
})

/** `verb` note appends a fact, withdraw ends the case, reject is refused, urge makes the judge throw. */
export const acting = (id: string, number: string, verb: ActCommand['verb'] = 'note', reason = ''): ActCommand => ({
  ...{ id, actor: li, via: 'test', do: 'act', number, verb, reason },
})

/** What the judge is told to write beside facts, state and row. */
export type Beside = (
  state: Case,
  command: Command,
) => Partial<Pick<Write, 'tasks' | 'timers' | 'views' | 'notices' | 'files' | 'claims' | 'guards' | 'sameness'>>

/** A judge that files, notes and withdraws, and writes `beside` each time. */
export function judgeWith(beside: Beside = () => ({})): Judge {
  return (command, loaded) => {
    if (command.do === 'file') return written(filed(command, loaded.freshNumber()), command, beside)
    if (loaded.case === undefined) return { answer: { refused: 'not_found' } }
    if (command.do === 'act' && command.verb === 'reject') return { answer: { refused: 'not_yours' } }
    if (command.do === 'act' && command.verb === 'urge') throw new Error('the judge stumbled')
    return written(grown(loaded.case, command), command, beside)
  }
}

function written([state, facts]: readonly [Case, readonly Fact[]], command: Command, beside: Beside) {
  const nothing = { tasks: [], timers: [], views: [], notices: [], effects: [], files: [], claims: [], guards: [] }
  const write: Write = { ...nothing, state, facts, row: rowOf(state), ...beside(state, command) }
  return { answer: { number: state.number, revision: state.revision }, write }
}

const fact = (seq: number, what: Happening): Fact => ({ seq, at: START + seq, by: li, via: 'test', what })

function filed(command: FileCommand, number: string): readonly [Case, readonly Fact[]] {
  const { lang, values } = command
  const state: Case = {
    ...{ number, revision: 2, policy: 'v1', lang, filed: START, filer: li, via: 'test', values },
    ...{ derived: {}, positions: [], past: [], visits: {}, duties: {}, instructions: [], notes: [] },
  }
  const first: Happening = { is: 'filed', number, policy: 'v1', lang, channel: 'test', values }
  return [state, [fact(1, first), fact(2, { is: 'entered', position: 'review#1', stage: 'review' })]]
}

function grown(before: Case, command: Command): readonly [Case, readonly Fact[]] {
  const seq = before.revision + 1
  const text = command.do === 'act' ? (command.reason ?? '') : command.do
  if (command.do === 'act' && command.verb === 'withdraw') {
    const ended = { stage: 'withdrawn', outcome: 'withdrawn', at: START + seq }
    return [{ ...before, revision: seq, ended }, [fact(seq, { is: 'withdrawn', reason: text })]]
  }
  const notes = [...before.notes, { seq, at: START + seq, by: li, text, files: [] }]
  return [{ ...before, revision: seq, notes }, [fact(seq, { is: 'noted', text, files: [] })]]
}

function rowOf(state: Case): CaseRow {
  const text = (name: string): string => String(state.values[name] ?? '')
  return {
    ...{ number: state.number, filed: state.filed + Number(text('later')), changed: START },
    stage: state.ended?.stage ?? 'review',
    ...{ grade: text('grade') || 'C', level: 3, alert: '', filer: text('filer') || 'wang.li', owner: '' },
    ...{ customer: text('customer'), product: text('product'), category: '' },
    ...(state.ended ? { outcome: state.ended.outcome, amount: { minor: 50_001, currency: 'CNY' } } : {}),
    text: text('text').slice(0, 120),
  }
}

export const task = (id: string, people: readonly string[], more: Partial<Task> = {}): Task => ({
  ...{ id, kind: 'form', stage: 'review', position: 'review#1', people, fallback: false, verbs: ['submit'] },
  ...{ since: START, revision: 2 },
  ...more,
})

export const view = (lane: string, key = 'case'): ViewRow => ({
  ...{ lane, key, place: { in: 'channel', channel: lane } },
})

export const notice = (lane: string, key: string, text = 'Please look'): NoticeRow => ({
  ...{ lane, key, place: { in: 'person', person: lane }, message: message(text), kind: 'nag' },
})

const message = (text: string): Message => ({ text, lang: 'en' })

export const card = (number: string, revision: number, state: 'open' | 'done' = 'open'): Card => ({
  ...{ key: 'case', number, revision, lang: 'en', state, header: 'Complaint', tone: 'neutral' },
  ...{ blocks: [], actions: [], fallback: `Complaint ${number}` },
})

/** The page of a list; a refusal fails the test. */
export async function listed(store: Store, filter: CaseFilter = {}): Promise<Page<CaseRow>> {
  const page = await store.list(filter)
  if (isRefusal(page)) throw new Error(page.refused)
  return page
}

/** Applies one command and gives its answer; a failure of the judge is thrown. */
export async function decide(store: Store, command: Command, beside?: Beside, now = START, digest?: string) {
  const incoming: Incoming = digest === undefined ? { command } : { command, digest }
  const [applied] = await store.apply([incoming], judgeWith(beside), now)
  if (applied === undefined) throw new Error('no answer')
  if ('error' in applied) throw applied.error
  return applied.answer
}

/** Files one case and gives its number. */
export async function fileOne(store: Store, id: string, beside?: Beside, command = filing(id)): Promise<string> {
  const answer = await decide(store, command, beside)
  if ('refused' in answer) throw new Error(answer.refused)
  return answer.number
}

/** A store opened for a test. */
export interface Opened {
  readonly store: Store
  readonly chat: ChatLog
  readonly drafts: Drafts
  readonly seals: Seals
  close(): Promise<void>
  /** Closes it and opens the same one again. */
  reopen(): Promise<Opened>
  /** Runs SQL on the same database past the store, as somebody with access to it could. */
  raw(sql: string): Promise<void>
  /** Takes away what keeps facts and seals append-only, as somebody with more access could. */
  disarm(): Promise<void>
}

export type Open = () => Promise<Opened>
