/** What a note changes to look at: why only the living card, and those of a decision, are drawn again after it (`onlyNoted`). */
import { describe, expect, it } from 'vitest'
import { livingCards, onlyNoted } from '../src/rules/cards.ts'
import type { Note } from '../src/rules/case.ts'
import type { Fact } from '../src/rules/facts.ts'
import type { FileRef } from '../src/rules/nouns.ts'
import { digestOf, drawCard } from './draw.ts'
import { asking, complaint, NOON, position, scene, task, taskSpec } from './testing/scenes.ts'

const PICTURE: FileRef = { sha256: 'a'.repeat(64), name: 'door.png', size: 10, type: 'image/png' }
const WORDS = { seq: 9, at: NOON, by: { kind: 'person', id: 'zhao' }, text: 'Rang the shop.', files: [] } as const
const FILED: Note = { ...WORDS, files: [PICTURE] }

const stateWith = (notes: readonly Note[]) => complaint({ home: 'quality', positions: [position('review')], notes })

const factOf = ({ seq, at, by, text, files }: Note): Fact =>
  ({ seq, at, by, via: 'playground', what: { is: 'noted', text, files } }) as Fact

describe.each([true, false])('read by others too: %s', (shared) => {
  const digest = (notes: readonly Note[], state: 'open' | 'done' = 'open', living = false) => {
    const noted = stateWith(notes)
    const spec = living ? livingCards(noted)[0] : { ...taskSpec('review', ['submit']), state }
    if (spec === undefined) throw new Error('no living card')
    return digestOf(drawCard(scene(spec, noted, { shared, tasks: [task('review', ['zhao'])] })))
  }

  it('shows words of a note on the living card and on no task, open or over', () => {
    expect(onlyNoted([factOf(WORDS)])).toBe(true)
    for (const state of ['open', 'done'] as const) expect(digest([WORDS], state)).toBe(digest([], state))
    expect(digest([WORDS], 'open', true)).not.toBe(digest([], 'open', true))
  })

  it('shows files of a note on open tasks too', () => {
    expect(onlyNoted([factOf(FILED)])).toBe(false)
    expect(digest([FILED])).not.toBe(digest([]))
  })
})

it('shows words of a note on whoever decides’ card (F172)', () => {
  const decided = (notes: readonly Note[]) => {
    const state = complaint({ positions: [position('approval', { asking: asking() })], notes })
    const spec = { ...taskSpec('approval', ['approve']), key: 'task/approval#1/director', step: 'director' }
    return drawCard(scene(spec, state, { tasks: [task('approval', ['zhao'], { step: 'director' })] }))
  }
  const texts = (notes: readonly Note[]) => JSON.stringify(decided(notes).blocks)
  expect(texts([WORDS])).toContain('Rang the shop.')
  expect(texts([])).not.toContain('Rang')
})

it('draws everything again when more than words came', () => {
  const other = { ...factOf(WORDS), what: { is: 'urged', position: 'review#1', people: ['zhao'] } } as Fact
  expect(onlyNoted([factOf(WORDS), other])).toBe(false)
  expect(onlyNoted([])).toBe(false)
})
