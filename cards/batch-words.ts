/** Other cases about the same, on the card: what was counted and found, the incident that stands for them, its team. */
import type { Case } from '../src/rules/case.ts'
import { rolesFor } from '../src/rules/emergency.ts'
import type { Batched, Surged } from '../src/rules/evolve-batch.ts'
import type { Evidence } from '../src/rules/facts-batch.ts'
import { commonOf, labelsOf, ruleOf } from '../src/rules/incidents.ts'
import type { Lang } from '../src/rules/nouns.ts'
import type { Policy } from '../src/rules/policy.ts'
import { say } from './catalogue.ts'
import { maskFree } from './masks.ts'
import type { Block, Row } from './model.ts'
import { inWords, peopleNames } from './names.ts'
import type { Reader } from './reader.ts'
import type { Scene } from './scene.ts'
import { freeText, momentWords } from './scene.ts'
import { oneLine } from './text.ts'

/** So many numbers stand on a card. */
const MOST = 8
const HOUR = 3_600_000

/** What was found of cases like this one, and what became of it. */
export function batchBlocks(scene: Scene): readonly Block[] {
  const { case: state, lang } = scene
  const { batches = {}, surges = {}, linked, worded, incident } = state
  const lines: readonly Block[] = [
    ...Object.entries(batches).map(([rule, one]) => found(batchWhy(rule, one, scene), one.colour === 'red')),
    ...Object.entries(surges).map(([rule, one]) => found(surgeWhy(rule, one, scene), true)),
    ...(incident?.evidence ? [found(openedWhy(incident.rule, incident.evidence, scene), true)] : []),
  ]
  const about: readonly string[] = [
    incident ? say(lang, 'batch.cases', { n: incident.cases.length, numbers: numbersWords(incident.cases, lang) }) : '',
    linked ? say(lang, 'batch.linked', { number: linked.to }) : '',
    worded ? say(lang, 'batch.worded', { number: worded.from, text: oneLine(freeText(worded.text, scene), 400) }) : '',
  ]
  return [
    ...lines,
    ...about.filter((text) => text !== '').map((text): Block => ({ block: 'text', text, tone: 'plain' })),
    ...teamBlocks(scene),
  ]
}

const found = (text: string, serious: boolean): Block => ({ block: 'text', text, tone: serious ? 'warn' : 'plain' })

/** Who has which role, where an incident or its room stands. */
function teamBlocks(scene: Scene): readonly Block[] {
  const { case: state, lang, policy, directory } = scene
  if (!state.incident || state.ended) return []
  const rows = rolesFor(state, { policy, directory }).map(
    ({ name, people }): Row => ({
      label: inWords(name, lang),
      value: people.length === 0 ? say(lang, 'batch.nobody') : peopleNames(people, scene),
    }),
  )
  return rows.length === 0
    ? []
    : [
        { block: 'text', text: say(lang, 'batch.team'), tone: 'quiet' },
        { block: 'fields', rows },
      ]
}

/** What opened an incident; its cases stand apart. */
function openedWhy(rule: string, evidence: Evidence, scene: Scene): string {
  const at = scene.case.filed
  return 'over' in evidence
    ? batchWhy(rule, { ...evidence, at, numbers: [] }, scene)
    : surgeWhy(rule, { ...evidence, at }, scene)
}

function batchWhy(id: string, one: Pick<Batched, 'at' | 'count' | 'over' | 'numbers'>, scene: Scene): string {
  const { lang } = scene
  return say(lang, 'batch.why', {
    ...about(id, scene.case, scene.policy, lang),
    at: momentWords(one.at, scene),
    n: one.count,
    over: one.over,
    numbers: one.numbers.length === 0 ? undefined : numbersWords(one.numbers, lang),
  })
}

function surgeWhy(id: string, one: Pick<Surged, 'at' | 'count' | 'expected' | 'tail' | 'weeks'>, scene: Scene): string {
  return say(scene.lang, 'batch.surge_why', {
    ...about(id, scene.case, scene.policy, scene.lang),
    at: momentWords(one.at, scene),
    n: one.count,
    expected: String(Number(one.expected.toPrecision(2))),
    tail: chanceWords(one.tail),
    weeks: one.weeks.join(', '),
  })
}

/** As people write it: `0.02%`; what is smaller than a millionth needs no number. */
function chanceWords(tail: number): string {
  return tail < 1e-6 ? '<0.0001%' : `${Number((tail * 100).toPrecision(1))}%`
}

/** The rule, what its cases have in common, and its window, in words. */
export function about(
  id: string,
  { values }: Pick<Case, 'values'>,
  policy: Policy,
  lang: Lang,
): { readonly rule: string; readonly about: string; readonly span: string } {
  const rule = ruleOf(policy, id)
  if (!rule) return { rule: id, about: '', span: '' }
  const labels = labelsOf(commonOf(rule), values, policy).map((label) =>
    oneLine(maskFree(label[lang], values, policy), 60),
  )
  return {
    rule: inWords(rule.name, lang),
    about: labels.join(' / '),
    span: say(lang, 'batch.hours', { n: Number((rule.window / HOUR).toFixed(1)) }),
  }
}

/** The first few numbers, and how many more there are. */
export function numbersWords(numbers: readonly string[], lang: Lang): string {
  const more = numbers.length - MOST
  return say(lang, 'batch.numbers', {
    numbers: numbers.slice(0, MOST).join(say(lang, 'term.comma')),
    more: more > 0 ? more : undefined,
  })
}

/** Which rule found something, in words, for a line of the story. */
export function ruleWords(id: string, state: Case, { policy, lang }: Reader): string {
  const words = about(id, state, policy, lang)
  return words.about === '' ? words.rule : `${words.rule}${say(lang, 'term.dot')}${words.about}`
}
