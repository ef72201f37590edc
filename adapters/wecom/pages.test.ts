/** Pages of the whole house, opened as WeCom's web view would: who gets in, and what an address alone is worth. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPaged, type Paged } from './testing/paged.ts'
import { phoneOf } from './testing/phone.ts'
import { accountOf } from './testing/plot.ts'

let at: Paged
beforeAll(async () => {
  at = await openPaged()
}, 30_000)
afterAll(() => at.close())

/** Follows redirects like a browser that keeps cookies by host, signed in to WeCom as this user. */
async function browse(user: string, from: string, jar = new Map<string, string>()) {
  let url = from
  for (let hops = 0; hops < 8; hops++) {
    const { origin } = new URL(url)
    const own = [...jar].flatMap(([name, value]) =>
      name.startsWith(origin) ? [`${name.slice(origin.length + 1)}=${value}`] : [],
    )
    const headers = { cookie: own.join('; '), ...(origin === at.wecom ? { 'x-wecom-user': user } : {}) }
    const response = await fetch(url.split('#')[0] ?? url, { redirect: 'manual', headers })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      jar.set(`${origin} ${name}`, value)
    }
    if (response.status < 300 || response.status > 399)
      return { status: response.status, body: await response.text(), hops, jar, url }
    await response.body?.cancel()
    url = new URL(response.headers.get('location') ?? '', url).toString()
  }
  throw new Error('sent round and round')
}

const intake = async (): Promise<string> => {
  const [card] = await phoneOf(at.target, accountOf('wang.li'), new Map()).type('投诉')
  return String(card?.content.url)
}

it('opens the form for a member, by way of WeCom, and later without', async () => {
  const url = await intake()
  const first = await browse('WangLi', url)
  expect([first.status, first.body.includes('提交客诉')]).toEqual([200, true])
  expect(first.url).not.toMatch(/[?&](?:code|state)=/)
  const again = await browse('WangLi', url, first.jar)
  expect([again.status, again.hops]).toEqual([200, 0])
})

it('opens nothing for somebody outside the company, nor without cookies', async () => {
  const url = await intake()
  expect((await browse('a.customer', url)).status).toBe(403)
  const forgetful = new Map<string, string>()
  forgetful.set = () => forgetful
  expect((await browse('WangLi', url, forgetful)).status).toBe(403)
})

it('takes nobody’s word for who they are: an address changed by hand leads nowhere', async () => {
  const url = await intake()
  expect((await browse('WangLi', `${url}x`)).status).toBe(404)
  const named = await fetch(`${url}?code=1&state=${'a'.repeat(32)}1&userid=WangLi`, { redirect: 'manual' })
  expect([named.status, named.headers.get('location')]).toEqual([
    302,
    expect.stringContaining('/connect/oauth2/authorize'),
  ])
})

it('takes a code of somebody else’s browser from nobody', async () => {
  const url = await intake()
  const begun = await fetch(url, { redirect: 'manual' })
  const there = await fetch((begun.headers.get('location') ?? '').split('#')[0] ?? '', {
    redirect: 'manual',
    headers: { 'x-wecom-user': 'Mallory' },
  })
  // The victim's browser is sent to the address with the attacker's code.
  const victim = await browse('WangLi', there.headers.get('location') ?? '')
  expect(victim.status).toBe(200)
  expect(/"store":"redress\/wecom\/(\w+)\//.exec(victim.body)?.[1]).toBe(accountOf('wang.li'))
})
