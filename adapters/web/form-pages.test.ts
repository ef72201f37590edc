import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TERMS } from '../../src/stories/road.ts'
import { type FormHouse, openFormHouse, PLATFORM } from './testing/form-house.ts'
import { visitor } from './testing/form-visitor.ts'

const HOUR = 3_600_000
const VALUES = {
  ...{ text: '冰箱不制冷', category: 'quality.failure.no_cooling', customer: '张三', phone: '13812345678' },
  ...{ product: '双门冰箱', model: 'BCD-500', batch: 'B1', purchase_channel: 'mall', line: 'fridge', safety: 'none' },
  wish: ['refund'],
}

let ahead = 0
let at: FormHouse
beforeAll(async () => {
  at = await openFormHouse('zh', { wall: () => Date.now() + ahead })
})
afterAll(() => at.close())

const somebody = (account: string) => visitor(at.url, account)
const filing = (): string => at.links.form(PLATFORM, { verb: 'file' })
const cases = async (): Promise<number> => (await at.house.store.counts()).cases

describe('an address', () => {
  it('that is not ours, of another platform or too old opens nothing and signs nobody in', async () => {
    const li = somebody('wang.li')
    const token = filing().split('/').at(-1) ?? ''
    for (const path of [
      '/f/playground/x',
      `/f/playground/${token}x`,
      `/f/other/${token}`,
      '/f/other/home',
      '/f/page/../x',
    ])
      expect((await li.open(path)).status).toBe(404)
    const old = filing()
    ahead += 32 * 24 * HOUR
    const late = await li.open(old)
    ahead = 0
    expect([late.status, late.html]).toEqual([410, expect.stringContaining('这个链接太旧了')])
    expect([...li.jar.keys()]).toEqual(['who'])
  })

  it('signs in by the platform, then by a cookie that scripts cannot read', async () => {
    const nobody = somebody('x')
    nobody.jar.delete('who')
    const sent = await nobody.get(filing())
    expect(sent.headers.get('location')).toMatch(/^https:\/\/chat\.example\/login\?back=http/)
    const li = somebody('wang.li')
    const first = await li.get(filing())
    expect(first.status).toBe(303)
    expect(first.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^redress_playground=[\w.-]+; Max-Age=43200; Path=\/f; HttpOnly; SameSite=Lax$/),
    ])
    // Whoever comes back without the cookie is told, not sent round again.
    const stuck = somebody('wang.li')
    const back = `${filing()}?signed=${Date.now().toString(36)}`
    expect((await stuck.get(back)).status).toBe(403)
    ahead += HOUR
    expect((await stuck.get(back)).status).toBe(303)
    ahead = 0
    const secure = await at
      .pagesAt('https://redress.example')
      .request('/f/playground/home', { headers: { cookie: 'who=x' } })
    expect(secure.headers.getSetCookie()[0]).toMatch(/; Secure/)
  })

  it('answers with a strict policy for scripts, uncached', async () => {
    const { headers } = await somebody('wang.li').open(filing())
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('opens the case for whoever is signed in', async () => {
    const number = await filed('wang.li')
    const li = somebody('wang.li')
    const page = await li.open(at.links.case(number))
    expect(page.html).toContain(number)
    expect(page.html).toContain('张*')
    expect(page.html).not.toContain('13812345678')
    expect((await li.open(at.links.case('C-19990101-0001'))).status).toBe(404)
  })
})

let models = 0

/** Files with the form's page, each of a model of its own, so that nothing looks like a batch; gives the number. */
async function filed(account: string, values: object = { ...VALUES, model: `M-${++models}` }): Promise<string> {
  const who = somebody(account)
  const { data } = await who.open(filing())
  const reply = await who.act(data, { do: 'submit', values })
  if (reply.is !== 'done') throw new Error(JSON.stringify(reply))
  return /C-\d{8}-\d{4}/.exec(reply.html)?.[0] ?? ''
}

describe('what a page sends', () => {
  it('counts for nobody without the cookie, the token, the own ticket, or from elsewhere', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(filing())
    const yang = somebody('liu.yang')
    const hers = await yang.open(filing())
    const before = await cases()
    const body = { do: 'submit', values: VALUES }
    const replies = [
      await somebody('wang.li').act(data, body),
      await li.act({ ...data, csrf: '' }, body),
      await li.act({ ...data, csrf: hers.data.csrf }, body),
      await li.act({ ...data, ticket: hers.data.ticket }, body),
      await li.act({ ...data, ticket: `${data.ticket}x` }, body),
      await li.act(data, body, { origin: 'https://elsewhere.example' }),
      await li.act(data, body, { 'sec-fetch-site': 'cross-site' }),
      await li.post('/f/playground/files', 'x', { 'x-file-name': 'x.png' }),
    ]
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 401))
    ahead += 13 * HOUR
    expect((await li.act(data, body)).status).toBe(401)
    ahead = 0
    expect(await cases()).toBe(before)
  })

  it('acts once, however often the network loses the answer', async () => {
    const li = somebody('wang.li')
    const before = await cases()
    const { data } = await li.open(filing())
    const send = () => li.act(data, { do: 'submit', values: VALUES })
    const replies = [...(await Promise.all([send(), send()])), await send()]
    expect(replies.map(({ is }) => is)).toEqual(['done', 'done', 'done'])
    expect(new Set(replies.map(({ html }) => html)).size).toBe(1)
    expect(await cases()).toBe(before + 1)
    // The same page with other words: they were not submitted, and it says so.
    const other = await li.act(data, { do: 'submit', values: { ...VALUES, text: '另一件事' } })
    expect([other.is, other.text]).toEqual(['again', expect.stringContaining('还没有提交')])
    expect(await cases()).toBe(before + 1)
    const second = await li.act(
      { ...data, ticket: other.ticket },
      { do: 'submit', values: { ...VALUES, text: '另一件事' } },
    )
    expect(second.is).toBe('done')
    expect(await cases()).toBe(before + 2)
  })

  it('puts errors on their fields, in words', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(filing())
    const reply = await li.act(data, { do: 'submit', values: { ...VALUES, phone: 'abc', customer: null } })
    expect(reply.errors.map(({ field }: { field: string }) => field)).toEqual(['phone'])
    const missing = await li.act(data, { do: 'submit', values: { ...VALUES, customer: null } })
    expect(missing.errors).toEqual([{ field: 'customer', text: expect.stringContaining('客户') }])
    for (const wrong of [
      { do: 'fly' },
      { do: 'submit', values: [] },
      { do: 'submit', who: 'x' },
      { do: 'submit', ticket: 'x'.repeat(4000) },
    ])
      expect((await li.act(data, wrong)).status).toBe(400)
  })

  it('draws the form again: fields appear, what was typed stays as it was typed, nothing is run', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(filing())
    const values = {
      text: '</textarea><script>alert(1)</script>',
      category: 'quality.failure.no_cooling',
      phone: '"><b>',
    }
    const { fields } = await li.act(data, { do: 'redraw', values })
    expect(fields.map(({ id }: { id: string }) => id)).toContain('model')
    const all = fields.map(({ html }: { html: string }) => html).join('')
    expect(all).toContain('&lt;/textarea&gt;&lt;script&gt;')
    expect(all).toContain('value="&quot;&gt;&lt;b&gt;"')
    expect(all).not.toMatch(/<script|<b>/)
  })
})

describe('a draft', () => {
  it('is the account’s own, survives a restart, and is gone when it was submitted', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(filing())
    expect((await li.act(data, { do: 'keep', values: { ...VALUES, text: '写到一半 </script>' } })).is).toBe('kept')
    at = await at.reopen()
    const again = await li.open(filing())
    expect(again.html).toContain('写到一半 &lt;/script&gt;')
    expect(again.html).toContain('BCD-500')
    expect(again.data.key).toBe(data.key)
    expect((await somebody('liu.yang').open(filing())).html).not.toContain('写到一半')
    expect((await li.act(again.data, { do: 'submit', values: VALUES })).is).toBe('done')
    // A keep that was still under way brings nothing back.
    await li.act(again.data, { do: 'keep', values: VALUES })
    const after = await li.open(filing())
    expect(after.html).not.toContain('BCD-500')
    expect(after.data.key).not.toBe(data.key)
    expect(after.data.done).toMatchObject({ key: data.key, number: expect.stringMatching(/^C-/) })
    // Nor does an old page that is still open somewhere, once a new one was begun.
    expect((await li.act(again.data, { do: 'keep', values: VALUES })).is).toBe('left')
    expect((await li.open(filing())).data.key).toBe(after.data.key)
    const huge = await li.act(after.data, { do: 'keep', values: { text: 'x'.repeat(300_000) } })
    expect(huge.is).toBe('left')
  })
})

describe('who may', () => {
  it('lets a stranger file where the policy allows, and nothing else', async () => {
    const stranger = somebody('U404')
    const number = await filed('U404')
    expect((await at.house.store.case(number))?.filer).toEqual({ kind: 'account', platform: PLATFORM, account: 'U404' })
    expect((await stranger.open(`/f/playground/home`)).status).toBe(403)
    expect((await stranger.open(at.links.case(number))).status).toBe(404)
    expect((await stranger.open(at.links.form(PLATFORM, { verb: 'submit', number }))).status).toBe(403)
  })

  it('opens a task’s form only for those it asks, and opening changes nothing', async () => {
    const number = await filed('wang.li')
    const before = await at.house.store.case(number)
    const form = at.links.form(PLATFORM, { verb: 'submit', number, position: 'review#1' })
    const [reviewer = ''] = await asked(number)
    expect((await somebody('wang.li').open(form)).status).toBe(403)
    const page = await somebody(reviewer).open(form)
    expect([page.status, page.html]).toEqual([200, expect.stringContaining('初审结论')])
    expect((await somebody('wang.li').open(at.links.form(PLATFORM, { verb: 'approve', number }))).status).toBe(403)
    expect(await at.house.store.case(number)).toEqual(before)
    const who = somebody(reviewer)
    const { data } = await who.open(form)
    const found = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' }
    expect((await who.act(data, { do: 'submit', values: found })).is).toBe('done')
    expect((await who.act(data, { do: 'press' })).is).toBe('refused')
    const late = await who.open(form)
    expect([late.status, late.html]).toEqual([403, expect.stringMatching(/处理过|不能/)])
  })

  it('shows a decision with its amount; pressed twice it counts once; on a stale page it is void', async () => {
    const { number, approver, change } = await planned()
    const boss = somebody(approver)
    const reject = await boss.open(at.links.form(PLATFORM, { verb: 'reject', number }))
    expect(reject.html).toMatch(/<summary>请审批：退款 ¥800\.00/)
    const address = at.links.form(PLATFORM, { verb: 'approve', number })
    const stale = await boss.open(address)
    expect(stale.html).toContain('¥800.00')
    await change('1900')
    expect((await boss.act(stale.data, { do: 'press' })).text).toMatch(/有变化|处理过/)
    const fresh = await boss.open(address)
    expect(fresh.html).toContain('¥1,900.00')
    const replies = await Promise.all([1, 2].map(() => boss.act(fresh.data, { do: 'press' })))
    expect(replies.map(({ is }) => is)).toEqual(['done', 'done'])
    const facts = await at.house.store.facts(number)
    expect(facts.filter(({ what }) => what.is === 'approved')).toHaveLength(1)
  })

  it('speaks the language of whoever reads', async () => {
    const emma = await somebody('emma.clarke').open(filing())
    expect(emma.html).toMatch(/<html lang="en">[\s\S]*File a complaint[\s\S]*What happened/)
    expect(emma.html).not.toMatch(/\p{Script=Han}/u)
  })

  it('keeps one’s settings', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(at.links.form(PLATFORM, { verb: 'preferences' }))
    const reply = await li.act(data, { do: 'submit', values: { language: 'en' } })
    expect([reply.is, reply.html]).toEqual(['done', expect.stringContaining('saved')])
    const again = await li.open(at.links.form(PLATFORM, { verb: 'preferences' }))
    await li.act(again.data, { do: 'submit', values: { language: 'zh' } })
  })

  it('lists what waits and what was filed', async () => {
    const number = await filed('wang.li')
    expect((await somebody('wang.li').open('/f/playground/home')).html).toContain(number)
  })
})

async function asked(number: string): Promise<readonly string[]> {
  await at.house.settle()
  const people = Object.keys(at.house.shelf.company.live.directory.people)
  const waits = await Promise.all(
    people.map(async (id) => (await at.house.store.tasksOf(id)).some(({ row }) => row.number === number)),
  )
  return people.filter((_id, n) => waits[n])
}

/** A refund of 800 that waits for its approver; `change` has it returned and proposed anew. */
async function planned() {
  const number = await filed('wang.li')
  const fill = async (verb: 'submit' | 'return', values: object): Promise<void> => {
    const [who = ''] = await asked(number)
    const one = somebody(who)
    const page = await one.open(at.links.form(PLATFORM, { verb, number }))
    const reply = await one.act(page.data, { do: 'submit', values })
    if (reply.is !== 'done') throw new Error(JSON.stringify(reply))
  }
  await fill('submit', { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' })
  await fill('submit', { cause_kind: 'design', root_cause: '焊点', advice: '退款' })
  const propose = (plan_amount: string): Promise<void> => fill('submit', { plan_kind: 'refund', plan_amount, ...TERMS })
  await propose('800')
  const [approver = ''] = await asked(number)
  return {
    number,
    approver,
    async change(amount: string): Promise<void> {
      await fill('return', { to: 'plan', reason: '再看看' })
      await propose(amount)
    },
  }
}

describe('files', () => {
  it('are taken as they are when their content is allowed, and given only with the case that shows them', async () => {
    const li = somebody('wang.li')
    const { data } = await li.open(filing())
    const headers = { 'x-redress-token': data.csrf, 'x-file-name': encodeURIComponent('照片.png') }
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('picture')])
    const up = await li.post('/f/playground/files', png, headers)
    expect([up.status, up.file.name]).toEqual([201, '照片.png'])
    expect((await li.post('/f/playground/files', '<html>', headers)).status).toBe(415)
    const sent = await li.act(data, { do: 'submit', values: { ...VALUES, photos: [up.file] } })
    const number = /C-\d{8}-\d{4}/.exec(sent.html)?.[0] ?? ''
    const path = `/f/playground/case/${number}/${up.file.sha256}`
    expect((await li.open(`/f/playground/case/${number}`)).html).toContain(path)
    const got = await li.get(path)
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(Buffer.from(await got.arrayBuffer())).toEqual(png)
    const other = await filed('wang.li')
    expect((await li.get(`/f/playground/case/${other}/${up.file.sha256}`)).status).toBe(404)
    expect((await somebody('U404').open(path)).status).toBe(404)
  })
})

it('whoever sends too much has to wait, and nobody else', async () => {
  const [li, yang] = [somebody('shi.min'), somebody('wei.xin')]
  const [mine, hers] = [await li.open(filing()), await yang.open(filing())]
  const send = (who: typeof li, csrf: string) =>
    who.post('/f/playground/files', 'x', { 'x-redress-token': csrf, 'x-file-name': 'x.txt' })
  const statuses = await Promise.all(Array.from({ length: 70 }, () => send(li, mine.data.csrf)))
  // The minute may have turned in between.
  expect(statuses.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  expect((await send(yang, hers.data.csrf)).status).toBe(201)
})

it('logs nothing of what people wrote', () => {
  expect(JSON.stringify(at.logged)).not.toMatch(/张三|138|wang|冰箱/)
})
