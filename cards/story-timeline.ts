/** What happened to a case, day by day, in the reader's language; personal data in it is masked. */
import type { Case } from '../src/rules/case.ts'
import type { Fact, Happening } from '../src/rules/facts.ts'
import type { FileRef, Lang, Millis, Value, Values } from '../src/rules/nouns.ts'
import { maskAbsorbed, maskedFile, maskFree } from './masks.ts'
import type { Row } from './model.ts'
import { inWords } from './names.ts'
import type { Reader } from './reader.ts'
import { factWords, isEcho } from './story.ts'
import { iso } from './story-clocks.ts'
import { quote } from './text.ts'
import { showValue } from './values.ts'

export type StoryTone = 'plain' | 'ask' | 'good' | 'bad' | 'late'

/** One thing that happened. `rows` is what was filled in with it. */
export interface StoryItem {
  readonly seq: number
  readonly at: string
  /** `14:05`, in the reader's zone. */
  readonly time: string
  readonly what: Happening['is']
  /** Whether a person did it, or a clock or the delivery. */
  readonly by: 'person' | 'system'
  readonly words: string
  readonly tone: StoryTone
  readonly rows: readonly Row[]
  readonly files: readonly FileRef[]
}

/** A day with all that happened on it. */
export interface StoryDay {
  /** `2026-11-22`. */
  readonly day: string
  readonly title: string
  readonly items: readonly StoryItem[]
}

const TONES: { readonly [K in Happening['is']]?: StoryTone } = {
  asked: 'ask',
  approved: 'good',
  granted: 'good',
  chosen: 'good',
  paid: 'good',
  part_paid: 'good',
  payment_returned: 'bad',
  told: 'good',
  turned_down: 'bad',
  rejected: 'bad',
  payment_failed: 'bad',
  not_told: 'bad',
  voided: 'bad',
  carried: 'good',
  concluded: 'late',
  sent_back: 'late',
  questioned: 'late',
  recalled: 'late',
  rescued: 'late',
  unreached: 'late',
  returned: 'late',
  nagged: 'late',
  promise_kept: 'good',
  promise_warned: 'late',
  promise_broken: 'bad',
  unanswered: 'late',
  paused: 'late',
}

/** The whole story, oldest day first. */
export function storyDays(facts: readonly Fact[], state: Case, reader: Reader): readonly StoryDay[] {
  const days = new Map<string, StoryItem[]>()
  const titles = new Map<string, string>()
  facts.forEach((fact, i) => {
    if (isEcho(fact, facts[i + 1])) return
    const { day, time } = clockFace(fact.at, reader.tz)
    if (!days.has(day)) titles.set(day, dayTitle(fact.at, reader))
    days.set(day, [...(days.get(day) ?? []), itemOf(fact, time, state, reader)])
  })
  return [...days].map(([day, items]) => ({ day, title: titles.get(day) ?? day, items }))
}

function itemOf(fact: Fact, time: string, state: Case, reader: Reader): StoryItem {
  const { what } = fact
  return {
    seq: fact.seq,
    at: iso(fact.at),
    time,
    what: what.is,
    by: fact.by.kind === 'clock' || fact.by.kind === 'delivery' ? 'system' : 'person',
    words: factWords(fact, state, reader),
    tone: toneOf(what),
    rows:
      what.is === 'filed' || what.is === 'submitted' || what.is === 'amended' ? rowsOf(what.values, state, reader) : [],
    files: filesOf(what).map((file) => maskedFile(file, state.values, reader.policy)),
  }
}

function toneOf(what: Happening): StoryTone {
  if (what.is === 'ended') return what.outcome === 'closed' ? 'good' : 'plain'
  return TONES[what.is] ?? 'plain'
}

/** What was filled in, as label and value; files stand by themselves. */
function rowsOf(values: Readonly<Record<string, Value | null>>, state: Case, reader: Reader): readonly Row[] {
  return Object.entries(values).flatMap(([id, value]) => {
    const field = Object.hasOwn(reader.policy.fields, id) ? reader.policy.fields[id] : undefined
    if (field === undefined || value === null || field.type === 'files') return []
    const shown = showValue(field, value, { ...reader, masked: true })
    const safe = field.personal === undefined ? maskFree(shown, state.values, reader.policy) : shown
    return safe === '' ? [] : [{ label: inWords(field.label, reader.lang), value: quote(safe, 2000) }]
  })
}

function filesOf(what: Happening): readonly FileRef[] {
  if (what.is === 'noted' || what.is === 'answered' || what.is === 'contacted' || what.is === 'promise_kept')
    return what.files
  if (what.is !== 'filed' && what.is !== 'submitted' && what.is !== 'amended') return []
  return filesIn(what.values as Values)
}

/** Every file among these values. */
export function filesIn(values: Values): readonly FileRef[] {
  return Object.values(values).flatMap((value) =>
    Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is FileRef => isFile(one)) : [],
  )
}

function isFile(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'sha256' in one
}

const faces = new Map<string, Intl.DateTimeFormat>()

function clockFace(at: Millis, tz: string): { readonly day: string; readonly time: string } {
  // Swedish writes a moment the way data does: 2026-11-22 14:05.
  const options = { timeZone: tz, dateStyle: 'short', timeStyle: 'short' } as const
  const face = faces.get(tz) ?? new Intl.DateTimeFormat('sv-SE', options)
  faces.set(tz, face)
  const [day = '', time = ''] = face.format(at).split(' ')
  return { day, time }
}

const TITLE: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en-GB' }
const titles = new Map<string, Intl.DateTimeFormat>()

/** `2026年11月22日星期日`, `Sunday 22 November 2026`. */
function dayTitle(at: Millis, { lang, tz }: Reader): string {
  const key = `${lang}/${tz}`
  const options = { timeZone: tz, year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' } as const
  const format = titles.get(key) ?? new Intl.DateTimeFormat(TITLE[lang], options)
  titles.set(key, format)
  return format.format(at)
}

/** A fact as data, for the curious: every piece of personal data in it masked. */
export function maskedFact(fact: Fact, state: Case, { policy }: Pick<Reader, 'policy'>): unknown {
  const masked = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const field = Object.hasOwn(policy.fields, key) ? policy.fields[key] : undefined
      if (field?.personal === undefined) return maskFree(value, state.values, policy)
      return showValue(field, value, {
        policy,
        directory: { people: {}, teams: {}, channels: {} },
        lang: 'en',
        masked: true,
      })
    }
    if (Array.isArray(value)) return value.map((one) => masked(one, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one, name)]))
  }
  const said = fact.what.is === 'absorbed' ? maskAbsorbed(fact.what, policy) : fact.what
  return { ...fact, at: iso(fact.at), what: masked(said, '') }
}
