/** Calls: token, pace, month, bans, and one meaning for every error of the platform. */
import { afterEach, describe, expect, it } from 'vitest'
import { type Api, type Call, makeApi } from './api.ts'
import { makeBuckets } from './buckets.ts'
import { failureOf, outcomeOf } from './errors.ts'
import { makeQuota, type Quota } from './quota.ts'
import { USUAL } from './settings.ts'
import { settingsFor, type TestParts, testParts } from './testing/parts.ts'
import { openStandIn, type StandIn } from './testing/stand-in.ts'

const open: StandIn[] = []
afterEach(async () => {
  for (const standIn of open.splice(0)) await standIn.close()
})

const SAY: Call = {
  api: 'api',
  method: 'POST',
  path: '/v1.0/robot/groupMessages/send',
  name: 'group_message',
  counts: true,
  body: {
    robotCode: 'dingrobot',
    openConversationId: 'cid1',
    msgKey: 'sampleMarkdown',
    msgParam: '{"title":"t","text":"x"}',
  },
}
const LOOK: Call = {
  api: 'oapi',
  method: 'POST',
  path: '/topapi/v2/user/get',
  name: 'user',
  counts: false,
  body: { userid: 'u1' },
}

interface Scene extends TestParts {
  readonly standIn: StandIn
  readonly api: Api
  readonly quota: Quota
}

async function begin(tuning: Partial<typeof USUAL> = {}, secret?: string): Promise<Scene> {
  const standIn = await openStandIn()
  open.push(standIn)
  standIn.groups.set('cid1', { robot: true, members: [] })
  standIn.people.set('u1', { name: '王丽', unionid: 'union-1' })
  const tested = testParts()
  const all = { ...USUAL, ...tuning }
  const quota = makeQuota(tested.parts, all.month)
  await quota.open()
  const settings = settingsFor(standIn, secret === undefined ? {} : { clientSecret: secret })
  return { ...tested, standIn, quota, api: makeApi(settings, tested.parts, quota, all) }
}

const tokens = ({ calls }: StandIn): number => calls.filter(({ name }) => name === 'token').length

describe('the token', () => {
  it('is fetched once for many calls at once, and works on both APIs', async () => {
    const { api, standIn } = await begin({ perSecond: 100 })
    const answers = await Promise.all([...Array.from({ length: 8 }, () => api.call(SAY)), api.call(LOOK)])
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(tokens(standIn)).toBe(1)
  })

  it('is renewed before it ends, and once when the platform calls it dead', async () => {
    const { api, standIn, time } = await begin()
    await api.call(SAY)
    time.ahead = (7200 - 299) * 1000
    await api.call(SAY)
    expect(tokens(standIn)).toBe(2)
    standIn.tokens.clear()
    expect((await api.call(SAY)).ok).toBe(true)
    standIn.tokens.clear()
    expect((await api.call(LOOK)).ok).toBe(true)
    expect(tokens(standIn)).toBe(4)
  })

  it('that cannot be had says why; nothing was sent, so it may be tried again', async () => {
    const wrong = await begin({}, 'wrong')
    expect(await wrong.api.call(SAY)).toEqual({ ok: false, failure: { is: 'setup', why: 'credentials' } })
    const { api, standIn } = await begin()
    standIn.limits.faults.push({ name: 'token', status: 500, body: { code: 'ServiceUnavailable' } })
    expect(await api.call(SAY)).toMatchObject({ ok: false, failure: { is: 'retry' } })
    expect((await api.call(SAY)).ok).toBe(true)
    expect(standIn.lines).toHaveLength(1)
  })
})

describe('limits', () => {
  it('are kept: never more calls of one API in any second than allowed, and every API by itself', async () => {
    let now = 0
    const went: number[] = []
    const buckets = makeBuckets(
      5,
      () => now,
      async (ms) => void went.push(now + ms),
    )
    for (let i = 0; i < 40; i++) {
      const before = went.length
      await buckets.turn('a')
      if (went.length === before) went.push(now)
      now += i % 3 === 0 ? 70 : 0
    }
    for (const at of went) expect(went.filter((one) => one > at - 1_000 && one <= at).length).toBeLessThanOrEqual(5)
    const before = went.length
    await buckets.turn('b')
    expect(went).toHaveLength(before)
  })

  it('of the month end calls at once, let one an hour try, and open again when one works', async () => {
    const { api, standIn, time, told, quota } = await begin()
    standIn.limits.month.calls = 1
    expect((await api.call(SAY)).ok).toBe(true)
    expect(await api.call(SAY)).toMatchObject({ failure: { is: 'quota' } })
    const before = standIn.limits.used.calls
    expect(await api.call(SAY)).toMatchObject({ failure: { is: 'quota' } })
    expect(standIn.calls.filter(({ name }) => name === 'group')).toHaveLength(1)
    expect((await api.call(LOOK)).ok).toBe(true)
    expect(told.map(({ key }) => key)).toEqual([expect.stringMatching(/^spent-calls-/)])
    standIn.limits.month.calls = 100
    time.ahead = 3_600_001
    expect((await api.call(SAY)).ok).toBe(true)
    expect((await api.call(SAY)).ok).toBe(true)
    expect([before, quota.used().spent.calls]).toEqual([1, false])
  })

  it('a banned address makes no call at all for five minutes', async () => {
    const { api, standIn, time } = await begin()
    await api.call(SAY)
    standIn.limits.banned = true
    expect(await api.call(SAY)).toMatchObject({ failure: { is: 'banned' } })
    standIn.limits.banned = false
    expect(await api.call(LOOK)).toMatchObject({ failure: { is: 'banned' } })
    time.ahead = 5 * 60_000 + 1
    expect((await api.call(LOOK)).ok).toBe(true)
  })

  it('an answer that gets lost is unknown, and counts', async () => {
    const { api, standIn, quota } = await begin()
    await api.call(LOOK)
    standIn.limits.faults.push({ name: 'group', status: 0, body: '', after: true })
    expect(await api.call(SAY)).toEqual({ ok: false, failure: { is: 'unknown', why: 'network' } })
    expect(standIn.lines).toHaveLength(1)
    expect(quota.used().calls).toBe(1)
  })
})

describe('every error has one meaning', () => {
  const NOON = Date.UTC(2026, 10, 22, 4, 30, 15)
  it.each([
    ['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 403, 'retry'],
    ['90018', 200, 'retry'],
    ['Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', 403, 'retry'],
    ['Forbidden.AccessDenied.QpsLimitForApi', 403, 'retry'],
    ['90002', 200, 'retry'],
    ['Forbidden.AccessDenied.ApiCountLimitForOrg', 403, 'quota'],
    ['90020', 200, 'quota'],
    ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 403, 'setup'],
    ['Forbidden.AccessDenied.IpNotInWhiteList', 403, 'setup'],
    ['invalidClientIdOrSecret', 400, 'setup'],
    ['InvalidAuthentication', 401, 'token'],
    ['40014', 200, 'token'],
    ['42001', 200, 'token'],
    ['40001', 200, 'token'],
    ['param.cardNotExist', 400, 'gone'],
    ['param.userIdNotExist', 400, 'closed'],
    ['60121', 200, 'closed'],
    ['chatbot not exist', 200, 'closed'],
    ['param.contentUnsafe', 400, 'unsafe'],
    ['param.outTrackIdEmpty', 400, 'never'],
    ['param.cardDataAndPrivateDataBothEmpty', 400, 'never'],
    ['system.busy', 500, 'unknown'],
    ['ServiceUnavailable', 503, 'unknown'],
    ['something.new', 500, 'unknown'],
    ['something.new', 400, 'never'],
    ['', 429, 'retry'],
  ] as const)('%s (%i): %s', (code, status, is) => {
    expect(failureOf(code, status, NOON).is).toBe(is)
  })

  it('waits as long as the window: a second, to the next minute, away from the full hour, for the month at most a day', () => {
    const after = (code: string, now: number) => (failureOf(code, 403, now) as { after?: number }).after
    expect(after('QpsLimitForAppkeyAndApi', NOON)).toBe(1_000)
    expect(after('QpmLimitForAppkeyAndApi', NOON)).toBe(45_000)
    expect(after('QpsLimitForApi', NOON)).toBe(2_000)
    expect(after('QpsLimitForApi', Date.UTC(2026, 10, 22, 4, 0, 5))).toBe(25_000)
    const quota = outcomeOf({ is: 'quota', why: 'month_quota' }, 3_600_000)
    expect(quota).toMatchObject({ is: 'retry', why: 'month_quota' })
    expect((quota as { after: number }).after).toBeGreaterThanOrEqual(3_600_000)
    expect((outcomeOf({ is: 'quota', why: '' }, 30 * 86_400_000) as { after: number }).after).toBeLessThan(
      25 * 3_600_000,
    )
  })
})
