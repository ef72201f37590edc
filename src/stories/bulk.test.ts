/** Several approvals decided at once: each case for itself, with its own outcome (D20). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import { inApproval, tellChanged } from './decision.ts'
import type { Told, Wire } from './house.ts'

const DIRECTOR: PersonId = 'han.xue'
let house: Told
let numbers: readonly string[]

beforeAll(async () => {
  house = await tellChanged(['who: role.director, mode: any', `who: person.${DIRECTOR}, mode: any`])
  const made: string[] = []
  for (let n = 0; n < 5; n++) made.push((await inApproval(house, { plan_amount: `${600 + n}` })).number)
  numbers = made
  await house.settle()
})
afterAll(() => house.close())

const open = async (person: PersonId = DIRECTOR): Promise<Wire> =>
  house.as(person).act({ do: 'command', text: '/complaint 批量' })
const optionsOf = (form: Wire): readonly Wire[] =>
  form.fields.find((field: Wire) => field.block_id === 'f.cases').element.options
const idOf = (form: Wire, number: string): string => optionsOf(form).find(({ id }: Wire) => id.startsWith(number))?.id
const submit = (values: object, person: PersonId = DIRECTOR): Promise<Wire> =>
  house.as(person).act({ do: 'submit', form: 'redress.form.bulk', values })
const decided = async (number: string): Promise<readonly string[]> =>
  (await house.facts(number)).map(({ what }) => what.is).filter((is) => is === 'approved' || is === 'turned_down')

describe('the form', () => {
  it('lists what waits for this person with its amount, from their list and their own page', async () => {
    const { form } = await open()
    expect(optionsOf(form).map(({ label }: Wire) => label)).toContain(`${numbers[0]} · 退款 ¥600.00`)
    expect(optionsOf(form)).toHaveLength(5)
    const mine = await house.as(DIRECTOR).act({ do: 'command', text: '/complaint mine' })
    expect(JSON.stringify(mine)).toContain('有 5 件审批，发送“批量”可以一起决定')
    const caller = { actor: { kind: 'person', id: DIRECTOR }, via: 'test', lang: 'zh' } as const
    expect(await house.reception.home(caller)).toMatchObject({ bulk: '批量审批' })
  })

  it('says so when nothing waits, and a stranger gets none', async () => {
    expect(await open('su.jing')).toMatchObject({ is: 'say' })
    const caller = { actor: { kind: 'account', platform: 'test', account: 'x' }, via: 'test', lang: 'zh' } as const
    expect(await house.reception.hear(caller, 'bulk', 'k')).toMatchObject({ is: 'refused', code: 'not_a_person' })
  })

  it('refuses what it does not know, field by field, and changes nothing', async () => {
    const { form } = await open()
    const cases = [idOf(form, numbers[0] ?? '')]
    for (const [values, field] of [
      [{ cases: [], verb: 'approve' }, 'cases'],
      [{ cases: ['C-1'], verb: 'approve' }, 'cases'],
      [{ cases, verb: 'pay' }, 'verb'],
      [{ cases, verb: 'reject' }, 'reason'],
      [{ cases, verb: 'approve', power: 'all' }, 'power'],
    ] as const)
      expect(await submit(values)).toMatchObject({ is: 'errors', errors: [{ field }] })
    expect(await decided(numbers[0] ?? '')).toEqual([])
  })
})

describe('deciding', () => {
  it('approves each on the card that was seen; what cannot be says why, and the others stand', async () => {
    const { form } = await open()
    const [one = '', two = '', late = ''] = numbers
    const cases = [one, two, late].map((number) => idOf(form, number))
    await house.as(DIRECTOR).does('approve', late)
    const reply = await submit({ cases, verb: 'approve' })
    expect(reply.is).toBe('say')
    const lines = String(reply.message.text).split('\n')
    expect(lines[0]).toBe('办成 2 件，共 3 件：')
    expect(lines[1]).toMatch(new RegExp(`^• ${late} 没有办成：.*韩雪`))
    expect(lines.slice(2)).toHaveLength(2)
    for (const number of [one, two]) {
      expect(await decided(number)).toEqual(['approved'])
      expect((await house.happened(number, 'approved'))[0]?.seen).toMatch(/^[0-9a-f]{64}$/)
    }
    expect(await decided(late)).toEqual(['approved'])
  })

  it('somebody else’s approvals are refused one by one, by the rule', async () => {
    const { form } = await open()
    const cases = optionsOf(form).map(({ id }: Wire) => id)
    expect(cases).toHaveLength(2)
    const reply = await submit({ cases, verb: 'approve' }, 'wang.li')
    expect(reply.message.text).toContain('办成 0 件，共 2 件')
    expect(reply.message.text).toContain('审批人和提单人要由不同的人担任')
  })

  it('rejects with one reason for all', async () => {
    const { form } = await open()
    const cases = optionsOf(form).map(({ id }: Wire) => id)
    expect(await submit({ cases, verb: 'reject', reason: '请重算' })).toMatchObject({ is: 'say' })
    for (const number of numbers.slice(3))
      expect(await house.happened(number, 'turned_down')).toMatchObject([{ person: DIRECTOR, reason: '请重算' }])
    expect(await open()).toMatchObject({ is: 'say' })
  })
})
