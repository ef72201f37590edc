/** People at work in Slack: forms that grow, files, errors on fields, shortcuts, words, menus; all by signed requests. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { itShared } from '../../src/stories/shared-data.ts'
import type { Seen, SeenForm } from '../contract.ts'
import { FILING, makeCast } from '../contract-cast.ts'
import { openBench, type SlackBench } from './testing/bench.ts'
import { handIn, inputsOf } from './testing/filling.ts'
import { messagesAt } from './testing/messages.ts'
import type { StandingView } from './testing/workspace.ts'

let bench: SlackBench
beforeAll(async () => {
  bench = await openBench()
}, 40_000)
afterAll(() => bench.close())
beforeEach(() => {
  bench.town.workspace.weather = undefined
  bench.town.workspace.supplement.slowFiles = 0
})

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SHA = createHash('sha256').update(PNG).digest('hex')

const formOf = async (seen: Promise<Seen>): Promise<SeenForm> => makeCast(bench).formOf(seen)
const viewOf = (form: SeenForm): StandingView => {
  const view = bench.town.workspace.views.get(bench.modalOf(form))
  if (view === undefined) throw new Error('no modal')
  return view
}
const upload = (bytes: Uint8Array, name: string) =>
  bench.town.workspace.supplement.putFile(bytes, name, new URL(bench.town.workspace.apiUrl).origin)
const hand = (form: SeenForm, values: Readonly<Record<string, unknown>>) =>
  handIn({ driver: bench.driver, workspace: bench.town.workspace, user: 'wang.li' }, bench.modalOf(form), values)
const answers = (): readonly string[] => bench.town.workspace.whispers.map(({ message }) => String(message.text))

describe('the form', () => {
  it('opens for every name of the command, as one list of categories with a heading per branch', async () => {
    for (const name of ['/complaint', '/投诉', '/客诉']) {
      const seen = await bench.followed(await bench.driver.command('wang.li', '', name), 'wang.li')
      const input = inputsOf(viewOf(await formOf(Promise.resolve(seen)))).find((one) => one.block_id === 'f.category')
      expect(input?.element.type).toBe('static_select')
      expect(input?.element.option_groups?.flatMap(({ options }) => options).map(({ value }) => value)).toContain(
        'quality.failure.no_cooling',
      )
    }
    const words = await formOf(bench.hear('wang.li', '冰箱不制冷', 'k'))
    expect(inputsOf(viewOf(words))[0]?.element.initial_value).toBe('冰箱不制冷')
  })

  it('grows with what is chosen, and keeps what was typed', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    expect(form.fields).not.toContain('f.model')
    const { text, category, customer, product } = FILING
    await hand(form, { text, category, customer, product })
    const ids = inputsOf(viewOf(form)).map(({ block_id }) => block_id)
    expect(ids).toContain('f.model')
    expect(inputsOf(viewOf(form))[0]?.element.initial_value).toBe(text)
  })

  it('says what is wrong on the field it is about, and stays open', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const { body } = await hand(form, { ...FILING, phone: 'none' })
    expect(body).toMatchObject({ response_action: 'errors', errors: { 'f.phone': expect.stringMatching(/电话/) } })
    const again = await bench.submit('wang.li', form, { ...FILING }, 'again')
    expect(again).toMatchObject({ is: 'done', number: expect.stringMatching(/^C-/) })
  })

  it('stores files with their hash, once, and refuses what is no picture on the field', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const wrong = await hand(form, { ...FILING, photos: [upload(Buffer.from('MZ not a picture'), 'a.exe')] })
    expect(wrong.body).toMatchObject({
      response_action: 'errors',
      errors: { 'f.photos': expect.stringContaining('a.exe') },
    })
    const seen = await bench.submit('wang.li', form, { ...FILING, photos: [upload(PNG, 'fridge.png')] }, 'k')
    const state = await bench.house.store.case(seen.number ?? '')
    expect(state?.values.photos).toMatchObject([{ sha256: SHA, name: 'fridge.png', type: 'image/png' }])
    expect(await bench.house.files.get(SHA)).toEqual(PNG)
  })

  it('waits in its modal for slow files, shows the result there, and loses nothing that was typed', async () => {
    const { workspace } = bench.town
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    workspace.supplement.slowFiles = 2_300
    const { body } = await hand(form, { ...FILING, phone: 'none', photos: [upload(PNG, 'slow.png')] })
    expect(body).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
    const after = await workspace.until(() => {
      const view = workspace.views.get(bench.modalOf(form))
      return JSON.stringify(view?.view.blocks).includes('⚠️') ? view : undefined
    })
    expect(inputsOf(after)[0]?.element.initial_value).toBe(FILING.text)
    expect(JSON.stringify(after.view.blocks)).toMatch(/电话/)
  })

  it('opens empty at once when the house is slow, and is filled as soon as it can be', async () => {
    const { reception } = bench.house
    const { hear } = reception
    Object.assign(reception, {
      hear: async (...args: Parameters<typeof hear>) => {
        await new Promise((resolve) => setTimeout(resolve, 150))
        return hear(...args)
      },
    })
    try {
      const { workspace } = bench.town
      const from = workspace.calls.length
      const form = await formOf(bench.hear('wang.li', '', 'k'))
      const methods = workspace.calls.slice(from).map(({ method }) => method)
      expect(methods.filter((method) => method.startsWith('views.'))).toEqual(['views.open', 'views.update'])
      expect(form.fields).toContain('f.text')
    } finally {
      Object.assign(reception, { hear })
    }
  })

  it('offers to open again when the trigger has expired', async () => {
    bench.town.workspace.weather = ({ method }) =>
      method === 'views.open' ? { is: 'refused', error: 'expired_trigger_id' } : undefined
    const seen = await bench.hear('wang.li', '电视黑屏', 'k')
    expect(seen.text).toMatch(/再点一次/)
    const whisper = bench.town.workspace.whispers.at(-1)
    expect(JSON.stringify(whisper?.message.blocks)).toContain('"value":"电视黑屏"')
  })
})

describe('shortcuts', () => {
  const message = (files: readonly object[]) => ({
    type: 'message_action',
    callback_id: 'redress.file_message',
    channel: { id: bench.town.workspace.channels.get('service') },
    message: { ts: '1.000001', user: 'U1', text: '客户说 <冰箱> 不制冷', files },
  })

  it('fill the form with a message, the way back to it and its files, which can be unticked', async () => {
    const { workspace } = bench.town
    const channel = workspace.channels.get('service') ?? ''
    const posted = await workspace.ask<{ ts: string }>('chat.postMessage', { channel, text: '客户说不制冷' })
    const payload = message([upload(PNG, 'chat.png')])
    const done = await bench.driver.interact('wang.li', { ...payload, message: { ...payload.message, ts: posted.ts } })
    const form = await formOf(bench.followed(done, 'wang.li'))
    expect(inputsOf(viewOf(form))[0]?.element.initial_value).toMatch(/^客户说 <冰箱> 不制冷\n\n来自消息：http/)
    const kept = inputsOf(viewOf(form)).find(({ block_id }) => block_id === 'k.photos')
    expect(kept?.element.options).toMatchObject([{ value: SHA, text: { text: 'chat.png' } }])
    const { text: _text, ...rest } = FILING
    const seen = await bench.submit('wang.li', form, rest, 'k')
    expect((await bench.house.store.case(seen.number ?? ''))?.values.photos).toMatchObject([{ sha256: SHA }])
  })

  it('open the empty form from anywhere, and know no others', async () => {
    const done = await bench.driver.interact('wang.li', { type: 'shortcut', callback_id: 'redress.file' })
    expect((await formOf(bench.followed(done, 'wang.li'))).fields).toContain('f.text')
    const other = await bench.driver.interact('wang.li', { type: 'shortcut', callback_id: 'someone.elses' })
    expect(other).toMatchObject({ status: 200, body: undefined })
  })
})

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
