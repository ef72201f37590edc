/** Socket Mode: no public address, Slack away at the start, connections that come and go. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBench, type SlackBench } from './testing/bench.ts'
import { TEAM } from './testing/driver.ts'
import type { Weather } from './testing/workspace.ts'

let bench: SlackBench
const unhandled: unknown[] = []
const note = (reason: unknown): void => {
  unhandled.push(reason)
}
beforeAll(async () => {
  process.on('unhandledRejection', note)
  bench = await openBench({ socketMode: true, weather: () => ({ is: 'cut' }) as Weather })
}, 40_000)
afterAll(async () => {
  await bench.close()
  process.off('unhandledRejection', note)
})

const ready = async (): Promise<number> => (await bench.house.server.fetch(new Request('http://x/readyz'))).status

async function command(text: string): Promise<unknown> {
  const { workspace } = bench.town
  const made = await workspace.ask<{ trigger_id: string }>('views.generateTriggerId', {
    user_id: workspace.users.get('wang.li'),
  })
  const hook = workspace.hooks.make(workspace.users.get('wang.li') ?? '')
  return workspace.link.deliver('slash_commands', {
    ...{
      command: '/complaint',
      text,
      trigger_id: made.trigger_id,
      team_id: TEAM,
      user_id: workspace.users.get('wang.li'),
    },
    ...{ channel_id: 'C1', response_url: workspace.apiUrl.replace('api/', `hooks/${hook}`) },
  })
}

const connected = () => bench.town.workspace.until(() => (bench.town.workspace.link.open() > 0 ? true : undefined))

it('starts without Slack, says that it is not ready, and gets ready by itself', async () => {
  expect(await ready()).toBe(503)
  await bench.town.workspace.until(() =>
    bench.town.workspace.calls.find(({ method }) => method === 'apps.connections.open'),
  )
  bench.town.workspace.weather = undefined
  await connected()
  const from = bench.town.workspace.calls.length
  expect(await command('')).toEqual({})
  await bench.town.workspace.until(() =>
    bench.town.workspace.calls.slice(from).find(({ method }) => method === 'views.open'),
  )
})

it('connects anew when Slack asks for it and when the connection breaks', async () => {
  const { link } = bench.town.workspace
  for (const disturb of [link.refresh, link.cut]) {
    disturb()
    await bench.town.workspace.until(() => (link.open() === 0 ? true : undefined))
    await connected()
    const from = bench.town.workspace.whispers.length
    await command('help')
    await bench.town.workspace.until(() => bench.town.workspace.whispers[from])
  }
})

it('keeps trying while Slack is away, sooner than the library would, and nothing ends the process', async () => {
  const { workspace } = bench.town
  workspace.weather = ({ method }) => (method === 'apps.connections.open' ? { is: 'cut' } : undefined)
  const from = workspace.calls.length
  const began = performance.now()
  workspace.link.cut()
  const tries = () => workspace.calls.slice(from).filter(({ method }) => method === 'apps.connections.open')
  await workspace.until(() => (tries().length > 1 ? true : undefined))
  // Left to itself the library waits for five seconds, tries once, and throws where nobody catches.
  expect(performance.now() - began).toBeLessThan(4_500)
  workspace.weather = undefined
  await connected()
})

it('leaves nothing unhandled behind', () => {
  expect(unhandled).toEqual([])
})
