/** Whoever was still to be heard leaves: what the others said decides at once, and nobody waits for a click that never comes (D17). */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '../rules/nouns.ts'
import { changed, inApproval, refusedTo, storyOf } from './decision.ts'
import type { Told } from './house.ts'
import { tell } from './house.ts'

const LEGAL = 'members: [fan.zhe, grace.wood]'
const folders: string[] = []
let house: Told
let policyFile: string

/** A house where this step decides so; members of its team can be changed. */
async function under(mode: string, members = LEGAL): Promise<void> {
  policyFile = changed(['who: team.legal, mode: any', `who: team.legal, mode: ${mode}`], [LEGAL, members])
  folders.push(dirname(policyFile))
  house = await tell({ policyFile })
}

/** The team has only these members from now on. */
async function only(before: string, members: string): Promise<void> {
  writeFileSync(policyFile, readFileSync(policyFile, 'utf8').replace(before, members))
  await house.reload()
}

const legal = async (number: string): Promise<readonly PersonId[]> => (await house.asked(number)).toSorted()
const concluded = (number: string) => house.happened(number, 'concluded')

beforeEach(() => async () => {
  await house.close()
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe('somebody who was still to be heard', () => {
  it('leaves: where all were asked the yes of the other is enough, and the next step is asked', async () => {
    await under('all')
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    expect(await legal(number)).toEqual(['fan.zhe', 'grace.wood'])
    await house.as('fan.zhe').does('approve', number)
    expect(await legal(number)).toEqual(['grace.wood'])
    await only(LEGAL, 'members: [fan.zhe]')
    expect(await concluded(number)).toMatchObject([{ step: 'legal', complete: true }])
    const asked = await legal(number)
    expect(asked.length).toBeGreaterThan(0)
    expect(asked).not.toContain('grace.wood')
    expect(await refusedTo(house, 'grace.wood', 'approve', number)).toMatchObject({ code: 'not_yours' })
    expect(await storyOf(house, number)).toContain('“法务”不用再等别人，已有的意见足够通过')
    await house.as(asked[0] ?? '').does('approve', number)
    expect(await house.happened(number, 'granted')).toHaveLength(1)
  })

  it('leaves before anybody said anything: nothing is decided, whoever is left is asked', async () => {
    await under('all')
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    await only(LEGAL, 'members: [fan.zhe]')
    expect(await concluded(number)).toEqual([])
    expect(await legal(number)).toEqual(['fan.zhe'])
  })

  it('leaves a quorum that can no longer be reached: the plan is turned down with the reason that was given', async () => {
    const three = 'members: [fan.zhe, grace.wood, han.xue]'
    await under('{quorum: 2}', three)
    const { number } = await inApproval(house, { plan_kind: 'cash' })
    const [first = '', second = ''] = await legal(number)
    const others = ['fan.zhe', 'grace.wood', 'han.xue'].filter((id) => id !== first)
    await house.as(first).does('reject', number, { reason: '金额不对' })
    await only(three, `members: [${[first, others[0] === second ? second : others[0]].join(', ')}]`)
    expect(await concluded(number)).toMatchObject([{ step: 'legal', complete: false }])
    const story = await storyOf(house, number)
    expect(story).toContain('“法务”已没有人可问，通不过了')
    expect(story).toContain('金额不对')
    expect(await house.happened(number, 'granted')).toEqual([])
  })
})
