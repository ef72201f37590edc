/** War rooms, people and groups on Slack, and silence. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeAccounts } from './directory.ts'
import { isOminous } from './interactions.ts'
import { makeRooms, roomName } from './rooms.ts'
import { makeSends } from './send.ts'
import { apiOf, type Notebook, newNotebook, partsOf } from './testing/parts.ts'
import { approval, NUMBER, nag } from './testing/samples.ts'
import { type Call, openWorkspace, type Weather, type Workspace } from './testing/workspace.ts'

let workspace: Workspace
let notebook: Notebook
let now = Date.now()
beforeAll(async () => {
  workspace = await openWorkspace({ users: ['wang.li', 'zhao', 'gone.gu'], channels: ['quality', 'other'] })
}, 40_000)
afterAll(() => workspace.close())
beforeEach(() => {
  workspace.weather = undefined
  notebook = newNotebook()
})

const user = (name: string): string => workspace.users.get(name) ?? ''
const sends = () =>
  makeSends({
    ...partsOf(notebook, () => now),
    call: apiOf(workspace, notebook).outbox,
    accountOf: (person) => workspace.users.get(person),
    root: async () => undefined,
    posted: () => {},
  })
const on =
  (method: string, weather: Weather) =>
  (call: Call): Weather | undefined =>
    call.method === method ? weather : undefined

describe('a war room', () => {
  const people = () => [user('wang.li'), user('zhao')]
  const rooms = () => makeRooms({ call: apiOf(workspace, notebook).outbox, memory: partsOf(notebook).memory })

  it('is opened once, by people and topic, takes a pinned card, and is archived', async () => {
    const room = { number: NUMBER, name: `C-20261122-0001 冰箱 / 急!`, topic: '冰箱起火', people: people() }
    const first = await rooms().open(room, 'r1')
    expect(await rooms().open(room, 'r1')).toEqual(first)
    if (first.is !== 'sent') throw new Error(first.why)
    // We died between making it and writing it down.
    notebook.memory.clear()
    expect(await rooms().open(room, 'r1')).toEqual(first)
    const { channel: made } = await workspace.ask<{ channel: Record<string, unknown> }>('conversations.info', {
      channel: first.handle,
    })
    expect(made).toMatchObject({ name: 'c-20261122-0001', is_private: true, topic: { value: '冰箱起火' } })
    const { members } = await workspace.ask<{ members: string[] }>('conversations.members', { channel: first.handle })
    expect(members).toEqual(expect.arrayContaining(people()))
    const card = await sends().sendCard(first.handle, { ...approval('zh'), key: 'case' }, 'room')
    if (card.is !== 'sent') throw new Error(card.why)
    for (const _ of [1, 2]) expect(await rooms().pin(first.handle, card.handle)).toMatchObject({ is: 'sent' })
    for (const _ of [1, 2]) expect(await rooms().close(first.handle)).toMatchObject({ is: 'sent' })
    expect(await sends().sendMessage(first.handle, nag('zh'), 'late')).toEqual({ is: 'closed', why: 'is_archived' })
  })

  it('has a name that Slack takes', () => {
    expect(roomName('  War Room: A&B  ')).toBe('war-room-a-b')
    expect(roomName('C-1 冰箱 / 急!')).toBe('c-1-冰箱-急')
    expect(roomName('／／')).toBe('redress')
    expect(roomName('x'.repeat(200))).toHaveLength(80)
  })
})

describe('people', () => {
  it('are looked up once, their leaving is found out, and an event makes us look again', async () => {
    const accounts = makeAccounts({ call: apiOf(workspace, notebook).outbox, wall: () => now })
    const asked = () => workspace.calls.filter(({ method }) => method === 'users.info').length
    const ids = [user('wang.li'), 'UNOBODY']
    const states = await accounts.accounts(ids)
    expect([states.get(ids[0] ?? '')?.is, states.get('UNOBODY')?.is]).toEqual(['active', 'gone'])
    const before = asked()
    await accounts.accounts(ids)
    expect(asked()).toBe(before)
    accounts.forget(ids[0] ?? '')
    await accounts.accounts(ids)
    expect(asked()).toBe(before + 1)
    now += 16 * 60_000
    await accounts.accounts(ids)
    expect(asked()).toBe(before + 3)
  })

  it('stay unknown while Slack does not answer, and groups say who is in them', async () => {
    const accounts = makeAccounts({ call: apiOf(workspace, notebook).outbox, wall: () => now })
    workspace.weather = on('users.info', { is: 'status', status: 500 })
    expect(await accounts.accounts([user('zhao')])).toEqual(new Map())
    workspace.supplement.groups.set('S1', [user('zhao')])
    expect(await accounts.group('S1')).toEqual([user('zhao')])
    workspace.supplement.groups.delete('S1')
    expect(await accounts.group('S1')).toEqual([user('zhao')])
    accounts.forget('S1')
    expect(await accounts.group('S1')).toBeUndefined()
  })
})

describe('silence', () => {
  it('is ominous when several cards have waited for a day, and not before', () => {
    const since = 1_000
    const day = 24 * 3_600_000
    expect(isOminous({ last: undefined, since, cards: 3 }, since + day + 1)).toBe(true)
    expect(isOminous({ last: undefined, since, cards: 3 }, since + day)).toBe(false)
    expect(isOminous({ last: undefined, since, cards: 2 }, since + 2 * day)).toBe(false)
    expect(isOminous({ last: 5, since: undefined, cards: 0 }, 2 * day)).toBe(false)
  })
})
