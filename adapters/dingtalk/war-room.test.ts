/** A room for one case, opened from a button: a group with the robot in it, the case's card at its top, closed when the case ends. */
import { expect, it } from 'vitest'
import { makeCast } from '../contract-cast.ts'
import { benchOf } from './testing/bench.ts'
import { accountOf, plotDingtalk } from './testing/house.ts'

it('calls the people of a case into a group, shows its card there, and closes the group in the end', async () => {
  const plot = await plotDingtalk({ env: { DINGTALK_GROUP_TEMPLATE_ID: 'group-template' } })
  const bench = await benchOf(plot)
  const { standIn } = plot
  try {
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const form = await cast.formOf(bench.click(reviewer, await cast.cardOf(reviewer, number), 'room', 'k'))
    expect(await bench.submit(reviewer, form, { reason: '多人受伤' }, 'k2')).toMatchObject({ is: 'done' })
    await bench.house.settle()
    const rooms = [...standIn.groups].filter(([, { uuid }]) => uuid !== undefined)
    expect(rooms).toHaveLength(1)
    const [[id, room] = ['', undefined]] = rooms
    expect(room?.members).toContain(accountOf(reviewer))
    const card = standIn.shelf.all().find(({ spaces }) => spaces.includes(`IM_GROUP.${id}`))
    expect(card?.open.number).toBe(number)
    expect(
      standIn.calls.some(({ name, body }) => name === 'deliver' && body.openSpaceId === `dtv1.card//ONE_BOX.${id}`),
    ).toBe(true)
    const withdrawn = await cast.formOf(bench.click('wang.li', await filersCard(), 'withdraw', 'w'))
    expect(await bench.submit('wang.li', withdrawn, { reason: '客户撤回' }, 'w2')).toMatchObject({ is: 'done' })
    await bench.house.settle()
    expect(room?.closed).toBe(true)

    async function filersCard() {
      const [any] = await bench.cards(`person/${reviewer}`)
      if (any === undefined) throw new Error('there is no card')
      return any
    }
  } finally {
    await bench.close()
  }
})
