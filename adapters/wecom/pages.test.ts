/** Pages of the whole house, opened as WeCom's web view would: who gets in, and what an address alone is worth. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPaged, type Paged } from './testing/paged.ts'
import { phoneOf } from './testing/phone.ts'
import { accountOf } from './testing/plot.ts'
import { visit } from './testing/visit.ts'

let at: Paged
beforeAll(async () => {
  at = await openPaged()
}, 30_000)
afterAll(() => at.close())

const browse = (user: string, from: string, jar?: Map<string, string>) => visit(at.wecom, user, from, jar)

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
