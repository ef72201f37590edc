/** A war room for one case: asked for once, with the people who must act, its living card in it, closed with the case. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Platform } from '../ports.ts'
import { type Told, tell } from './house.ts'
import { files, only, reviewed, upToPlan } from './road.ts'

let house: Told
const invited: string[] = []

/** Writes down who is called in. */
const listening = (platform: Platform): Platform =>
  platform.rooms === undefined
    ? platform
    : {
        ...platform,
        rooms: {
          ...platform.rooms,
          invite: async (handle, people) => {
            invited.push(...people)
            return { is: 'sent', handle }
          },
        },
      }

beforeAll(async () => {
  house = await tell({ wrap: listening })
})
afterAll(() => house.close())

const rooms = async (person: string) =>
  (await house.as(person).state()).channels.filter(({ id }: { id: string }) => id.startsWith('room-'))
const room = (person: string, number: string, reason = '客户在门店等') =>
  house.as(person).act({ do: 'submit', form: 'redress.form.room', number, values: { reason } })

it('is opened once by somebody who works on the case, with its card kept up to date, and closed with the case', async () => {
  const { number, engineer } = await upToPlan(house)
  expect(await room(engineer, number, '')).toMatchObject({ is: 'errors', errors: [{ field: 'reason' }] })
  expect(await room('nobody', number)).toMatchObject({ is: 'refused' })
  expect(await room(engineer, number)).toMatchObject({ is: 'done' })
  expect(await room(engineer, number)).toMatchObject({ is: 'refused', code: 'already_done' })
  await house.settle()
  const [asked] = await house.happened(number, 'room_asked')
  expect(asked?.people).toEqual(expect.arrayContaining([engineer, 'wang.li']))
  expect(await house.happened(number, 'room_opened')).toMatchObject([{ platform: 'playground' }])
  const [open] = await rooms(engineer)
  expect(open.name).toContain(number)
  const cards = async () => await house.chat.at(`channel/${open.id}`, 10)
  expect(await cards()).toHaveLength(1)

  const withdrawal = { do: 'submit', form: 'redress.form.withdraw', number, values: { reason: '客户不追究了' } }
  expect(await house.as('wang.li').act(withdrawal)).toMatchObject({ is: 'done' })
  await house.settle()
  expect(await cards()).toMatchObject([{ body: { state: 'done', key: 'case' } }])
  expect(await rooms(engineer)).toEqual([])
})

it('calls in whoever is asked next, and is there again after a restart', async () => {
  const number = await files(house)
  const [reviewer = ''] = await house.asked(number)
  expect(await room(reviewer, number)).toMatchObject({ is: 'done' })
  await house.settle()
  await reviewed(house, number)
  await house.settle()
  const engineer = await only(house, number)
  expect(invited).toEqual([engineer])
  expect((await house.happened(number, 'room_asked'))[0]?.people).not.toContain(engineer)
  house = await house.reopen()
  expect(await rooms(engineer)).toHaveLength(1)
})
