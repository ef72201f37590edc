import { describe, expect, it } from 'vitest'
import type { Mind } from './answers.ts'
import { fillIn } from './answers.ts'
import { chanceOf } from './chance.ts'
import { judge } from './judgement.ts'
import type { FormField } from './port.ts'

const mind = (text: string, amount?: string): Mind => ({
  judgement: judge(text),
  chance: chanceOf(1, 'test'),
  now: new Date('2026-03-02T09:00:00+08:00'),
  answer: 'satisfied',
  ...(amount === undefined ? {} : { amount }),
})

const field = (id: string, element: FormField['element'], value?: unknown): FormField => ({
  id,
  required: true,
  redraws: false,
  element,
  ...(value === undefined ? {} : { value }),
})

const fill = (fields: readonly FormField[], who = mind('坏了')) => fillIn({ id: 'x', fields }, who)

describe('what a stand-in fills in', () => {
  it('is the amount of the row to the cent, within what the form allows now', () => {
    const money = (max?: number) => ({ input: 'money', digits: 2, ...(max === undefined ? {} : { max }) })
    expect(fill([field('plan_amount', money())], mind('坏了', '500.01'))).toEqual({ plan_amount: '500.01' })
    expect(fill([field('plan_amount', money(50_000))], mind('坏了', '500.01'))).toEqual({ plan_amount: '500.00' })
    expect(fill([field('plan_amount', money(0))])).toEqual({ plan_amount: '0.00' })
    const before = { minor: 50_001, currency: 'CNY' }
    expect(fill([field('plan_amount', money(50_001), before)])).toEqual({ plan_amount: before })
    expect(fill([field('plan_amount', money(20_000), before)], mind('坏了', '500.01'))).toEqual({
      plan_amount: '200.00',
    })
  })

  it('follows the text where the form asks what the text says', () => {
    const choice = (...ids: string[]) => ({ input: 'select', options: ids.map((id) => ({ id })) })
    const verdict = field('verdict', choice('complaint', 'no_complaint'))
    expect(fill([verdict], mind('非常满意，推荐'))).toEqual({ verdict: 'no_complaint' })
    const core = field('core_function', choice('fine', 'impaired', 'lost'))
    expect(fill([verdict, core], mind('用了两天就坏了'))).toEqual({ verdict: 'complaint', core_function: 'lost' })
  })

  it('gives every kind of input something it takes, and leaves alone what is not asked for', () => {
    const filled = fill([
      field('reason', { input: 'text' }),
      field('phone', { input: 'text', format: 'phone' }),
      field('tree', { input: 'tree', nodes: [{ id: 'a', children: [{ id: 'a.b', children: [] }] }] }),
      field('who', { input: 'person', options: [{ id: 'wang.li' }] }),
      field('day', { input: 'date' }),
      field('sure', { input: 'checkbox' }),
      { ...field('extra', { input: 'text' }), required: false },
    ])
    expect(filled).toMatchObject({
      tree: 'a.b',
      who: 'wang.li',
      sure: true,
      phone: expect.stringMatching(/^1390000\d{4}$/),
    })
    expect(filled.day).toMatch(/^2026-03-0\d$/)
    expect(filled.reason).toBeTruthy()
    expect(Object.keys(filled)).not.toContain('extra')
  })
})
