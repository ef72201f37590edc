import { createHmac } from 'node:crypto'
import type { App } from '@slack/bolt'
import { describe, expect, it, vi } from 'vitest'
import { makeReceiver, type ReceiverParts } from './receiver.ts'
import { disbelief, signatureOf } from './verify.ts'

const SECRET = 'signing-secret'
const NOW = 1_795_000_000_000
const SECONDS = NOW / 1000
const BODY = 'command=%2Fcomplaint&text=%E5%86%B0%E7%AE%B1&user_id=U1'
const FORM = 'application/x-www-form-urlencoded'

/** Slack's recipe, written down once more. */
const sign = (body: string, at: number, secret = SECRET): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`

describe('a signature', () => {
  const judge = (timestamp: string | null, signature: string | null, body = BODY) =>
    disbelief(SECRET, { body: Buffer.from(body), timestamp, signature }, NOW)

  it('is believed when it is right, to the edges of the time window and no further', () => {
    for (const age of [0, 300, -60]) expect(judge(String(SECONDS - age), sign(BODY, SECONDS - age))).toBeUndefined()
    expect(judge(String(SECONDS - 301), sign(BODY, SECONDS - 301))).toBe('too_old')
    expect(judge(String(SECONDS + 61), sign(BODY, SECONDS + 61))).toBe('from_the_future')
    // Bolt itself lets this one through (platforms/slack.md section 4).
    expect(judge(String(SECONDS + 86_400), sign(BODY, SECONDS + 86_400))).toBe('from_the_future')
  })

  it('is not believed with another secret, body, moment or length, nor when it is missing', () => {
    const good = sign(BODY, SECONDS)
    expect(judge(String(SECONDS), sign(BODY, SECONDS, 'other'))).toBe('wrong_signature')
    expect(judge(String(SECONDS), good, `${BODY}&x=1`)).toBe('wrong_signature')
    expect(judge(String(SECONDS - 1), good)).toBe('wrong_signature')
    expect(judge(String(SECONDS), good.slice(0, -1))).toBe('wrong_signature')
    expect(judge(String(SECONDS), good.replace('v0=', 'v1='))).toBe('wrong_signature')
    for (const [at, mark] of [
      [null, good],
      [String(SECONDS), null],
      ['1e9', good],
      ['', good],
      ['12 ', good],
    ] as const)
      expect(judge(at, mark)).toBe('unsigned')
  })

  it("is the one of Slack's documentation", () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    expect(signatureOf('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    )
  })
})

interface Fed {
  readonly body: Record<string, unknown>
  readonly ack: (said?: unknown) => Promise<void>
  readonly retryNum?: number
  readonly retryReason?: string
}

function stand(process: (event: Fed) => Promise<void>, direct: ReceiverParts['direct'] = {}) {
  const heard: string[] = []
  const counted: string[] = []
  const receiver = makeReceiver({
    signingSecret: SECRET,
    wall: () => NOW,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    meter: { count: (_p, what, labels) => counted.push(`${what} ${labels?.result ?? ''}`.trim()), gauge: () => {} },
    heard: (kind) => heard.push(kind),
    direct,
  })
  receiver.init({ processEvent: process } as unknown as App)
  const post = (body: string, type: string, headers: Record<string, string> = {}) =>
    receiver.routes.request('/slack/events', {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(SECONDS),
        'x-slack-signature': sign(body, SECONDS),
        ...headers,
      },
    })
  return { post, heard, counted }
}

describe('the way in', () => {
  it('refuses what is not proven before anything looks at it', async () => {
    const process = vi.fn()
    const { post, heard } = stand(process)
    expect((await post(BODY, FORM, { 'x-slack-signature': 'v0=00' })).status).toBe(401)
    expect((await post(BODY, FORM, { 'x-slack-request-timestamp': String(SECONDS - 400) })).status).toBe(401)
    expect(process).not.toHaveBeenCalled()
    expect(heard).toEqual([])
  })

  it('takes any writing of a content type, and reads the body itself', async () => {
    const seen: unknown[] = []
    const { post } = stand(async ({ body, ack }) => {
      seen.push(body)
      await ack()
    })
    for (const type of [
      FORM,
      `${FORM}; charset=utf-8`,
      'Application/X-WWW-Form-Urlencoded;charset=UTF-8',
      'text/plain',
    ])
      expect((await post(BODY, type)).status).toBe(200)
    expect(seen).toEqual(Array(4).fill({ command: '/complaint', text: '冰箱', user_id: 'U1' }))
    const event = JSON.stringify({ type: 'event_callback', event: { type: 'x' } })
    await post(event, 'application/json; charset=utf-8')
    expect(seen.at(-1)).toEqual(JSON.parse(event))
    await post(`payload=${encodeURIComponent('{"type":"block_actions","user":{},"a":"&"}')}`, FORM)
    expect(seen.at(-1)).toEqual({ type: 'block_actions', user: {}, a: '&' })
  })

  it('answers the handshake and the certificate check, and refuses what cannot be read', async () => {
    const { post } = stand(vi.fn())
    const hello = await post('{"type":"url_verification","challenge":"c1"}', 'application/json')
    expect([hello.status, await hello.json()]).toEqual([200, { challenge: 'c1' }])
    expect((await post('ssl_check=1&token=x', FORM)).status).toBe(200)
    for (const [body, type] of [
      ['{', 'application/json'],
      ['[]', 'application/json'],
      ['payload=%7B', FORM],
    ] as const)
      expect((await post(body, type)).status).toBe(400)
  })

  it('tells bolt of a repeated delivery, and answers with the first acknowledgement', async () => {
    let fed: Fed | undefined
    const { post } = stand(async (event) => {
      fed = event
      await event.ack({ response_action: 'errors', errors: { 'f.text': '!' } })
      await event.ack('second')
    })
    const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' }
    const answer = await post('payload={"type":"view_submission","user":{}}', FORM, headers)
    expect(await answer.json()).toEqual({ response_action: 'errors', errors: { 'f.text': '!' } })
    expect(fed).toMatchObject({ retryNum: 2, retryReason: 'http_timeout' })
  })

  it('hands clicks to their handler at once, and everything else to bolt; one that fails has nothing to say', async () => {
    const bolts = vi.fn(async ({ ack }: Fed) => ack())
    const clicks: unknown[] = []
    const { post } = stand(bolts, {
      block_actions: async (payload, ack) => {
        clicks.push(payload)
        if (payload.fails === true) throw new Error('secret of 张伟')
        await ack({ said: 'first' })
        await ack({ said: 'second' })
      },
    })
    const click = await post('payload={"type":"block_actions","user":{}}', FORM)
    expect(await click.json()).toEqual({ said: 'first' })
    const failing = await post('payload={"type":"block_actions","user":{},"fails":true}', FORM)
    expect([failing.status, await failing.text()]).toEqual([200, ''])
    expect(clicks).toEqual([
      { type: 'block_actions', user: {} },
      { type: 'block_actions', user: {}, fails: true },
    ])
    expect(bolts).not.toHaveBeenCalled()
    await post('payload={"type":"view_submission","user":{}}', FORM)
    expect(bolts).toHaveBeenCalledOnce()
  })

  it('says 500 when a listener fails before it acknowledged, and nothing of why', async () => {
    const { post } = stand(async () => Promise.reject(new Error('secret of 张伟')))
    const answer = await post(BODY, FORM)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
  })

  it('answers before Slack gives up, whatever a listener is doing', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { post, counted } = stand(() => new Promise(() => {}))
      const waiting = post(BODY, FORM)
      let answered = false
      void Promise.resolve(waiting).then(() => {
        answered = true
      })
      // The body is read before the watch begins.
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(2_800)
      expect(answered).toBe(false)
      await vi.advanceTimersByTimeAsync(200)
      expect((await waiting).status).toBe(200)
      expect(counted).toContain('late_answers')
    } finally {
      vi.useRealTimers()
    }
  })

  it('counts what people do apart from what Slack sends by itself', async () => {
    const { post, heard } = stand(async ({ ack }) => ack())
    await post(BODY, FORM)
    for (const type of ['block_actions', 'view_submission', 'message_action', 'made_up'])
      await post(`payload={"type":"${type}","user":{}}`, FORM)
    await post('{"type":"event_callback","event":{}}', 'application/json')
    expect(heard).toEqual(['command', 'block_actions', 'view_submission', 'message_action', 'event', 'event'])
  })
})
