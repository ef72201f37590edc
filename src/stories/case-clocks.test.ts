/** Clocks of the whole case: from what until what, whom they remind, what a complex case gets, pauses, and another level. */
import { afterAll, expect, it } from 'vitest'
import { edited, policyFile } from './changed-policy.ts'
import { type Told, tell, type Wire } from './house.ts'
import { files, reviewed } from './road.ts'

const open: { readonly house: Told; readonly remove: () => void }[] = []
afterAll(async () => {
  for (const { house, remove } of open) {
    await house.close()
    remove()
  }
})

/** A house whose policy has these clocks of the case and no other. */
async function withClocks(clocks: Readonly<Record<string, object>>): Promise<Told> {
  const text = edited(({ add, set }) => {
    for (const id of SHIPPED) add(['clocks', id, 'when'], 'false')
    set('clocks.progress.when', 'false')
    for (const [id, clock] of Object.entries(clocks)) add(['clocks', id], clock)
  })
  const { path, remove } = policyFile(text)
  const house = await tell({ policyFile: path })
  open.push({ house, remove })
  return house
}

const SHIPPED = ['first_contact', 'assess', 'plan_talk', 'case_age']

const nags = async (house: Told, number: string, clock: string): Promise<readonly Wire[]> =>
  (await house.happened(number, 'nagged')).filter((what) => what.clock === clock)
const sends = (house: Told, person: string, form: string, number: string, values: object): Promise<Wire> =>
  house.as(person).act({ do: 'submit', form: `redress.form.${form}`, number, values })

/** The one living card of a case. */
async function living(house: Told, number: string): Promise<Wire> {
  const cards: readonly Wire[] = await house.as('feng.lan').cards(number)
  return cards.find((post) => post.body.key === 'case')
}

const TALK = {
  name: { zh: '首次联系', en: 'First contact' },
  from: 'filed',
  until: 'contacted',
  asks: 'field.receiver',
}

it('reminds whom it is about until the customer was talked to, and stands on the living card', async () => {
  const house = await withClocks({ talk: { ...TALK, l1: '1h', l2: '4h', l3: '1bd' } })
  const number = await files(house)
  const card = async (): Promise<string> => JSON.stringify(await living(house, number))
  expect(await card()).toContain('"label":"首次联系","value":"王丽 · 3月2日 周一 13:00 到期"')
  await house.pass('3h')
  expect(await nags(house, number, 'talk')).toEqual([])
  await house.pass('70m')
  await house.settle()
  const [first] = await nags(house, number, 'talk')
  expect(first).toMatchObject({ position: '', people: ['wang.li'], due: expect.any(Number) })
  expect((await house.as('wang.li').words(number)).join()).toContain('“首次联系”还在等您处理')
  expect(await card()).toContain('王丽 · 已超时')
  expect(await sends(house, 'wang.li', 'contact', number, { reason: '已致电说明' })).toMatchObject({ is: 'done' })
  await house.pass('7d')
  expect(await nags(house, number, 'talk')).toHaveLength(1)
  expect(await card()).not.toContain('首次联系')
}, 60_000)

it('tells nobody twice of one delay: whoever the clock of a place has just told is left alone', async () => {
  const review = { ...TALK, name: '登记完成', until: { left: 'review' }, asks: ['person.feng.lan', 'field.receiver'] }
  const house = await withClocks({ talk: { ...review, all: '2bh' } })
  const number = await files(house)
  await house.pass('150m')
  await house.settle()
  const told = await house.happened(number, 'nagged')
  expect(told.find(({ clock }) => clock === 'register')?.people).toContain('feng.lan')
  expect(told.find(({ clock }) => clock === 'talk')?.people).toEqual(['wang.li'])
}, 60_000)

it('runs from a stage, gives complex cases more time, waits while the case waits, and is told of before a regrade', async () => {
  const done = { from: { left: 'review' }, until: { left: ['plan'] }, asks: 'field.owner' }
  const house = await withClocks({ work: { name: '完成评估', ...done, l1: '4h', l2: '8h', l3: '1bd', complex: '3bd' } })
  const due = async (number: string): Promise<string> => {
    const rows: readonly Wire[] = (await living(house, number)).body.blocks.flatMap((b: Wire) => b.rows ?? [])
    return rows.find(({ label }) => label === '完成评估')?.value ?? ''
  }
  const number = await files(house)
  expect(await due(number)).toBe('')
  await reviewed(house, number)
  expect(await due(number)).toContain('3月2日 周一 17:00 到期')
  const [engineer = ''] = await house.asked(number)
  await house.as(engineer).does('pause', number, { to: 'customer', reason: '等客户' })
  expect(await due(number)).toBe('')
  await house.pass('6h')
  await house.as(engineer).does('resume', number)
  expect(await due(number)).toContain('23:00 到期')

  // Another level moves what is due and keeps the pause; the form says so first.
  const asks = { do: 'redraw', form: 'redress.form.amend', number, values: { safety: 'injury' } }
  const form: Wire = await house.as('wang.li').act(asks)
  expect(JSON.stringify(form.form.intro)).toContain('“完成评估”的时限从 3月2日 周一 23:00 改为 3月2日 周一 19:00 到期')
  await sends(house, 'wang.li', 'amend', number, { safety: 'injury' })
  expect(await due(number)).toContain('19:00 到期')

  const complex = await files(house)
  await reviewed(house, complex, { complex: true })
  expect(await due(complex)).toContain('3月5日')
}, 60_000)
