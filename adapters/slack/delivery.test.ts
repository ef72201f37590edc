/** Sending against a workspace in any weather: every outcome of the table, lost messages found. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { standingOf } from './handle.ts'
import { makeSends, shortKey } from './send.ts'
import { messagesAt } from './testing/messages.ts'
import { apiOf, type Notebook, newNotebook, partsOf } from './testing/parts.ts'
import { approval, decided, NUMBER, nag } from './testing/samples.ts'
import { type Call, openWorkspace, type Weather, type Workspace } from './testing/workspace.ts'

let workspace: Workspace
let notebook: Notebook
let roots: Map<string, string>
let posted: string[]
let now = Date.now()
beforeAll(async () => {
  workspace = await openWorkspace({ users: ['wang.li', 'zhao', 'gone.gu'], channels: ['quality', 'other'] })
}, 40_000)
afterAll(() => workspace.close())
beforeEach(() => {
  workspace.weather = undefined
  notebook = newNotebook()
  roots = new Map()
  posted = []
})

const channel = (name: string): string => workspace.channels.get(name) ?? ''
const user = (name: string): string => workspace.users.get(name) ?? ''
const sends = () =>
  makeSends({
    ...partsOf(notebook, () => now),
    call: apiOf(workspace, notebook).outbox,
    accountOf: (person) => workspace.users.get(person),
    root: async (to, number) => roots.get(`${to}/${number}`),
    posted: (to, buttons) => posted.push(`${to} ${buttons}`),
  })
const on =
  (method: string, weather: Weather) =>
  (call: Call): Weather | undefined =>
    call.method === method ? weather : undefined

describe('a card', () => {
  it('is posted, changed in place, and names itself in its metadata without a word of the case', async () => {
    const to = channel('quality')
    const sent = await sends().sendCard(to, approval('zh'), 'k1')
    if (sent.is !== 'sent') throw new Error(sent.why)
    expect(posted).toEqual([`${to} 10`])
    const changed = await sends().updateCard(to, sent.handle, decided('zh'), 'k2')
    expect(changed).toEqual(sent)
    const { ts } = standingOf(sent.handle) ?? {}
    const message = (await messagesAt(workspace, 'channel/quality')).find((one) => one.ts === ts)
    expect(message?.blocks.map(({ type }) => type)).toEqual(['header', 'section'])
    const { args } = workspace.calls.find(({ method }) => method === 'chat.postMessage') ?? {}
    expect(args?.metadata).toEqual({
      event_type: 'redress_send',
      event_payload: { key: shortKey('k1'), number: NUMBER },
    })
  })

  it('goes to a person as a direct message, and into the thread of its case where that has one', async () => {
    const own = await sends().sendCard(user('wang.li'), approval('zh'), 'k3')
    expect(own).toMatchObject({ is: 'sent', handle: expect.stringMatching(/^D/) })
    const root = await sends().sendCard(channel('quality'), { ...approval('zh'), key: 'case' }, 'k4')
    if (root.is !== 'sent') throw new Error(root.why)
    roots.set(`${channel('quality')}/${NUMBER}`, root.handle)
    const { ts } = standingOf(root.handle) ?? {}
    await sends().sendMessage(channel('quality'), nag('zh'), 'k5')
    await sends().sendCard(channel('quality'), approval('zh'), 'k6')
    const threaded = (await messagesAt(workspace, 'channel/quality')).filter(({ thread }) => thread.thread_ts === ts)
    expect(threaded).toHaveLength(2)
  })

  it('calls those who have to act where others read along, and nobody when it is over or there are many', async () => {
    const asked = ['wang.li', 'zhao', 'nobody']
    await sends().sendCard(channel('other'), { ...approval('zh'), asked }, 'm1')
    await sends().sendCard(channel('other'), { ...decided('zh'), asked }, 'm2')
    await sends().sendCard(channel('other'), { ...approval('zh'), asked: Array(6).fill('zhao') }, 'm3')
    const calls = (await messagesAt(workspace, 'channel/other'))
      .slice(-3)
      .map(({ blocks }) => JSON.stringify(blocks).match(/<@\w+>/g))
    expect(calls).toEqual([[`<@${user('wang.li')}>`, `<@${user('zhao')}>`], null, null])
  })

  it('keeps its buttons when Slack refuses the drawing', async () => {
    let refused = 0
    workspace.weather = ({ method }) => {
      if (method !== 'chat.postMessage' || refused > 0) return undefined
      refused += 1
      return { is: 'refused', error: 'invalid_blocks' }
    }
    expect(await sends().sendCard(channel('other'), approval('zh'), 'k7')).toMatchObject({ is: 'sent' })
    const message = (await messagesAt(workspace, 'channel/other')).at(-1)
    expect(message?.blocks.map(({ type }) => type)).toEqual(['section', 'context', 'actions'])
    expect(notebook.logged.join()).toContain('Slack refused a drawing of ours')
  })
})

describe('what came of a send', () => {
  it.each([
    [
      { is: 'limited', seconds: 7 },
      { is: 'retry', after: 7_000, why: 'rate_limited' },
    ],
    [
      { is: 'status', status: 503 },
      { is: 'unknown', why: 'http_503' },
    ],
    [{ is: 'lost' }, { is: 'unknown' }],
    [{ is: 'cut' }, { is: 'unknown' }],
    [
      { is: 'refused', error: 'fatal_error' },
      { is: 'unknown', why: 'fatal_error' },
    ],
    [
      { is: 'refused', error: 'service_unavailable' },
      { is: 'retry', why: 'rate_limited' },
    ],
    [
      { is: 'refused', error: 'channel_not_found' },
      { is: 'closed', why: 'channel_not_found' },
    ],
    [
      { is: 'refused', error: 'is_archived' },
      { is: 'closed', why: 'is_archived' },
    ],
    [
      { is: 'refused', error: 'not_in_channel' },
      { is: 'closed', why: 'not_in_channel' },
    ],
    [
      { is: 'refused', error: 'user_disabled' },
      { is: 'closed', why: 'user_disabled' },
    ],
    [
      { is: 'refused', error: 'invalid_auth' },
      { is: 'retry', why: 'invalid_auth' },
    ],
    [
      { is: 'refused', error: 'missing_scope', needed: 'chat:write' },
      { is: 'retry', why: 'missing_scope' },
    ],
    [
      { is: 'refused', error: 'something_new' },
      { is: 'never', why: 'something_new' },
    ],
  ] as const)('a post: %o', async (weather, outcome) => {
    workspace.weather = on('chat.postMessage', weather)
    expect(await sends().sendMessage(channel('other'), nag('en'), 'p')).toMatchObject(outcome)
  })

  it.each([
    [
      { is: 'refused', error: 'message_not_found' },
      { is: 'gone', why: 'message_not_found' },
    ],
    [
      { is: 'refused', error: 'cant_update_message' },
      { is: 'gone', why: 'cant_update_message' },
    ],
    [
      { is: 'refused', error: 'edit_window_closed' },
      { is: 'gone', why: 'edit_window_closed' },
    ],
    [
      { is: 'refused', error: 'is_archived' },
      { is: 'closed', why: 'is_archived' },
    ],
    [
      { is: 'status', status: 500 },
      { is: 'retry', why: 'http_500' },
    ],
    [{ is: 'cut' }, { is: 'retry' }],
  ] as const)('an update: %o', async (weather, outcome) => {
    workspace.weather = on('chat.update', weather)
    expect(await sends().updateCard('C1', 'C1:1.1', decided('en'), 'u')).toMatchObject(outcome)
  })

  it('is certain when nobody listens, and gone when the handle is none of ours', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    const call = apiOf({ ...workspace, apiUrl: `http://127.0.0.1:${port}/api/` }, notebook).outbox
    const nobody = makeSends({
      ...partsOf(notebook),
      call,
      accountOf: () => undefined,
      root: async () => undefined,
      posted: () => {},
    })
    expect(await nobody.sendMessage('C1', nag('zh'), 'k')).toMatchObject({ is: 'retry', why: 'ECONNREFUSED' })
    expect(await sends().updateCard('C1', 'elsewhere', decided('zh'), 'k')).toMatchObject({ is: 'gone' })
  })

  it('names a missing scope to whoever can add it', async () => {
    workspace.weather = on('chat.postMessage', { is: 'refused', error: 'missing_scope', needed: 'chat:write' })
    await sends().sendMessage(channel('other'), nag('zh'), 'k')
    expect(notebook.setups).toEqual(['missing_scope chat:write'])
  })

  it('holds all updates when Slack asks to wait, and none of the posts', async () => {
    const lane = sends()
    workspace.weather = on('chat.update', { is: 'limited', seconds: 5 })
    await lane.updateCard('C1', 'C1:1.1', decided('zh'), 'k')
    workspace.weather = undefined
    const before = workspace.calls.length
    expect(await lane.updateCard('C2', 'C2:1.1', decided('zh'), 'k')).toMatchObject({
      is: 'retry',
      why: 'rate_limited',
    })
    expect(workspace.calls.length).toBe(before)
    expect(await lane.sendMessage(channel('other'), nag('zh'), 'k')).toMatchObject({ is: 'sent' })
    now += 5_001
    expect(await lane.updateCard('C2', 'C2:1.1', decided('zh'), 'k')).toMatchObject({ is: 'gone' })
  })

  it('is looked up by its key: in a channel, in a thread, in direct messages; what is not there is absent', async () => {
    const root = await sends().sendCard(channel('quality'), { ...approval('zh'), key: 'case' }, 'root')
    if (root.is !== 'sent') throw new Error(root.why)
    roots.set(`${channel('quality')}/${NUMBER}`, root.handle)
    for (const [to, key] of [
      [channel('quality'), 'thread'],
      [channel('other'), 'top'],
      [user('zhao'), 'direct'],
    ] as const) {
      workspace.weather = on('chat.postMessage', { is: 'lost' })
      expect(await sends().sendMessage(to, nag('zh'), key)).toMatchObject({ is: 'unknown' })
      workspace.weather = undefined
      const found = await sends().lookup(to, key, NUMBER)
      expect(found).toMatchObject({ is: 'sent' })
      expect(await sends().lookup(to, `${key}?`, NUMBER)).toEqual({ is: 'absent' })
    }
    workspace.weather = on('conversations.history', { is: 'status', status: 500 })
    expect(await sends().lookup(channel('other'), 'top', NUMBER)).toMatchObject({ is: 'unknown' })
  })
})
