/** The one living card of a case in its channel: what it is, where it stands, who holds it. */
import type { Position } from '../src/rules/case.ts'
import type { Task } from '../src/rules/views.ts'
import { actionsOf } from './actions.ts'
import { alarmBlocks } from './alarm-words.ts'
import { batchBlocks } from './batch-words.ts'
import { say, sayAny } from './catalogue.ts'
import { fullMoment, zone } from './format.ts'
import { likelyBlocks, mergedBlocks } from './merge-words.ts'
import type { Block, Card, Row } from './model.ts'
import { actorName, inWords, outcomeName, peopleNames, personName, stageName } from './names.ts'
import { clockRows, contactBlocks, promiseRows } from './promise-words.ts'
import type { Scene } from './scene.ts'
import { badges, fieldWords, freeText, isLate, momentWords, planWords } from './scene.ts'
import { stripOf } from './strip.ts'
import { nextWords, onItWords } from './waiting-words.ts'
import { complaintBlocks, filesBlocks, filledRows } from './whole-story.ts'

const INTAKE_ROWS = 12
const LAST_NOTES = 2

/** Draws the living card with at most `rows` of the case's fields. Open and ended cases look alike but for the tone, the buttons and the outcome. */
export function caseCard(scene: Scene, rows: number = INTAKE_ROWS): Card {
  const { spec, case: state, lang } = scene
  const header = say(lang, 'card.header', {
    number: state.number,
    product: fieldWords('product', scene, 40),
    customer: fieldWords('customer', scene, 24),
    badges: badges(state, scene.policy, lang),
  })
  return {
    key: spec.key,
    number: state.number,
    revision: state.revision,
    lang,
    state: spec.state,
    header,
    tone: toneOf(scene),
    blocks: blocksOf(scene, rows),
    actions: spec.state === 'open' ? actionsOf(scene) : [],
    fallback: fallbackOf(scene),
  }
}

function toneOf({ case: state, policy }: Scene): Card['tone'] {
  if (!state.ended) return state.positions.some((position) => isLate(position, policy)) ? 'late' : 'neutral'
  if (state.ended.outcome === 'closed') return 'good'
  return state.ended.outcome === 'rejected' ? 'bad' : 'neutral'
}

function blocksOf(scene: Scene, most: number): readonly Block[] {
  const { case: state, lang, tz } = scene
  const filed = say(lang, 'card.filed', {
    who: actorName(state.filer, scene),
    at: fullMoment(state.filed, lang, tz),
    zone: zonesDiffer(scene) ? zone(state.filed, tz) : undefined,
  })
  const rows: readonly Row[] = [
    ...filledRows(scene, most),
    ...planRows(scene),
    ...ownerRows(scene),
    ...clockRows(scene),
    ...promiseRows(scene),
    // Last: where a long card is folded, its first and last rows stay in sight.
    ...holderRows(scene),
  ]
  return [
    { block: 'text', text: filed, tone: 'quiet' },
    { block: 'strip', strip: stripOf(state, scene) },
    ...alarmBlocks(scene),
    ...likelyBlocks(state.ended ? [] : state.likened, scene),
    ...mergedBlocks(scene),
    ...batchBlocks(scene),
    ...complaintBlocks(scene, 200),
    ...(rows.length === 0 ? [] : [{ block: 'fields' as const, rows }]),
    ...filesBlocks(scene),
    ...contactBlocks(scene),
    ...noteBlocks(scene),
    ...outcomeBlocks(scene),
  ]
}

/** True when people elsewhere read along, for whom a time without its zone would be another one. */
function zonesDiffer({ shared, directory, tz, case: state }: Scene): boolean {
  const others = new Set(shared ? Object.values(directory.people).map((one) => one.tz) : [])
  others.delete(tz)
  return [...others].some((other) => zone(state.filed, other) !== zone(state.filed, tz))
}

function planRows(scene: Scene): readonly Row[] {
  const { case: state, lang } = scene
  const proposal =
    state.instructions.at(-1)?.proposal ?? state.granted ?? state.positions.find((p) => p.asking)?.asking?.proposal
  return proposal ? [{ label: say(lang, 'term.kind_label'), value: planWords(proposal, scene) }] : []
}

function ownerRows(scene: Scene): readonly Row[] {
  const { owner } = scene.case.values
  return typeof owner === 'string' ? [{ label: say(scene.lang, 'card.owner'), value: personName(owner, scene) }] : []
}

/** Who holds it, since when and until when, one row per open stage. */
function holderRows(scene: Scene): readonly Row[] {
  const { case: state, policy } = scene
  return state.positions
    .filter((position) => policy.flow.stages[position.stage]?.kind !== 'parallel')
    .map((position) => ({ label: stageName(position.stage, scene), value: holders(position, scene) }))
}

function holders(position: Position, scene: Scene): string {
  const { lang } = scene
  const tasks = scene.tasks.filter((task: Task) => task.position === position.key)
  const due = tasks.map((task) => task.due).filter((one) => one !== undefined)
  const pause = position.pauses.find((one) => one.to === undefined)
  const words = [
    position.opens !== undefined
      ? say(lang, 'card.opens', { at: momentWords(position.opens, scene) })
      : tasks.length === 0
        ? say(lang, 'card.customer_wait')
        : say(lang, 'card.held_by', {
            who: peopleNames([...new Set(tasks.flatMap((task) => task.people))], scene),
            since: momentWords(position.entered, scene),
            due: due.length === 0 ? undefined : momentWords(Math.min(...due), scene),
          }),
    pause === undefined ? '' : say(lang, 'card.paused', { why: pauseWords(pause.why, scene) }),
    onItWords(position, scene) ?? '',
    nextWords(position, scene) ?? '',
  ]
  return words.filter((word) => word !== '').join(say(lang, 'term.dot'))
}

/** What a paused clock waits for. */
export function pauseWords(why: string, { policy, lang }: Pick<Scene, 'policy' | 'lang'>): string {
  const text = Object.hasOwn(policy.pauses, why) ? policy.pauses[why] : undefined
  return text ? inWords(text, lang) : (sayAny(lang, `pause.${why}`, {}) ?? why)
}

function noteBlocks(scene: Scene): readonly Block[] {
  const { case: state, lang } = scene
  return state.notes.slice(-LAST_NOTES).map((note) => ({
    block: 'text',
    tone: 'quiet',
    text: say(lang, 'card.note_line', {
      who: actorName(note.by, scene),
      at: momentWords(note.at, scene),
      text: freeText(note.text, scene, 200) || say(lang, 'term.files', { n: note.files.length }),
    }),
  }))
}

function outcomeBlocks(scene: Scene): readonly Block[] {
  const { case: state, lang, tz } = scene
  if (!state.ended) return []
  const text = say(lang, 'card.outcome', {
    outcome: outcomeName(state.ended, scene),
    at: fullMoment(state.ended.at, lang, tz),
  })
  return [{ block: 'text', text, tone: state.ended.outcome === 'closed' ? 'good' : 'plain' }]
}

function fallbackOf(scene: Scene): string {
  const { case: state, lang } = scene
  const now = state.ended
    ? outcomeName(state.ended, scene)
    : state.positions.map((position) => stageName(position.stage, scene)).join(say(lang, 'term.comma'))
  return say(lang, 'card.case_fallback', { number: state.number, state: now, summary: fieldWords('text', scene, 60) })
}
