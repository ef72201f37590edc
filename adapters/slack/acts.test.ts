/** What people say and press in Slack: words, decisions, things that must not work, and whatever else comes. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { itShared } from '../../src/stories/shared-data.ts'
import { FILING, makeCast } from '../contract-cast.ts'
import { openBench, type SlackBench } from './testing/bench.ts'
import { inputsOf } from './testing/filling.ts'
import { handsOn } from './testing/hands.ts'
import { messagesAt } from './testing/messages.ts'

let bench: SlackBench
beforeAll(async () => {
  bench = await openBench()
}, 40_000)
afterAll(() => bench.close())
beforeEach(() => {
  bench.town.workspace.weather = undefined
  bench.town.workspace.supplement.slowFiles = 0
})

const { formOf, viewOf } = handsOn(() => bench)
const answers = (): readonly string[] => bench.town.workspace.whispers.map(({ message }) => String(message.text))

describe('words', () => {
  it('answer help, list, mine, show and note, and only to whoever asked', async () => {
    const number = await makeCast(bench).file()
    await bench.house.settle()
    for (const [said, text] of [
      ['help', /complaint/],
      ['列表', new RegExp(number)],
      [`show ${number}`, new RegExp(number)],
      ['show C-20200101-0001', /没有/],
      [`note ${number} 客户又打来电话`, new RegExp(number)],
    ] as const)
      expect((await bench.hear('wang.li', said, 'k')).text).toMatch(text)
    const facts = await bench.house.store.facts(number)
    expect(facts.filter(({ what }) => what.is === 'noted')).toHaveLength(1)
    const reviewer = await makeCast(bench).reviewer(number)
    expect((await bench.hear(reviewer, 'mine', 'k')).text).toContain(number)
  })

  it('are taken in direct messages and mentions too; a complaint there gets a button that opens the form', async () => {
    const { workspace } = bench.town
    const from = workspace.whispers.length
    const user = workspace.users.get('wang.li')
    const channel = workspace.channels.get('service')
    await bench.driver.event({
      type: 'app_mention',
      user,
      channel,
      text: '<@UREDRESS01> 投诉 电视 &lt;黑屏&gt;',
      ts: '1.1',
    })
    const said = await workspace.until(() => workspace.whispers[from])
    expect(JSON.stringify(said.message.blocks)).toContain('"value":"电视 <黑屏>"')
  })

  it('are heard once when Slack delivers an event again', async () => {
    const { workspace } = bench.town
    const from = workspace.whispers.length
    const user = workspace.users.get('wang.li')
    const event = {
      type: 'app_mention',
      user,
      channel: workspace.channels.get('service'),
      text: '<@U> help',
      ts: '1.2',
    }
    await bench.driver.event(event, {}, 'Ev-again')
    const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }
    await Promise.all([bench.driver.event(event, retry, 'Ev-again'), bench.driver.event(event, retry, 'Ev-again')])
    await bench.followed(await bench.driver.command('wang.li', 'help'), 'wang.li')
    expect(workspace.whispers.slice(from)).toHaveLength(2)
  })
})

describe('decisions', () => {
  it('from the menu open their form, want a reason, and hand the task on', async () => {
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const card = await cast.cardOf(reviewer, number)
    const form = await formOf(bench.click(reviewer, card, 'transfer', 'k'))
    expect(form).toMatchObject({ id: 'redress.form.transfer', number })
    const to = inputsOf(viewOf(form)).find(({ block_id }) => block_id === 'f.to')?.element.options?.[0]?.value
    const seen = await bench.submit(reviewer, form, { to, reason: '休假' }, 'k')
    expect(seen).toMatchObject({ is: 'done', number })
    await bench.house.settle()
    const own = (await bench.cards(`person/${reviewer}`)).filter((one) => one.number === number)
    expect(own.map(({ state }) => state)).toEqual(['done'])
  })

  it('show contact data in a modal of whoever asked for it, and leave it nowhere', async () => {
    const { workspace } = bench.town
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const form = await formOf(bench.click(reviewer, await cast.cardOf(reviewer, number), 'unmask', 'k'))
    const from = workspace.calls.length
    const seen = await bench.submit(reviewer, form, { reason: '要打电话' }, 'k')
    expect(seen.text).toContain(FILING.phone)
    expect(JSON.stringify([workspace.calls.slice(from), workspace.whispers])).not.toContain(FILING.phone)
  })

  it('open a war room: a private channel of those who must act, the living card in it and pinned', async () => {
    const { workspace } = bench.town
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const form = await formOf(bench.click(reviewer, await cast.cardOf(reviewer, number), 'room', 'k'))
    await bench.submit(reviewer, form, { reason: '客户要曝光' }, 'k')
    await workspace.until(() => workspace.calls.find(({ method }) => method === 'pins.add'))
    const { args } = workspace.calls.find(({ method }) => method === 'conversations.create') ?? {}
    expect(args).toMatchObject({ is_private: 'true', name: expect.stringContaining(number.toLowerCase()) })
    const invited = workspace.calls.find(({ method }) => method === 'conversations.invite')
    expect(invited?.args.users).toContain(workspace.users.get(reviewer))
    expect(
      (await messagesAt(workspace, `channel/${String(invited?.args.channel)}`)).some((one) => one.number === number),
    ).toBe(true)
  })

  it('answer in the thread a button stands in, and in a direct message when nothing else works', async () => {
    const { workspace } = bench.town
    const from = workspace.calls.length
    workspace.weather = ({ method }) =>
      method === 'chat.postEphemeral' ? { is: 'refused', error: 'user_not_in_channel' } : undefined
    const user = workspace.users.get('mallory') ?? ''
    await bench.driver.event({
      type: 'app_mention',
      user,
      channel: workspace.channels.get('service'),
      text: 'help',
      ts: '1.3',
    })
    await workspace.until(() =>
      workspace.calls.slice(from).find(({ method, args }) => method === 'chat.postMessage' && args.channel === user),
    )
    expect((await messagesAt(workspace, 'person/mallory')).at(-1)?.text).toMatch(/complaint/)
  })
})

describe('whatever comes', () => {
  itShared(
    'data/payloads/bolt-python-test-payloads.json',
    'is acknowledged: payloads of another framework',
    async (path) => {
      const samples = JSON.parse(readFileSync(path, 'utf8')) as readonly { kind: string; payload: unknown }[]
      const before = await bench.house.store.counts()
      const statuses = await Promise.all(
        samples.map(async ({ kind, payload }) => {
          const json = kind === 'event_callback'
          const body = json
            ? JSON.stringify(payload)
            : typeof payload === 'string'
              ? payload
              : `payload=${encodeURIComponent(JSON.stringify(payload))}`
          const { status } = await bench.driver.post(
            body,
            json ? 'application/json' : 'application/x-www-form-urlencoded',
          )
          return [status, body.includes('user')] as const
        }),
      )
      expect(statuses.length).toBeGreaterThan(50)
      // Some samples were cut down to a few keys: without anybody who acts they are malformed, never an error of ours.
      expect(statuses.filter(([status, whole]) => status !== (whole ? 200 : 400) && status !== 200)).toEqual([])
      expect((await bench.house.store.counts()).cases).toBe(before.cases)
    },
  )

  it('is refused when it is too large', async () => {
    const { status } = await bench.driver.post(`text=${'x'.repeat(1_100_000)}`, 'application/x-www-form-urlencoded')
    expect(status).toBe(413)
  })

  it('never makes a payload that Block Kit refuses', () => {
    expect(bench.town.workspace.broken).toEqual([])
    expect(answers().length).toBeGreaterThan(10)
  })
})
