/** Why an open place waits, and what happens there next by itself (I09). */
import type { Position } from '../src/rules/case.ts'
import { ladderOf } from '../src/rules/ladder.ts'
import { peopleOn } from '../src/rules/rung-people.ts'
import { say } from './catalogue.ts'
import { peopleNames, personName } from './names.ts'
import { momentWords, type Scene } from './scene.ts'

/** Who said that they are on it, and until when; undefined once reminders were told since. */
export function onItWords({ acknowledged = [] }: Position, scene: Scene): string | undefined {
  const last = acknowledged.at(-1)
  if (!last || last.over) return undefined
  const words = { who: personName(last.person, scene), until: momentWords(last.until, scene) }
  return say(scene.lang, 'card.on_it', words)
}

/** Who hears of it next if nobody acts, and when; undefined when nobody does, or the drawing does not know. */
export function nextWords(position: Position, scene: Scene): string | undefined {
  const rungs = (scene.moments ?? []).flatMap(({ position: key, at, means }) =>
    key === position.key && means.is === 'rung' ? [{ at, means }] : [],
  )
  const [next] = rungs.sort((a, b) => a.at - b.at)
  const rung = next && ladderOf(next.means.clock, scene.policy)[next.means.rung]
  if (!next || !rung) return undefined
  const people = peopleOn(rung, position, scene.case, scene)
  if (people.length === 0) return undefined
  const words = { at: momentWords(next.at, scene), who: peopleNames(people, scene) }
  return rung.to === 'asked' ? say(scene.lang, 'card.next_asked', words) : say(scene.lang, 'card.next_above', words)
}
