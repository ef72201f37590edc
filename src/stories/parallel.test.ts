/** Opinions side by side: a parallel stage written in the YAML alone, joined by all or by the first, or left early. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Wire } from './house.ts'
import { only, paidToClosed } from './road.ts'
import type { Asked } from './side-by-side.ts'
import { asked, BOOKS, cardOf, LAW, LEDGER, sideBySide, stagesAfterPlan, tasksOf } from './side-by-side.ts'

let now: Asked
afterEach(() => now.close())

describe('join: all', () => {
  test.each([
    ['the law last', [BOOKS, LEDGER, LAW], [[LEDGER, LAW], [LAW]]],
    ['the law first', [LAW, BOOKS, LEDGER], [[BOOKS], [LEDGER]]],
    ['the law between', [BOOKS, LAW, LEDGER], [[LEDGER, LAW], [LEDGER]]],
  ])('the case waits for both branches, %s', async (_order, order, left) => {
    now = await asked((edit) => sideBySide(edit))
    const { house, number } = now
    expect((await house.asked(number)).toSorted()).toEqual([BOOKS, LAW])
    expect(await tasksOf(now)).toMatchObject({
      stage: 'opinions',
      openTasks: [
        { id: 'books#1', stage: 'books', people: [{ id: BOOKS }] },
        { id: 'law#1', stage: 'law', people: [{ id: LAW }] },
      ],
    })
    for (const [i, person] of order.entries()) {
      expect((await house.as(person).say('/complaint mine')).message.text).toContain(number)
      await now.says(person)
      expect(await cardOf(now, person)).toMatchObject({ state: 'done', actions: [] })
      if (left[i]) expect((await house.asked(number)).toSorted()).toEqual(left[i]?.toSorted())
    }
    expect((await stagesAfterPlan(now)).at(-1)).toBe('approval')
    expect(await house.happened(number, 'left')).toContainEqual({
      is: 'left',
      position: 'opinions#1',
      result: 'joined',
    })
    await house.as(await only(house, number)).does('approve', number)
    await paidToClosed(house, number)
    expect(await house.happened(number, 'ended')).toMatchObject([{ outcome: 'closed' }])
    expect(await house.store.verify(number)).toBeUndefined()
  })

  test('each branch has a clock of its own; who has answered is not reminded', async () => {
    now = await asked((edit) => sideBySide(edit))
    const { house, number } = now
    await now.says(LAW)
    await house.pass('1h')
    await now.says(BOOKS)
    await house.pass('2h')
    expect(await house.happened(number, 'nagged')).toEqual([])
    // Due on the hour, told some minutes later.
    await house.pass('70m')
    expect(await house.happened(number, 'nagged')).toMatchObject([{ position: 'ledger#1', people: [LEDGER] }])
  })

  test('a branch that goes back to the plan ends the other; the next plan asks both anew', async () => {
    now = await asked((edit) => sideBySide(edit))
    const { house, number, engineer } = now
    await now.says(BOOKS)
    await house.as(LEDGER).does('return', number, { reason: '金额与发票不符' })
    expect(await house.asked(number)).toEqual([engineer])
    expect(await house.happened(number, 'left')).toEqual(
      expect.arrayContaining([
        { is: 'left', position: 'law#1', result: 'cancelled' },
        { is: 'left', position: 'opinions#1', result: 'cancelled' },
      ]),
    )
    expect(await cardOf(now, LAW)).toMatchObject({ state: 'done', actions: [] })
    await house.as(engineer).does('submit', number, { plan_amount: '280' })
    expect((await house.asked(number)).toSorted()).toEqual([BOOKS, LAW])
    for (const person of [LAW, BOOKS, LEDGER]) await now.says(person)
    expect(await stagesAfterPlan(now)).toEqual([
      'opinions',
      'books',
      'law',
      'ledger',
      'plan',
      'opinions',
      'books',
      'law',
      'ledger',
      'approval',
    ])
  })

  test('withdrawing ends every branch', async () => {
    now = await asked((edit) => sideBySide(edit))
    const { house, number } = now
    const show = (await house.as('wang.li').say(`/complaint show ${number}`)).card
    const { value } = show.actions.find((action: Wire) => action.action_id === 'redress.withdraw')
    const { form } = await house.as('wang.li').act({ do: 'click', action: 'redress.withdraw', value })
    const { callback_id, revision } = form
    const values = { reason: '客户撤诉' }
    await house.as('wang.li').act({ do: 'submit', form: callback_id, number, revision, values })
    expect(await house.happened(number, 'ended')).toMatchObject([{ outcome: 'withdrawn' }])
    expect(await house.asked(number)).toEqual([])
    for (const person of [BOOKS, LAW]) expect(await cardOf(now, person)).toMatchObject({ state: 'done', actions: [] })
  })
})

describe('join: any', () => {
  test('the first branch that is done moves the case on, and the other is asked and reminded no more', async () => {
    now = await asked((edit) => sideBySide(edit, { join: 'any' }))
    const { house, number } = now
    await now.says(BOOKS)
    const late = (await house.as(LEDGER).cards(number)).findLast((post) => post.to === `person/${LEDGER}`)
    await now.says(LAW)
    expect((await stagesAfterPlan(now)).at(-1)).toBe('approval')
    expect(await house.happened(number, 'left')).toContainEqual({
      is: 'left',
      position: 'ledger#1',
      result: 'cancelled',
    })
    expect(await cardOf(now, LEDGER)).toMatchObject({ state: 'done', actions: [] })

    const before = await house.facts(number)
    const { value } = late.body.actions.find((action: Wire) => action.action_id === 'redress.submit')
    const click = await house.as(LEDGER).act({ do: 'click', action: 'redress.submit', value, post: late.id })
    expect(click).toMatchObject({ is: 'refused', code: 'already_decided' })
    const form = { form: 'redress.form.opinion', number, position: 'ledger#1', values: { opinion: '迟了' } }
    expect(await house.as(LEDGER).act({ do: 'submit', ...form })).toMatchObject({ is: 'refused' })
    expect(await house.facts(number)).toEqual(before)

    await house.pass('4h')
    expect((await house.happened(number, 'nagged')).map((nag) => nag.position)).not.toContain('ledger#1')
  })
})
