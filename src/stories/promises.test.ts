/** What was promised to a customer: recorded with a talk, warned of, told when it is over, kept, kept late, moved; never lost. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { edited, policyFile } from './changed-policy.ts'
import { storyOf } from './decision.ts'
import { type Told, tell, type Wire } from './house.ts'
import { files, reviewed } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
const today = (): string => day(house.clock.now())

const sends = (form: string, number: string, values: object, person = 'wang.li'): Promise<Wire> =>
  house.as(person).act({ do: 'submit', form: `redress.form.${form}`, number, values })

async function promised(number: string, what: string, time: string): Promise<void> {
  const answer = await sends('contact', number, { reason: '已说明', promise: what, day: today(), time })
  expect(answer).toMatchObject({ is: 'done' })
}

/** What the living card says of promises. */
async function onCard(number: string): Promise<string> {
  const cards = await house.as('wang.li').cards(number)
  return JSON.stringify(cards.find((post) => post.body.key === 'case' || post.to.startsWith('channel')))
}

it('is warned of, moved, kept; broken when its time is over, and then kept late', async () => {
  const number = await files(house)
  // 09:00; until 17:00 there are 6.5 working hours, three quarters of them end at 15:22.
  await promised(number, '给检测结论', '17:00')
  expect(await onCard(number)).toContain('17:00 前：给检测结论')
  expect(JSON.stringify(await house.as('wang.li').say('/complaint mine'))).toContain('答应客户的事')
  await house.pass('6h')
  expect(await house.happened(number, 'promise_warned')).toEqual([])
  await house.pass('30m')
  await house.settle()
  expect(await house.happened(number, 'promise_warned')).toMatchObject([{ id: '1', people: ['wang.li'] }])
  expect((await house.as('wang.li').words(number)).join()).toContain('您答应客户“给检测结论”')

  expect(await sends('renew', number, { day: today(), time: '18:00', reason: '样品晚到' })).toMatchObject({
    is: 'done',
  })
  await house.pass('90m')
  expect(await house.happened(number, 'promise_broken')).toEqual([])
  expect(await sends('keep', number, { reason: '已电话告知' })).toMatchObject({ is: 'done' })
  await house.pass('3h')
  expect(await house.happened(number, 'promise_broken')).toEqual([])
  expect(await sends('keep', number, { reason: '再说一次' })).toMatchObject({ code: 'already_done' })

  await promised(number, '回电', '22:00')
  await house.pass('5h')
  await house.settle()
  expect(await house.happened(number, 'promise_broken')).toMatchObject([{ id: '2', people: ['wang.li', 'feng.lan'] }])
  expect((await house.as('feng.lan').words(number)).join()).toContain('答应客户的“回电”')
  expect(await onCard(number)).toContain('已过期')
  expect(await sends('keep', number, { reason: '今早回了' })).toMatchObject({ is: 'done' })
  expect(await storyOf(house, number)).toContain('承诺“回电”已兑现')
  const metrics = await (await fetch(`${house.url}/metrics`)).text()
  for (const line of ['given"} 2', 'kept"} 1', 'broken"} 1', 'late"} 1'])
    expect(metrics).toContain(`redress_promises_total{outcome="${line}`)
  const state = await house.store.case(number)
  expect(
    state?.promises?.map(({ id, moved, broken, kept }) => [id, moved, broken !== undefined, kept !== undefined]),
  ).toEqual([
    ['1', 1, false, true],
    ['2', undefined, true, true],
  ])
}, 60_000)

it('says what is wrong on the field that it is about, and is for those who have to do with the case', async () => {
  const number = await files(house)
  const later = { reason: '说了', day: day(house.clock.now() + 86_400_000), time: '10:00' }
  for (const [promise, word] of [
    ['大概明天上门', '大概'],
    ['We should call', 'should'],
  ] as const)
    expect(await sends('contact', number, { ...later, promise })).toMatchObject({
      is: 'errors',
      code: 'hedge_word',
      errors: [{ field: 'promise', text: expect.stringContaining(word) }],
    })
  expect(await sends('contact', number, { reason: '说了', promise: '回电' })).toMatchObject({
    code: 'field_required',
    errors: [{ field: 'day' }],
  })
  expect(await sends('contact', number, { ...later })).toMatchObject({ errors: [{ field: 'promise' }] })
  expect(await sends('contact', number, { ...later, promise: '回电', day: '2026-02-30' })).toMatchObject({
    errors: [{ field: 'day' }],
  })
  expect(await sends('contact', number, { ...later, promise: '回电', day: '2020-01-01' })).toMatchObject({
    code: 'promise_time',
  })
  expect(await sends('note', number, { ...later, promise: '回电' })).toMatchObject({ code: 'field_unknown' })
  expect(await sends('contact', number, { ...later, promise: '回电' }, 'cao.rui')).toMatchObject({ code: 'not_yours' })
  expect(await house.happened(number, 'contacted')).toEqual([])
  expect(await sends('contact', number, { reason: '没打通' })).toMatchObject({ is: 'done' })
  expect(await house.happened(number, 'promised')).toEqual([])
  expect(await sends('keep', number, { reason: '做了' })).toMatchObject({ code: 'already_done' })
})

it('outlives its case, which says so before it ends, and is chosen where there are two', async () => {
  const number = await files(house)
  const until = { day: day(house.clock.now() + 3 * 86_400_000), time: '12:00' }
  for (const promise of ['寄滤芯', '寄说明书'])
    expect(await sends('contact', number, { reason: '说了', promise, ...until })).toMatchObject({ is: 'done' })
  const form = await house.as('wang.li').act({ do: 'redraw', form: 'redress.form.withdraw', number, values: {} })
  expect(JSON.stringify(form)).toContain('还有 2 个答应客户的事没有兑现')
  expect(await sends('withdraw', number, { reason: '客户自己修好了' })).toMatchObject({ is: 'done' })
  expect(await sends('keep', number, { reason: '寄了' })).toMatchObject({ code: 'target_required' })
  expect(await sends('keep', number, { reason: '寄了', to: '1' })).toMatchObject({ is: 'done' })
  await house.pass('4d')
  expect(await house.happened(number, 'promise_broken')).toMatchObject([{ id: '2' }])
  expect(
    await sends('renew', number, { reason: '客户同意', day: day(house.clock.now() + 86_400_000), time: '12:00' }),
  ).toMatchObject({ is: 'done' })
  expect(await house.happened(number, 'promised')).toMatchObject([{}, {}, { id: '3', what: '寄说明书', instead: '2' }])
  expect((await house.store.tasksOf('wang.li')).filter(({ row }) => row.number === number)).toHaveLength(1)
}, 60_000)

it('is made by the message at filing too: in its words, in the ledger, and kept by what happens', async () => {
  const kept = { left: 'review' }
  const what = { zh: '首次核实', en: 'First check' }
  const text = edited(({ set, add }) => {
    add('promises.received', [
      { what, all: '2bd', kept },
      { what: { zh: '回电', en: 'A call' }, all: '2bd', kept: 'contacted' },
    ])
    set('texts.received.body.zh', '编号 {number}。我们承诺：{promises}。')
  })
  const { path, remove } = policyFile(text)
  const own = await tell({ policyFile: path })
  try {
    const number = await files(own)
    await own.settle()
    const sent = JSON.stringify(await own.chat.at(`customer/${number}`, 5))
    expect(sent).toContain('我们承诺：首次核实，3月4日 周三 18:00 前；回电，3月4日 周三 18:00 前。')
    expect(await own.happened(number, 'promised')).toMatchObject([{ rule: 0, person: 'wang.li' }, { rule: 1 }])
    expect((await own.store.tasksOf('wang.li')).filter(({ row }) => row.number === number)).toEqual([])
    await reviewed(own, number)
    expect(await own.happened(number, 'promise_kept')).toMatchObject([{ id: '1' }])
    await own.pass('3d')
    await own.settle()
    // Nobody was called: broken, and told by the clocks alone.
    expect(await own.happened(number, 'promise_broken')).toEqual([
      { is: 'promise_broken', id: '2', until: Date.parse('2026-03-04T18:00:00+08:00'), people: [] },
    ])
  } finally {
    await own.close()
    remove()
  }
}, 60_000)

it('that was broken is told to whoever stands in for a leader who is away', async () => {
  const number = await files(house)
  const dates = { stand_in: 'han.xue', stand_in_from: today(), stand_in_until: day(house.clock.now() + 2 * 86_400_000) }
  await house
    .as('feng.lan')
    .act({ do: 'submit', form: 'redress.form.preferences', values: { language: 'zh', ...dates } })
  await promised(number, '回电', '23:59')
  await house.pass('24h')
  await house.settle()
  expect(await house.happened(number, 'promise_broken')).toMatchObject([{ people: ['wang.li', 'han.xue'] }])
})
