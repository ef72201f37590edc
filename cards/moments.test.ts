import { expect, it } from 'vitest'
import { digestOf, drawCard } from './draw.ts'
import { complaint, lines, NOON, position, scene, task, taskSpec } from './testing/scenes.ts'

const shown = (shared: boolean) => {
  const state = complaint({ positions: [position('review')] })
  return drawCard(scene(taskSpec('review', ['submit']), state, { shared, tasks: [task('review', ['zhao'])] }))
}

it('names the moments of a card where several read along, as they are written in it, and of no other', () => {
  const card = shown(true)
  expect(card.moments?.length).toBeGreaterThan(0)
  for (const { words } of card.moments ?? []) expect(lines(card).join('\n')).toContain(words)
  expect(card.moments?.map(({ at }) => at)).toContain(NOON + 24 * 3_600_000)
  expect(shown(false).moments).toBeUndefined()
  expect(digestOf(shown(true))).toBe(digestOf(card))
})
