/** A message plan as plain lines in local time, the same for the same plan: fit to be kept and compared. */

import { fill } from '../../cards/catalogue.ts'
import { dayOf, fullMoment, moment, spanWords } from '../../cards/format.ts'
import { MESSAGE_PLAN } from '../../cards/message-plan.ts'
import { derivedLabel, inWords, peopleNames, personName, stageName } from '../../cards/names.ts'
import type { Reader } from '../../cards/reader.ts'
import { factWords } from '../../cards/story.ts'
import { oneLine } from '../../cards/text.ts'
import type { Cause, MessagePlan, PlanLine, PlannedCase } from '../rehearsal/message-plan.ts'
import { levelOf } from '../rules/environment.ts'
import type { Fact } from '../rules/facts.ts'
import { afterOf, ladderOf, warns } from '../rules/ladder.ts'
import type { Lang, Millis } from '../rules/nouns.ts'
import type { Rung } from '../rules/policy.ts'

/** In which language and zone it is written, and for how many days it looks ahead. */
export interface PlanPage {
  readonly lang: Lang
  readonly tz: string
  readonly days: number
}

type Words = keyof typeof MESSAGE_PLAN

const INDENT = ' '.repeat(7)

/** The whole plan, line by line. */
export function planLines(plan: MessagePlan, page: PlanPage): readonly string[] {
  const entries = plan.lines.filter(({ is }) => is !== 'change')
  const days = Map.groupBy(entries, ({ at }) => dayOf(at, page.lang, page.tz))
  return [
    ...plan.cases.map((one) => title(one, page)),
    words(page, 'nobody', { days: page.days, tz: page.tz }),
    ...[...days.values()].flatMap((lines) => ['', dayTitle(lines, page), ...entriesOf(lines, plan, page)]),
    '',
    ...totals(plan, page),
  ]
}

function title({ state, company }: PlannedCase, page: PlanPage): string {
  const { policy } = company
  const rule = policy.derived.find(({ id }) => id === 'level')
  const level = rule ? derivedLabel(rule, levelOf(state), page.lang) : String(levelOf(state))
  return words(page, 'title', { filed: fullMoment(state.filed, page.lang, page.tz), number: state.number, level })
}

/** What happens on one day; the same to several people in the same minute stands once. */
function entriesOf(lines: readonly PlanLine[], plan: MessagePlan, page: PlanPage): readonly string[] {
  const told = lines.map((line) => ({ line, ...wordsOf(line, plan, page) }))
  const same = Map.groupBy(told, ({ line, what, why }) => JSON.stringify([timeOf(line.at, page), line.is, what, why]))
  return [...same.values()].flatMap((all) => {
    const [{ line, what, why } = { line: undefined, what: '', why: '' }] = all
    if (line === undefined) return []
    const who = [...Map.groupBy(all, ({ role }) => role)].map(([role, some]) => {
      const whom = [...new Set(some.map((one) => one.whom))].join(words(page, 'comma'))
      return role === undefined ? whom : words(page, 'with_role', { whom, role })
    })
    const platforms = [...new Set(all.flatMap((one) => one.line.platform ?? []))].sort()
    const where = [...platforms, words(page, line.is)].join(' · ')
    return [
      `${timeOf(line.at, page)}  ${who.join(words(page, 'comma'))}  [${where}]`,
      ...(what === '' ? [] : [`${INDENT}${what}`]),
      `${INDENT}← ${why}`,
    ]
  })
}

interface Worded {
  readonly whom: string
  readonly role: string | undefined
  readonly what: string
  readonly why: string
}

function wordsOf(line: PlanLine, plan: MessagePlan, page: PlanPage): Worded {
  const about = caseOf(line.number, plan)
  const reader: Reader = { ...page, policy: about.company.policy, directory: about.company.directory }
  const role = roleOf(line, about)
  const held = line.held && words(page, `held_${line.held.by}`, { since: momentOf(line.held.since, line.at, page) })
  const why = [causesWords(line, plan, reader), held].filter((one) => one !== undefined && one !== '').join(' · ')
  return {
    whom: placeWords(line, reader),
    role: role && roleWords(role, reader),
    what: line.words
      .split('\n')
      .map((one) => oneLine(one, 200))
      .join(`\n${INDENT}`),
    why,
  }
}

/** The moment without its day where that is the same. */
function momentOf(at: Millis, beside: Millis, { lang, tz }: PlanPage): string {
  const same = dayOf(at, lang, tz) === dayOf(beside, lang, tz)
  return same ? timeOf(at, { lang, tz }) : moment(at, lang, tz)
}

function placeWords({ place }: PlanLine, reader: Reader): string {
  if (place?.in === 'person') return personName(place.person, reader)
  if (place?.in === 'customer') return words(reader, 'to_customer')
  if (place?.in !== 'channel') return words(reader, 'to_room')
  const channel = reader.directory.channels[place.channel]
  return `#${channel ? inWords(channel.name, reader.lang) : place.channel}`
}

/** What somebody is to the case in this line: a rung of the ladder, or whoever is asked. */
function roleOf(
  { causes: [cause], place }: PlanLine,
  { company }: PlannedCase,
): 'asked' | 'leader' | { readonly role: string } | undefined {
  if (place?.in !== 'person' || cause === undefined || cause.is === 'case') return undefined
  if (cause.is === 'task') return 'asked'
  const { what } = cause.fact
  if (what.is !== 'nagged') return undefined
  const to = ladderOf(what.clock, company.policy)[what.rung]?.to
  if (to === undefined || typeof to === 'string') return to
  return to.kind === 'list' ? undefined : { role: to.id }
}

function roleWords(role: NonNullable<ReturnType<typeof roleOf>>, { policy, lang }: Reader): string {
  if (typeof role === 'string') return words({ lang }, role)
  // Roles have no name of their own: they are called as the step that asks them.
  const step = Object.values(policy.approval.steps).find(({ who }) => who.kind === 'role' && who.id === role.role)
  return step ? inWords(step.name, lang) : role.role
}

/** Several reminders of one message each stand once. */
function causesWords({ is, causes }: PlanLine, plan: MessagePlan, reader: Reader): string {
  if (is === 'room') return words(reader, 'because_room')
  if (causes.length === 0) return words(reader, 'because_house')
  const several = new Set(causes.map(({ number }) => number)).size > 1
  const each = causes.map((cause) => {
    const why = causeWords(cause, caseOf(cause.number, plan), reader)
    return several ? `${cause.number} ${why}` : why
  })
  return [...new Set(each)].join(words(reader, 'semicolon'))
}

function causeWords(cause: Cause, { state }: PlannedCase, reader: Reader): string {
  if (cause.is === 'case') return words(reader, 'because_case')
  if (cause.is === 'fact')
    return rungWords(cause.fact, reader, levelOf(state) === 1) ?? factWords(cause.fact, state, reader)
  const { stage, due } = cause.task
  const until = due === undefined ? undefined : moment(due, reader.lang, reader.tz)
  return words(reader, 'because_task', { stage: stageName(stage, reader), due: until })
}

function caseOf(number: string | undefined, { cases }: MessagePlan): PlannedCase {
  const about = cases.find(({ state }) => state.number === number) ?? cases[0]
  if (about === undefined) throw new Error('a plan without a case')
  return about
}

/** Which clock reminded, and at which rung of its ladder. */
function rungWords({ what }: Fact, { policy, lang, tz }: Reader, urgent: boolean): string | undefined {
  if (what.is !== 'nagged') return undefined
  const rung = ladderOf(what.clock, policy)[what.rung]
  const clock = policy.clocks[what.clock]
  if (rung === undefined || clock === undefined) return undefined
  const after = afterOf(rung, urgent)
  const at = after ? words({ lang }, 'after_due', { span: spanWords(after, lang) }) : shareWords(rung.at, lang)
  const due = after || warns(rung) ? moment(what.due, lang, tz) : undefined
  const again = what.again === undefined ? undefined : what.again + 1
  return words({ lang }, 'because_rung', { clock: inWords(clock.name, lang), due, at, again })
}

const shareWords = (at: Rung['at'], lang: Lang): string =>
  'share' in at && at.share < 1
    ? words({ lang }, 'at_share', { share: Math.round(at.share * 100) })
    : words({ lang }, 'at_due')

function totals(plan: MessagePlan, page: PlanPage): readonly string[] {
  const alerts = plan.lines.filter(({ is }) => is === 'card' || is === 'message' || is === 'room')
  const count = (lines: readonly PlanLine[]): string => {
    const messages = lines.filter(({ is }) => is === 'message').length
    return words(page, 'counts', { messages, cards: lines.length - messages })
  }
  const people = Map.groupBy(alerts, (line) => wordsOf(line, plan, page).whom)
  const days = Map.groupBy(alerts, ({ at }) => dayOf(at, page.lang, page.tz))
  const unreached = plan.lines.filter(({ is }) => is === 'unreached')
  const missed = [...new Set(unreached.map((line) => wordsOf(line, plan, page).whom))]
  const never = neverAsked(plan, unreached, page)
  return [
    words(page, 'per_person'),
    ...[...people].map(([whom, lines]) => `  ${whom}: ${count(lines)}`),
    words(page, 'per_day'),
    ...[...days].map(([day, lines]) => `  ${day}: ${count(lines)}`),
    ...(never.length > 0 ? [words(page, 'absent', { people: never })] : []),
    ...(missed.length > 0 ? [words(page, 'missed', { people: missed.join(words(page, 'comma')) })] : []),
  ]
}

/** Who is on none of the platforms, but for those who were asked all the same. */
function neverAsked({ cases: [about], absent }: MessagePlan, unreached: readonly PlanLine[], page: PlanPage): string {
  const asked = new Set(unreached.flatMap(({ place }) => (place?.in === 'person' ? [place.person] : [])))
  const never = absent.filter((person) => !asked.has(person))
  return about === undefined || never.length === 0 ? '' : peopleNames(never, { ...page, ...about.company })
}

const timeOf = (at: Millis, { lang, tz }: Pick<PlanPage, 'lang' | 'tz'>): string => moment(at, lang, tz).slice(-5)

function dayTitle([first]: readonly PlanLine[], { lang, tz }: PlanPage): string {
  return first ? fullMoment(first.at, lang, tz).slice(0, -6).replace(/,$/, '') : ''
}

function words(
  { lang }: { readonly lang: Lang },
  id: Words,
  params: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return fill(MESSAGE_PLAN[id][lang], params, lang)
}
