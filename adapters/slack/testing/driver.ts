/**
 * People in Slack: they type, press and fill in, and every bit of it arrives at Redress as a signed HTTP request built
 * from what stands in the workspace. Shares no code with the adapter.
 */
import { createHmac } from 'node:crypto'
import { type Drawn, findButton } from './messages.ts'
import type { StandingView, Whisper, Workspace } from './workspace.ts'
import { SIGNING_SECRET } from './workspace.ts'

export interface DriverOptions {
  readonly workspace: Workspace
  /** Where Redress listens. */
  readonly url: string
  readonly wall: () => number
}

/** What came of something somebody did. */
export interface Outcome {
  readonly status: number
  /** The body of the answer, where there is one. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  /** The trigger and the response_url that went with it. */
  readonly trigger: string
  readonly hook: string
  /** How many answers had been whispered before. */
  readonly from: number
}

export interface Driver {
  /** Posts a body as Slack does; `headers` replace its own. */
  post(body: string, type: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  event(
    event: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
    id?: string,
  ): Promise<Response>
  command(user: string, text: string, command?: string): Promise<Outcome>
  /** Presses a button (or takes it from the menu) as it stands on the message. The same `once` sends the same bytes. */
  press(user: string, message: Drawn, verb: string, once?: string): Promise<Outcome>
  /** Anything else in an interactive payload. */
  interact(user: string, payload: Readonly<Record<string, unknown>>): Promise<Outcome>
  /** Something about a view: `view_submission`, `block_actions`, `block_suggestion`. */
  onView(user: string, view: StandingView, payload: Readonly<Record<string, unknown>>): Promise<Outcome>
  /** The modal that a trigger opened, as soon as it holds a form; or what was whispered instead. */
  followed(outcome: Outcome, user: string): Promise<{ readonly view: StandingView } | { readonly whisper: Whisper }>
}

export const TEAM = 'T000000001'

/** Somebody's hands. */
export function makeDriver({ workspace, url, wall }: DriverOptions): Driver {
  const remembered = new Map<string, { body: string; trigger: string; hook: string }>()
  const taken = new Map<string, number>()
  let ticks = 0
  const tick = (): string => {
    ticks += 1
    return `${Math.floor(Date.now() / 1000)}.${String(ticks).padStart(6, '0')}`
  }
  const account = (user: string): string => workspace.users.get(user) ?? user

  async function post(body: string, type: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const timestamp = headers['x-slack-request-timestamp'] ?? String(Math.floor(wall() / 1000))
    const hmac = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex')
    const signed = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hmac}` }
    return fetch(`${url}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...signed, ...headers },
    })
  }

  async function context(user: string) {
    const made = await workspace.ask<{ trigger_id: string }>('views.generateTriggerId', { user_id: account(user) })
    workspace.supplement.triggers.set(made.trigger_id, account(user))
    const hook = workspace.hooks.make(account(user))
    return { trigger: made.trigger_id, hook, response_url: workspace.apiUrl.replace(/api\/$/, `hooks/${hook}`) }
  }

  async function outcome(body: string, trigger: string, hook: string): Promise<Outcome> {
    const from = workspace.whispers.length
    const response = await post(body, 'application/x-www-form-urlencoded')
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), trigger, hook, from }
  }

  async function send(user: string, payload: Readonly<Record<string, unknown>>, once?: string): Promise<Outcome> {
    const same = once === undefined ? undefined : remembered.get(once)
    if (same !== undefined) return outcome(same.body, same.trigger, same.hook)
    const { trigger, hook, response_url } = await context(user)
    const who = {
      user: { id: account(user), team_id: TEAM },
      team: { id: TEAM },
      api_app_id: 'AREDRESS01',
      token: 'old',
    }
    const whole = { ...who, trigger_id: trigger, response_url, ...payload }
    const body = new URLSearchParams({ payload: JSON.stringify(whole) }).toString()
    if (once !== undefined) remembered.set(once, { body, trigger, hook })
    return outcome(body, trigger, hook)
  }

  /** The next whisper to this response_url, or to this person without one. */
  function whisper({ hook, from }: Outcome, user: string): Whisper | undefined {
    const mine = workspace.whispers.filter(
      (one, i) => one.hook === hook || (i >= from && one.hook === undefined && one.user === account(user)),
    )
    const next = mine[taken.get(hook) ?? 0]
    if (next !== undefined) taken.set(hook, (taken.get(hook) ?? 0) + 1)
    return next
  }

  return {
    post,
    event: (event, headers = {}, id = `Ev${tick()}`) => {
      const body = {
        type: 'event_callback',
        team_id: TEAM,
        api_app_id: 'AREDRESS01',
        event_id: id,
        event_time: 1,
        event,
      }
      return post(JSON.stringify(body), 'application/json', headers)
    },
    async command(user, text, command = '/complaint') {
      const { trigger, hook, response_url } = await context(user)
      const place = { team_id: TEAM, channel_id: [...workspace.channels.values()][0] ?? '', user_id: account(user) }
      const body = new URLSearchParams({ command, text, ...place, trigger_id: trigger, response_url, token: 'old' })
      return outcome(body.toString(), trigger, hook)
    },
    press(user, message, verb, once) {
      const action = { ...findButton(message, verb), action_ts: tick() }
      const container = { type: 'message', message_ts: message.ts, channel_id: message.channel }
      const place = { channel: { id: message.channel }, message: { ts: message.ts, ...message.thread } }
      return send(user, { type: 'block_actions', container, ...place, actions: [action] }, once)
    },
    interact: (user, payload) => send(user, payload),
    onView: (user, standing, payload) =>
      send(user, {
        ...payload,
        response_url: undefined,
        view: { ...standing.view, hash: standing.hash, ...(payload.view as object) },
      }),
    followed: (done, user) =>
      workspace.until(() => {
        const said = whisper(done, user)
        if (said !== undefined) return { whisper: said }
        const view = [...workspace.views.values()].find(({ trigger }) => trigger === done.trigger)
        return view !== undefined && !isEmpty(view) ? { view } : undefined
      }),
  }
}

/** A modal that only waits for its form. */
const isEmpty = ({ view }: StandingView): boolean => view.callback_id === undefined || view.callback_id === ''
