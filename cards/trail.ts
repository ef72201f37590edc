/** How a case came to its decision, in ten lines at most: who did what, and when (F086); and what was said about it (F172). */
import type { Note, Past } from '../src/rules/case.ts'
import { say } from './catalogue.ts'
import type { Block } from './model.ts'
import { actorName, stageName } from './names.ts'
import type { Scene } from './scene.ts'
import { freeText, momentWords } from './scene.ts'
import { resultWords } from './story-stages.ts'
import { oneLine } from './text.ts'

/** The filing, and the last steps behind. */
const MOST = 10
/** The last things that were said. */
const MOST_NOTES = 3

/** From filing to now, oldest first, and the last notes; nothing before anybody has done or said anything. */
export function trailBlocks(scene: Scene): readonly Block[] {
  const lines = [stepLines(scene), scene.case.notes.slice(-MOST_NOTES).map((note) => noteLine(note, scene))]
  return lines.flatMap((some) => (some.length === 0 ? [] : [{ block: 'text', tone: 'quiet', text: some.join('\n') }]))
}

function stepLines(scene: Scene): readonly string[] {
  const { case: state, policy, lang } = scene
  const steps = state.past
    .filter(({ stage }) => policy.flow.stages[stage]?.kind !== 'parallel')
    .toSorted((a, b) => a.left - b.left)
  if (steps.length === 0) return []
  const left = steps.length < MOST ? 0 : steps.length - (MOST - 2)
  const filed = say(lang, 'trail.filed', { at: momentWords(state.filed, scene), who: actorName(state.filer, scene) })
  const more = left === 0 ? [] : [say(lang, 'trail.more', { n: left })]
  return [filed, ...more, ...steps.slice(left).map((past) => lineOf(past, scene))]
}

/** A note on one line; of one that is files alone it says how many. */
function noteLine({ by, at, text, files }: Note, scene: Scene): string {
  const said = text === '' ? say(scene.lang, 'term.files', { n: files.length }) : oneLine(freeText(text, scene), 120)
  return say(scene.lang, 'card.note_line', { who: actorName(by, scene), at: momentWords(at, scene), text: said })
}

function lineOf(past: Past, scene: Scene): string {
  const { lang } = scene
  return say(lang, 'trail.step', {
    at: momentWords(past.left, scene),
    stage: stageName(past.stage, scene),
    result: resultWords(past.result, lang),
    who: actorName(past.by, scene),
    reason: past.reason === undefined ? undefined : oneLine(freeText(past.reason, scene), 60),
  })
}
