/** The organisation: who is who and who left, pages that know who opens them, rooms for one case, and what the doctor says. */
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/ports.ts'
import type { Directory } from '../../src/rules/nouns.ts'
import { type Alone, type AloneOptions, alone } from './testing/adapter.ts'
import { approvalCard } from './testing/samples.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function begin(options: AloneOptions = {}): Promise<Alone> {
  const one = await alone(options)
  ends.push(() => one.end())
  return one
}

const person = (id: string, account: string, leader?: string) => ({
  id,
  name: { zh: id, en: id },
  lang: 'zh' as const,
  tz: 'Asia/Shanghai',
  roles: [],
  accounts: { dingtalk: account },
  ...(leader === undefined ? {} : { leader }),
})

describe('accounts', () => {
  it('are active, gone, or unknown when nobody can tell; an event of the organisation is heeded at once', async () => {
    const { adapter, standIn } = await begin()
    const ask = async () =>
      [...((await adapter.accounts?.(['u1', 'u2', 'left'])) ?? [])].map(([id, { is }]) => [id, is])
    expect(await ask()).toEqual([
      ['u1', 'active'],
      ['u2', 'active'],
      ['left', 'gone'],
    ])
    standIn.people.delete('u2')
    expect((await ask())[1]).toEqual(['u2', 'active'])
    expect(await standIn.gateway.event('user_leave_org', { userId: ['u2'] })).toMatchObject({
      code: 200,
      response: { status: 'SUCCESS' },
    })
    expect((await ask())[1]).toEqual(['u2', 'gone'])
    standIn.limits.faults.push({ name: 'user', status: 500, body: {} })
    expect([...((await adapter.accounts?.(['u9'])) ?? [])]).toEqual([])
    expect(standIn.limits.used.calls).toBe(0)
  })

  it('of a role or a department are found, however many they are', async () => {
    const { adapter, standIn } = await begin()
    const many = Array.from({ length: 250 }, (_, i) => `m${i}`)
    standIn.roles.set(7, many)
    standIn.people.set('d1', { name: 'd', unionid: 'x', departments: [1, 42] })
    expect(await adapter.group?.('role/7')).toEqual(many)
    expect(await adapter.group?.('dept/42')).toEqual(['d1'])
    expect(await adapter.group?.('role/8')).toBeUndefined()
    expect(await adapter.group?.('../../x')).toBeUndefined()
  })
})

describe('a page', () => {
  const BACK = 'https://redress.example/f/dingtalk/abc.def?x=</script><script>alert(1)</script>'

  it('asks the app for a code, and comes back with it', async () => {
    const { adapter } = await begin()
    const page = await adapter.signIn?.identify(new Request('https://redress.example/f/dingtalk/abc.def'), BACK)
    if (!(page instanceof Response)) throw new Error('nobody can be known yet')
    const text = await page.text()
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'nonce-[\w-]+' https:\/\/g\.alicdn\.com/,
    )
    expect(text).not.toContain('<script>alert')
    // Runs the page's own script against apps of both kinds: newer ones have the call at the top.
    const script = /<script nonce="[^"]+">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''
    const went: string[] = []
    const said: { textContent?: string } = {}
    const location = { replace: (to: URL) => went.push(String(to)) }
    const run = (dd: object | undefined) =>
      runInNewContext(script, { dd, URL, location, document: { getElementById: () => said } })
    const ready = (act: () => void) => act()
    const old = ({ corpId, onSuccess }: { corpId: string; onSuccess(of: object): void }) =>
      onSuccess({ code: `old-${corpId}` })
    run({ env: { platform: 'ios' }, ready, runtime: { permission: { requestAuthCode: old } } })
    const fresh = ({ clientId, success }: { clientId: string; success(of: object): void }) =>
      success({ code: `new-${clientId}` })
    run({ env: { platform: 'pc' }, ready, requestAuthCode: fresh })
    expect(went.map((to) => new URL(to).searchParams.get('authCode'))).toEqual(['old-dingcorp1', 'new-dingclient'])
    run({ env: { platform: 'notInDingTalk' }, ready })
    run(undefined)
    expect([went.length, said.textContent]).toEqual([2, expect.stringContaining('请在钉钉里打开')])
  })

  it('knows who came back with a good code, once; anybody else is refused', async () => {
    const { adapter, standIn } = await begin()
    standIn.codes.set('good-code', 'u5')
    const come = (code: string) =>
      adapter.signIn?.identify(new Request(`https://redress.example/f/x?authCode=${code}`), BACK)
    expect(await come('good-code')).toEqual({ account: 'u5' })
    for (const code of ['good-code', 'forged', '%3Cscript%3E', 'a'.repeat(5000)]) {
      const refused = await come(code)
      expect(refused instanceof Response && refused.status).toBe(403)
    }
  })
})

describe('a room', () => {
  const ROOM = {
    number: 'C-20261122-0001',
    name: 'C-20261122-0001 冰箱起火 重大客诉处理群',
    topic: '',
    people: ['u1', 'u2'],
  }

  it('with a group template is made once, takes more people, a pinned card, and is closed', async () => {
    const { adapter, standIn } = await begin({ settings: { groupTemplateId: 'group-template' } })
    const [one, two] = await Promise.all([adapter.rooms?.open(ROOM, 'k'), adapter.rooms?.open(ROOM, 'k')])
    expect(one).toEqual(two)
    const handle = one?.is === 'sent' ? one.handle : ''
    const group = standIn.groups.get(handle.slice('group/'.length))
    expect(await adapter.rooms?.invite(handle, ['u3'])).toMatchObject({ is: 'sent' })
    expect(group?.members).toEqual(['u1', 'u2', 'u3'])
    const card = await adapter.sendCard(handle, approvalCard(), 'c')
    expect(card.is).toBe('sent')
    expect(await adapter.rooms?.pin(handle, card.is === 'sent' ? card.handle : '')).toMatchObject({ is: 'sent' })
    expect(await adapter.rooms?.close(handle)).toMatchObject({ is: 'sent' })
    expect(group?.closed).toBe(true)
    expect(await adapter.sendCard(handle, approvalCard(), 'd')).toMatchObject({ is: 'closed' })
  })

  it('without one is a plain group: never made twice, not even when the answer got lost', async () => {
    const { adapter, standIn } = await begin()
    const first = await adapter.rooms?.open(ROOM, 'k')
    expect(await adapter.rooms?.open(ROOM, 'k')).toEqual(first)
    expect(await adapter.rooms?.invite('group/x', ['u3'])).toMatchObject({ is: 'never' })
    standIn.limits.faults.push({ name: 'group_create', status: 0, body: '', after: true })
    expect(await adapter.rooms?.open(ROOM, 'k2')).toMatchObject({ is: 'unknown' })
    expect(await adapter.rooms?.open(ROOM, 'k2')).toMatchObject({ is: 'never', why: 'outcome_unknown' })
    expect(standIn.calls.filter(({ name }) => name === 'group_create')).toHaveLength(2)
  })
})

describe('the doctor', () => {
  const directory = (people: Directory['people'], channel?: string): Directory => ({
    people,
    teams: {},
    channels: {
      quality: {
        id: 'quality',
        name: { zh: '质量', en: 'Quality' },
        addresses: channel === undefined ? {} : { dingtalk: channel },
      },
    },
  })

  async function findings({ adapter }: Alone): Promise<readonly Finding[]> {
    const found: Finding[] = []
    for await (const finding of adapter.doctor?.() ?? []) found.push(finding)
    return found
  }
  const short = (found: readonly Finding[]) => Object.fromEntries(found.map(({ check, is }) => [check, is]))

  it('finds nothing wrong where nothing is', async () => {
    const one = await begin({ parts: { directory: () => directory({ wu: person('wu', 'u1') }, 'cid1') } })
    expect(short(await findings(one))).toEqual({
      credentials: 'good',
      stream: 'good',
      template: 'good',
      quota_calls: 'good',
      quota_pushes: 'good',
      channels: 'good',
      people: 'good',
    })
    expect(one.standIn.limits.used.calls).toBe(0)
  })

  it('says who left, whose leader differs, which channels lead nowhere, and how much of the month is used', async () => {
    const people = { wu: person('wu', 'u1', 'luo'), luo: person('luo', 'u2'), old: person('old', 'left') }
    const one = await begin({
      parts: { directory: () => directory(people) },
      tuning: { month: { calls: 4, pushes: 10 } },
      template: false,
    })
    one.standIn.people.set('u1', { name: '吴', unionid: 'x', manager: 'u9' })
    for (const i of [1, 2, 3, 4]) await one.adapter.sendMessage('group/cid1', { text: `${i}`, lang: 'zh' }, `m${i}`)
    const found = await findings(one)
    expect(short(found)).toEqual({
      credentials: 'good',
      stream: 'good',
      template: 'warning',
      quota_calls: 'warning',
      quota_pushes: 'good',
      channels: 'warning',
      people: 'bad',
      leaders: 'warning',
    })
    expect(found.find(({ check }) => check === 'people')?.fix?.en).toContain('old')
    for (const { is, fix } of found) expect(fix !== undefined).toBe(is !== 'good')
  })

  it('on the command line says when the server last heard anything', async () => {
    const one = await begin({ parts: { directory: () => directory({}, 'cid1') } })
    await one.adapter.stop()
    expect((await findings(one)).find(({ check }) => check === 'stream')).toMatchObject({ is: 'warning' })
    one.kept.set('heard', String(Date.now() - 3 * 60_000))
    one.kept.set(
      'quota',
      JSON.stringify({
        month: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7),
        calls: 4_100,
        pushes: 7,
        spent: {},
      }),
    )
    const found = await findings(one)
    expect(found.find(({ check }) => check === 'stream')).toMatchObject({
      is: 'good',
      says: { en: expect.stringContaining('3 minutes') },
    })
    expect(found.find(({ check }) => check === 'quota_calls')).toMatchObject({
      is: 'warning',
      says: { en: expect.stringContaining('4100') },
    })
  })

  it('stops where the credentials are refused', async () => {
    const one = await begin({ settings: { clientSecret: 'wrong' }, tuning: { backoff: { first: 500, most: 500 } } })
    expect(short(await findings(one))).toEqual({ credentials: 'bad' })
    expect(one.adapter.unready()).toMatch(/^dingtalk: .*credentials/)
    expect(one.told.map(({ key }) => key)).toContain('credentials')
  })
})
