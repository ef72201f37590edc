/** A correction that changes the level: the form says which clocks move and what becomes late, and it then comes true. */
import { afterAll, expect, it } from 'vitest'
import { type Told, tell, type Wire } from './house.ts'
import { upToPlan } from './road.ts'

const open: Told[] = []
afterAll(() => Promise.all(open.map((house) => house.close())))

const MORNING = Date.parse('2026-03-04T09:00:00+08:00')

/** What the form of a correction says above its fields with these values filled in, without spaces. */
async function said(house: Told, number: string, values: object): Promise<string> {
  const wire: Wire = await house.as('wang.li').act({ do: 'redraw', form: 'redress.form.amend', number, values })
  return wire.form.intro.map(({ text }: { text: string }) => text.replaceAll(' ', '')).join()
}

async function corrects(house: Told, number: string, values: object): Promise<void> {
  const answer = await house.as('wang.li').act({ do: 'submit', form: 'redress.form.amend', number, values })
  expect(answer).toMatchObject({ is: 'done' })
  await house.settle()
}

it('says before it is sent what moves, what becomes late and what no longer is; pauses are kept', async () => {
  const house = await tell({ from: MORNING })
  open.push(house)
  const { number, engineer } = await upToPlan(house)
  const due = async (): Promise<string> => {
    const task = (await house.store.tasksOf(engineer)).find(({ row }) => row.number === number)
    return new Date((task?.task.due ?? 0) + 8 * 3_600_000).toISOString().slice(0, 16)
  }
  // Level 2: a working day. Hurt people make it level 1: four hours on the wall.
  expect(await due()).toBe('2026-03-05T18:00')
  expect(await said(house, number, {})).not.toContain('级别会变')
  const early = '级别会变：“拟定方案”的时限从3月5日周四18:00改为3月4日周三13:00到期。'
  // So does the clock of the whole case.
  const contact = '级别会变：“首次联系客户”的时限从3月4日周三14:30改为3月4日周三10:00到期。'
  expect(await said(house, number, { safety: 'injury' })).toBe(`${early},${contact}`)
  await house.as(engineer).does('pause', number, { to: 'customer', reason: '等客户' })
  await house.pass('2h')
  await house.as(engineer).does('resume', number)
  expect(await said(house, number, { safety: 'injury' })).toContain('15:00到期。')
  await house.pass('7h')
  expect(await said(house, number, { safety: 'injury' })).toContain('15:00到期。改完立刻就超时。')
  await corrects(house, number, { safety: 'injury' })
  expect(await due()).toBe('2026-03-04T15:00')
  expect(await said(house, number, { safety: 'none' })).toContain('改完就不再超时。')
})
