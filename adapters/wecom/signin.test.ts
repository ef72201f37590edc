import { afterEach, describe, expect, it } from 'vitest'
import { type Stage, setStage } from './testing/stage.ts'

const BACK = 'https://redress.example/f/wecom/abc'
const open: Stage[] = []
const stage = async (): Promise<Stage> => {
  const made = await setStage()
  made.town.redirectDomain = 'redress.example'
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** Opens the page in a browser with these cookies. */
async function identify(on: Stage, url: string, cookie = '') {
  const found = await on.wecom.signIn?.identify(new Request(url, { headers: { cookie } }), BACK)
  if (found === undefined) throw new Error('no sign-in')
  return found
}

const cookieIn = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
const whereTo = (response: Response): string => response.headers.get('location') ?? ''

/** Goes to WeCom and back as this user; gives where the browser stands then, and its cookie. */
async function through(on: Stage, user: string): Promise<{ readonly url: string; readonly cookie: string }> {
  const begun = (await identify(on, BACK)) as Response
  const there = await fetch(whereTo(begun).split('#')[0] ?? '', {
    redirect: 'manual',
    headers: { 'x-wecom-user': user },
  })
  return { url: whereTo(there), cookie: cookieIn(begun) }
}

describe('signing in on a page', () => {
  it('begins at WeCom, with a state bound to the browser and the fragment it wants', async () => {
    const on = await stage()
    const begun = (await identify(on, BACK)) as Response
    const url = new URL(whereTo(begun))
    expect(begun.status).toBe(302)
    expect([url.pathname, url.hash]).toEqual(['/connect/oauth2/authorize', '#wechat_redirect'])
    const query = Object.fromEntries(url.searchParams)
    expect(query).toMatchObject({
      appid: 'ww1',
      redirect_uri: BACK,
      response_type: 'code',
      scope: 'snsapi_base',
      agentid: '1000002',
    })
    expect(query.state).toMatch(/^[a-zA-Z0-9]{16,128}$/)
    const set = begun.headers.get('set-cookie') ?? ''
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Secure']) expect(set).toContain(part)
  })

  it('ends with the account as the directory spells it', async () => {
    const on = await stage()
    const { url, cookie } = await through(on, 'WANGLI')
    expect(await identify(on, url, cookie)).toEqual({ account: 'WangLi' })
  })

  it('takes a code once', async () => {
    const on = await stage()
    const { url, cookie } = await through(on, 'zhaoqiang')
    expect(await identify(on, url, cookie)).toEqual({ account: 'zhaoqiang' })
    const second = (await identify(on, url, cookie)) as Response
    expect([second.status, whereTo(second)]).toEqual([302, expect.stringContaining('/connect/oauth2/authorize')])
  })

  it.each([
    ['another browser’s cookie', async (on: Stage) => (await through(on, 'WangLi')).cookie],
    ['no cookie', async () => ''],
    [
      'a cookie of our name made by somebody else',
      async () => `redress-wecom-state=${'a'.repeat(32)}1.9999999999999.${'0'.repeat(64)}`,
    ],
  ])('does not take a code that comes back with %s', async (_what, cookieFor) => {
    const on = await stage()
    const { url } = await through(on, 'WangLi')
    const calls = on.town.calls.length
    const answer = (await identify(on, url, await cookieFor(on))) as Response
    expect([answer.status, whereTo(answer)]).toEqual([302, expect.stringContaining('/connect/oauth2/authorize')])
    expect(on.town.calls.slice(calls).filter((path) => path.includes('getuserinfo'))).toEqual([])
  })

  it('does not go round for ever where cookies are not kept', async () => {
    const on = await stage()
    let at = BACK
    let rounds = 0
    for (; rounds < 10; rounds++) {
      const answer = (await identify(on, at)) as Response
      if (answer.status !== 302) break
      const there = await fetch(whereTo(answer).split('#')[0] ?? '', {
        redirect: 'manual',
        headers: { 'x-wecom-user': 'WangLi' },
      })
      at = whereTo(there)
    }
    expect(rounds).toBe(3)
  })

  it('lets in members only', async () => {
    const on = await stage()
    const { url, cookie } = await through(on, 'a.customer')
    const answer = (await identify(on, url, cookie)) as Response
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('本企业成员')
  })

  it('knows members outside the visible range, who are strangers to us', async () => {
    const on = await stage()
    on.town.members.set('hidden', { userid: 'Hidden', name: 'h', departments: [9], leads: [], status: 1, hidden: true })
    const { url, cookie } = await through(on, 'hidden')
    expect(await identify(on, url, cookie)).toEqual({ account: 'hidden' })
  })

  it('says so when WeCom does not answer, and asks nobody to believe an address', async () => {
    const on = await stage()
    const { url, cookie } = await through(on, 'WangLi')
    on.town.faults.push({ path: '/cgi-bin/auth/getuserinfo', how: -1, times: 9 })
    expect(((await identify(on, url, cookie)) as Response).status).toBe(503)
    const named = (await identify(on, `${BACK}?userid=WangLi&account=WangLi`)) as Response
    expect(named.status).toBe(302)
  })

  it('ends after ten minutes', async () => {
    const on = await stage()
    const { url, cookie } = await through(on, 'WangLi')
    on.time.now += 10 * 60_000 + 1
    expect(((await identify(on, url, cookie)) as Response).status).toBe(302)
  })
})
