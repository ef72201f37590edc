/** Draws whatever card a spec calls for, and tells whether two drawings look the same. */
import { createHash } from 'node:crypto'
import type { Millis, PersonId } from '../src/rules/nouns.ts'
import { caseCard } from './case-card.ts'
import { doneCard } from './done-card.ts'
import type { Block, Card } from './model.ts'
import type { Scene } from './scene.ts'
import { positionOf } from './scene.ts'
import { taskCard } from './task-card.ts'

/** The card of a spec as it looks now. A task whose position is over is drawn as its resolved twin. */
export function drawCard(scene: Scene): Card {
  if (!scene.shared) return drawn(scene)
  const written: { words: string; at: Millis }[] = []
  const card = drawn({ ...scene, written })
  const moments = [...new Map(written.map((one) => [one.words, one])).values()]
  return moments.length === 0 ? card : { ...card, moments }
}

function drawn(scene: Scene): Card {
  if (scene.spec.kind === 'case') return caseCard(scene)
  const position = positionOf(scene)
  const stage = position && scene.policy.flow.stages[position.stage]
  if (scene.spec.state !== 'open' || !position || !stage) return doneCard(scene)
  const card = taskCard(scene, position, stage)
  const asked = scene.shared ? askedAt(scene) : []
  return asked.length === 0 ? card : { ...card, asked }
}

/** Everybody the task of this card asks. */
function askedAt({ spec, tasks }: Scene): readonly PersonId[] {
  const mine = tasks.filter((task) => task.position === spec.position && (task.step ?? '') === (spec.step ?? ''))
  return mine.flatMap((task) => task.people)
}

/**
 * The sha256 (hex) of all that can be seen or clicked. The card's own revision is left out, so that a change elsewhere
 * in the case resends nothing; the buttons' revisions stay in, since an old one would make a click void.
 */
export function digestOf(card: Card): string {
  const { revision: _elsewhere, ...seen } = card
  const said = JSON.stringify({ ...seen, blocks: seen.blocks.map(inOrder) })
  return createHash('sha256').update(said).digest('hex')
}

/** Files come from the case as they are: told by its facts they have their members in another order than as they came in. */
function inOrder(block: Block): Block {
  if (block.block !== 'files') return block
  return { ...block, files: block.files.map(({ sha256, name, type, size }) => ({ sha256, name, type, size })) }
}

export type { Scene }
