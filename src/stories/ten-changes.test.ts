/** Ten quick changes of one case come to at most two updates of its card in a channel, and the last shows the last of them. */
import { expect, test } from 'vitest'
import { tenChanges } from '../bench/ten-changes.ts'
import type { Card, Platform } from '../ports.ts'
import { tell } from './house.ts'
import { files } from './road.ts'

test('in Slack, at one message a second and channel', async () => {
  const { updates, took, isLast } = await tenChanges()
  expect(isLast).toBe(true)
  // Two for ten changes within a second; on a machine that took longer, one more for each second it took.
  expect(updates).toBeLessThanOrEqual(2 + Math.floor(took / 1_000))
})

test('at the playground, where a channel is made as slow', async () => {
  const updates: Card[] = []
  const slow = (platform: Platform): Platform => ({
    ...platform,
    abilities: { ...platform.abilities, perLaneSecond: 1 },
    updateCard(to, handle, card, key) {
      if (to.startsWith('channel/')) updates.push(card)
      return platform.updateCard(to, handle, card, key)
    },
  })
  const house = await tell({ wrap: slow })
  const number = await files(house)
  await house.settle()
  updates.length = 0
  const began = performance.now()
  for (let n = 1; n <= 10; n++) await house.as('feng.lan').say(`/complaint note ${number} 第 ${n} 次来电`)
  const took = performance.now() - began
  await house.settle()
  expect(updates.length).toBeGreaterThan(0)
  expect(updates.length).toBeLessThanOrEqual(2 + Math.floor(took / 1_000))
  expect(updates.at(-1)?.revision).toBe((await house.store.case(number))?.revision)
  await house.close()
})
