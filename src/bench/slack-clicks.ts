/** Signed Slack requests of the bench: how a click and a command look on the wire, and how they are signed. */
import { createHmac } from 'node:crypto'

export const SLACK_SECRET = 'bench-signing-secret'
export const PATH = '/slack/events'

/** One approval that waits for its click. */
export interface Waiting {
  readonly number: string
  readonly revision: number
  /** The block the button stands in. */
  readonly block: string
  /** The approver's account. */
  readonly user: string
}

/** A body with the headers that prove it. */
export interface Signed {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The body of a click on Approve. `apiUrl` is where answers go. */
export function clickBody({ number, revision, block, user }: Waiting, n: number, apiUrl: string): string {
  const action = { type: 'button', action_id: 'redress.approve', block_id: block, value: `${number}:${revision}` }
  const payload = {
    type: 'block_actions',
    user: { id: user },
    team: { id: 'TBENCH' },
    api_app_id: 'ABENCH',
    container: { type: 'message', message_ts: `1.${n}`, channel_id: 'CBENCH' },
    channel: { id: 'CBENCH' },
    message: { ts: `1.${n}` },
    trigger_id: `t${n}`,
    response_url: new URL('/hooks/x', apiUrl).href,
    actions: [{ ...action, action_ts: `${n}.1` }],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

/** The body of `/complaint` without words. */
export function commandBody(user: string, trigger: string, apiUrl: string): string {
  const place = { team_id: 'TBENCH', channel_id: 'CBENCH', user_id: user, trigger_id: trigger }
  return new URLSearchParams({
    ...{ command: '/complaint', text: '', ...place },
    response_url: new URL('/hooks/x', apiUrl).href,
  }).toString()
}

/** Signs a body as Slack does, now. */
export function signed(body: string): Signed {
  const moment = String(Math.floor(Date.now() / 1000))
  const mark = createHmac('sha256', SLACK_SECRET).update(`v0:${moment}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'x-slack-request-timestamp': moment,
      'x-slack-signature': `v0=${mark}`,
    },
  }
}
