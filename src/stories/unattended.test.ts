/** Open cases that nobody or nothing watches are found, and the operators hear of each once, over restarts. */
import { afterAll, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { context, did, filed, ORDINARY } from '../../data/testing/shipped.ts'
import { lacksOf } from '../rules/unattended.ts'
import { type PolicyFile, policyFile } from './changed-policy.ts'
import { policySource } from './company.ts'
import { type Told, tell } from './house.ts'
import { files, only, reviewed } from './road.ts'

const open: Told[] = []
const policies: PolicyFile[] = []
afterAll(async () => {
  await Promise.all(open.map((house) => house.close()))
  for (const file of policies) file.remove()
})

/** The shipped policy, whose appraisal has no limit. */
function limitless(): string {
  const policy = parse(policySource)
  delete policy.dwell
  delete policy.flow.stages.appraisal.clock
  const file = policyFile(stringify(policy, { lineWidth: 0 }))
  policies.push(file)
  return file.path
}

const heard = async (house: Told): Promise<readonly string[]> =>
  (await house.chat.at('channel/operator', 50))
    .map(({ body }) => JSON.stringify(body))
    .filter((it) => it.includes('没有时限') || it.includes('没有人在办'))

it('a step without a limit is told once, over restarts; a case that is asked about and has a clock never', async () => {
  let house = await tell({ policyFile: limitless() })
  const lying = await files(house)
  await reviewed(house, lying)
  const watched = await files(house)
  for (const times of [1, 2]) {
    house = await house.reopen()
    await house.settle()
    await expect.poll(() => heard(house), { timeout: 5_000, interval: 50 }).toHaveLength(1)
    const [said = ''] = await heard(house)
    expect([times, said.includes(lying), said.includes(watched)]).toEqual([times, true, false])
  }
  open.push(house)
  expect(await house.store.setting('unattended.count')).toBe('1')
  // A reason to wait is as good as a clock.
  await house.as(await only(house, lying)).does('pause', lying, { to: 'sample', reason: '等样品' })
  open.splice(open.indexOf(house), 1, await house.reopen())
  await expect.poll(() => open[0]?.store.setting('unattended.count'), { timeout: 5_000 }).toBe('0')
})

it('a place that nobody is asked at, and a message to the customer that is not under way', () => {
  const reviewing = filed({ category: 'quality.failure.no_cooling', line: 'fridge', customer: '张三', product: '冰箱' })
  expect(lacksOf(reviewing, context, new Set())).toEqual([])
  expect(lacksOf({ ...reviewing, positions: [] }, context, new Set())).toEqual(['nobody'])
  const nobody = { ...context, directory: { ...context.directory, people: {} } }
  expect(lacksOf(reviewing, nobody, new Set())).toEqual(['nobody'])
  const more = { model: 'M', batch: 'B', purchase_channel: 'mall', phone: '13800138000' }
  const found = { ...ORDINARY, ...more, core_function: 'lost', wish: ['refund'] }
  const appraising = did(reviewing, 'feng.lan', 'submit', found)
  const telling = {
    ...appraising,
    positions: appraising.positions.map((p) => ({ ...p, key: 'told#1', stage: 'told' })),
  }
  expect(lacksOf(telling, context, new Set(['told/told#1']))).toEqual([])
  expect(lacksOf(telling, context, new Set())).toEqual(['nobody'])
  expect(lacksOf({ ...telling, ended: { stage: 'closed', outcome: 'closed', at: 0 } }, context, new Set())).toEqual([])
})
