import { describe, expect, test } from 'vitest'
import type { Verb } from '../src/rules/nouns.ts'
import { VERBS } from '../src/rules/nouns.ts'
import { digestOf, drawCard } from './draw.ts'
import { APPROVAL_SPEC, APPROVAL_TASK, asking, IN_APPROVAL, NOON, position, scene } from './testing/scenes.ts'

const REMINDED = { ...IN_APPROVAL, positions: IN_APPROVAL.positions.map((one) => ({ ...one, nagged: ['node/0'] })) }

describe('buttons', () => {
  test('every verb that is permitted is drawn, in both languages; decisions are never minor', () => {
    for (const lang of ['zh', 'en'] as const) {
      const card = drawCard(scene({ ...APPROVAL_SPEC, verbs: VERBS }, REMINDED, { lang }))
      // A hint is answered where one stands: no other case is told of here.
      const drawn = VERBS.filter((verb) => verb !== 'unflag')
      expect(card.actions.map((one) => one.verb).sort()).toEqual([...drawn].sort())
      expect(card.actions.every((one) => one.label !== '')).toBe(true)
      const main: readonly Verb[] = ['approve', 'reject', 'return', 'pay', 'fail', 'submit']
      expect(card.actions.filter((one) => main.includes(one.verb) && one.minor)).toEqual([])
      expect(card.actions.filter((one) => !one.opens).map((one) => one.verb)).toEqual([
        'approve',
        'resume',
        'claim',
        'urge',
      ])
    }
  })

  test('nobody puts off what never came', () => {
    const card = drawCard(scene({ ...APPROVAL_SPEC, verbs: ['approve', 'acknowledge', 'snooze'] }, IN_APPROVAL))
    expect(card.actions.map(({ verb }) => verb)).toEqual(['approve'])
    const urged = drawCard(scene({ ...APPROVAL_SPEC, verbs: ['snooze'] }, { ...IN_APPROVAL, urged: NOON }))
    expect(urged.actions.map(({ verb }) => verb)).toEqual(['snooze'])
  })

  test('carry the revision of the last change of what is decided, not the newest one', () => {
    const card = drawCard(scene(APPROVAL_SPEC, IN_APPROVAL))
    expect(card.revision).toBe(9)
    expect(new Set(card.actions.map((one) => one.revision))).toEqual(new Set([8]))
  })
})

describe('the digest', () => {
  const drawn = (state: typeof IN_APPROVAL) =>
    digestOf(drawCard(scene(APPROVAL_SPEC, state, { tasks: [APPROVAL_TASK] })))

  test('stays the same when only the revision moved on, and changes with anything visible or clickable', () => {
    expect(drawn({ ...IN_APPROVAL, revision: 99 })).toBe(drawn(IN_APPROVAL))
    expect(drawn({ ...IN_APPROVAL, values: { ...IN_APPROVAL.values, product: 'X' } })).not.toBe(drawn(IN_APPROVAL))
    expect(drawn({ ...IN_APPROVAL, positions: [position('approval', { asking: asking(), bound: 9 })] })).not.toBe(
      drawn(IN_APPROVAL),
    )
  })
})
