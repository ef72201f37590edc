/** The house in Slack beyond cards and forms: home, links, doctor, places that are gone or closed, and a full outbox. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkPlatforms } from '../../src/cli/doctor-platforms.ts'
import { readPolicy } from '../../src/policy-shelf.ts'
import type { Finding } from '../../src/ports.ts'
import { makeCast } from '../contract-cast.ts'
import { SCOPES } from './doctor.ts'
import { openBench, type SlackBench } from './testing/bench.ts'
import { messagesAt } from './testing/messages.ts'
import { nag } from './testing/samples.ts'
import type { Call, StandingView } from './testing/workspace.ts'

let bench: SlackBench
beforeAll(async () => {
  bench = await openBench({ reachable: true })
}, 40_000)
afterAll(() => bench.close())
beforeEach(() => {
  bench.town.workspace.weather = undefined
})

const user = (name: string): string => bench.town.workspace.users.get(name) ?? ''
const channel = (name: string): string => bench.town.workspace.channels.get(name) ?? ''

interface HomeBlock {
  readonly type: string
  readonly accessory?: { readonly action_id: string; readonly value: string }
  readonly elements?: readonly { readonly action_id: string; readonly value?: string }[]
}

const homeOf = (name: string): StandingView | undefined =>
  [...bench.town.workspace.views.values()].find(({ user: own, view }) => own === user(name) && view.type === 'home')
const linesOf = (view: StandingView | undefined): readonly HomeBlock[] =>
  ((view?.view.blocks ?? []) as readonly HomeBlock[]).filter(({ accessory }) => accessory !== undefined)

async function press(name: string, button: { readonly action_id: string; readonly value?: string }) {
  const view = homeOf(name)
  if (view === undefined) throw new Error('no home')
  const payload = { type: 'block_actions', container: { type: 'view', view_id: view.id } }
  const outcome = await bench.driver.onView(name, view, {
    ...payload,
    actions: [{ type: 'button', ...button, action_ts: '1' }],
  })
  return bench.followed(outcome, name)
}

describe('App Home', () => {
  it('shows what waits, opens its form, follows what changes, and files from there', async () => {
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    await bench.driver.event({ type: 'app_home_opened', user: user(reviewer), tab: 'home' })
    const home = await bench.town.workspace.until(() => homeOf(reviewer))
    const line = linesOf(home).find(({ accessory }) => accessory?.value.startsWith(`${number}:`))
    if (line?.accessory === undefined) throw new Error('the case is not on the home')
    expect((await press(reviewer, line.accessory)).form).toMatchObject({ number })
    await cast.work(number, 'submit', {
      verdict: 'complaint',
      safety: 'none',
      core_function: 'lost',
      scope: 'one',
      wish: ['refund'],
    })
    await bench.town.workspace.until(() =>
      linesOf(homeOf(reviewer)).some(({ accessory }) => accessory?.value.startsWith(number)) ? undefined : true,
    )
    const always = (home.view.blocks as readonly HomeBlock[])[0]?.elements ?? []
    expect(always.map(({ action_id }) => action_id)).toEqual(['redress.say', 'redress.say.settings'])
    expect((await press(reviewer, always[0] ?? { action_id: '' })).form?.fields).toContain('f.text')
    expect((await press(reviewer, always[1] ?? { action_id: '' })).form?.id).toBe('redress.form.preferences')
  })

  it('tells a stranger that there is nothing for them', async () => {
    await bench.driver.event({ type: 'app_home_opened', user: user('mallory'), tab: 'home' })
    const home = await bench.town.workspace.until(() => homeOf('mallory'))
    expect(linesOf(home)).toEqual([])
  })
})

describe('a shared link', () => {
  const share = (name: string, url: string) =>
    bench.driver.event({
      ...{ type: 'link_shared', user: user(name), channel: channel('service'), message_ts: '1.5' },
      links: [{ url, domain: '127.0.0.1' }],
    })

  it('shows where the case stands, nobody their data, and strangers nothing', async () => {
    const number = await makeCast(bench).file()
    const url = `${bench.house.config.publicUrl}/f/case/${number}`
    await share('mallory', url)
    await share('wang.li', `${bench.house.config.publicUrl}/f/case/C-20200101-0001`)
    await share('wang.li', url)
    const { unfurls } = bench.town.workspace.supplement
    await bench.town.workspace.until(() => unfurls[0])
    expect(unfurls).toHaveLength(1)
    const text = JSON.stringify(unfurls[0]?.unfurls[url])
    expect(text).toContain(number)
    expect(text).not.toMatch(/13800138000|张伟|三天就不制冷/)
  })
})

describe('the doctor', () => {
  const findings = async (): Promise<Record<string, Finding['is']>> => {
    const found: Record<string, Finding['is']> = {}
    for await (const { check, is, fix } of bench.house.platforms.get('slack')?.doctor?.() ?? []) {
      found[check] = is
      if (is === 'bad') expect(fix?.zh.length).toBeGreaterThan(4)
    }
    return found
  }

  it('finds everything well', async () => {
    bench.town.workspace.supplement.scopes = SCOPES
    await makeCast(bench).file()
    const found = await findings()
    expect(found).toMatchObject({ token: 'good', clock: 'good', way_in: 'good', signature: 'good', scopes: 'good' })
    expect(found).toMatchObject({ 'channel quality': 'good', people: 'good', interactions: 'good' })
  })

  it('finds the same from the command line, beside the running server', async () => {
    bench.town.workspace.supplement.scopes = SCOPES
    await bench.hear('wang.li', 'help', 'k')
    const { config } = bench.house
    const found: [string, Finding['is']][] = []
    for await (const { check, is } of checkPlatforms(config, readPolicy(config))) found.push([check, is])
    expect(Object.fromEntries(found)).toMatchObject({
      'slack: token': 'good',
      'slack: way_in': 'good',
      'slack: interactions': 'good',
    })
  })

  it('names what is wrong: scopes, channels, people, a token that is taken back', async () => {
    const { workspace } = bench.town
    workspace.supplement.scopes = SCOPES.filter((scope) => scope !== 'files:read')
    await workspace.ask('conversations.leave', { channel: channel('finance') })
    await workspace.ask('conversations.archive', { channel: channel('logistics') })
    const found = await findings()
    await workspace.ask('conversations.unarchive', { channel: channel('logistics') })
    await workspace.ask('conversations.join', { channel: channel('finance') })
    expect(found).toMatchObject({ scopes: 'bad', 'channel finance': 'warning', 'channel logistics': 'bad' })
    workspace.weather = () => ({ is: 'refused', error: 'token_revoked' })
    expect(await findings()).toMatchObject({ token: 'bad' })
  })
})

describe('places', () => {
  it('get a fresh card when somebody deleted the old one', async () => {
    const { workspace } = bench.town
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const [card] = (await bench.cards('channel/quality')).filter((one) => one.number === number)
    const [, ts] = card?.post.split(':') ?? []
    await workspace.ask('chat.delete', { channel: channel('quality'), ts })
    await cast.work(number, 'submit', {
      verdict: 'complaint',
      safety: 'none',
      core_function: 'lost',
      scope: 'one',
      wish: ['refund'],
    })
    const now = (await bench.cards('channel/quality')).filter((one) => one.number === number)
    expect(now).toHaveLength(1)
    expect(now[0]?.post).not.toBe(card?.post)
  })

  it('that are archived lose nothing: it goes elsewhere, and the operators are told', async () => {
    const { workspace } = bench.town
    await workspace.ask('conversations.archive', { channel: channel('quality') })
    const number = await makeCast(bench).file()
    await bench.house.settle()
    await workspace.ask('conversations.unarchive', { channel: channel('quality') })
    const sent = await bench.house.store.messages(number)
    expect(sent.filter(({ state }) => state !== 'sent')).toEqual([])
    const told = ({ method, args }: Call): boolean =>
      method === 'chat.postMessage' && args.channel === channel('operator') && String(args.text).includes(number)
    await workspace.until(() => workspace.calls.find(told))
  })
})

describe('a click', () => {
  it('is not held up by five hundred messages that wait, nor by a 429 among them', async () => {
    const { workspace } = bench.town
    const slack = bench.house.platforms.get('slack')
    let limited = 0
    workspace.weather = ({ method }) => {
      if (method !== 'chat.postMessage') return undefined
      limited += 1
      return limited === 1 ? { is: 'limited', seconds: 30 } : { is: 'slow', ms: 400 }
    }
    const { number: _number, ...word } = nag('zh')
    const left = Array.from({ length: 500 }, (_, i) => `many-${i}`)
    const lane = async (): Promise<void> => {
      for (let key = left.pop(); key !== undefined; key = left.pop())
        await slack?.sendMessage(channel('other'), word, key)
    }
    // As many lanes as delivery works at once.
    const lanes = Array.from({ length: 16 }, lane)
    await workspace.until(() => (limited > 5 ? true : undefined))
    const from = workspace.calls.length
    const began = performance.now()
    expect((await bench.hear('wang.li', '', 'k')).is).toBe('form')
    const opened = workspace.calls.slice(from).find(({ method }) => method === 'views.open')
    expect((opened?.at ?? Number.POSITIVE_INFINITY) - began).toBeLessThan(1_500)
    expect(left.length).toBeGreaterThan(300)
    left.length = 0
    await Promise.all(lanes)
  })

  it('needs no more of Slack than an answer: with its Web API down it is decided all the same', async () => {
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const card = await cast.cardOf(reviewer, number)
    const message = (await messagesAt(bench.town.workspace, `person/${reviewer}`)).find(({ ts }) =>
      card.post.endsWith(ts),
    )
    if (message === undefined) throw new Error('no card')
    const form = await cast.formOf(bench.click(reviewer, card, 'note', 'k'))
    bench.town.workspace.weather = () => ({ is: 'cut' })
    const seen = await bench.submit(reviewer, form, { reason: '客户很急' }, 'k')
    expect(seen).toMatchObject({ is: 'done', number })
    bench.town.workspace.weather = undefined
    await bench.pass(3_600_000)
    expect((await bench.house.store.messages(number)).every(({ state }) => state === 'sent')).toBe(true)
  })
})
