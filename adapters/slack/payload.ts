/** The parts of signed payloads that are read, and the inbox keys made of them (platforms/slack.md section 9). */

import type { Origin } from './form-meta.ts'
import type { Payload } from './listen.ts'
import type { Account } from './people.ts'
import type { ViewState } from './read-form.ts'
import { isRecord } from './records.ts'

/** Somebody pressed something. */
export interface Pressed {
  readonly account: Account
  readonly origin: Origin
  readonly trigger: string
  readonly action: string
  readonly block: string
  readonly value: string
  readonly view: ViewState | undefined
  /** `home`, `modal` or `message`. */
  readonly where: 'home' | 'modal' | 'message'
  readonly key: string
}

/** A string of a payload; empty when it is not there. */
export function text(payload: unknown, ...path: readonly string[]): string {
  const found = at(payload, ...path)
  return typeof found === 'string' ? found : ''
}

/** Whatever stands at a path. */
export function at(payload: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), payload)
}

/** Who acted, in commands (flat) and in everything else. */
export function accountOf(payload: Payload): Account {
  if (typeof payload.user_id === 'string') return { user: payload.user_id, team: optional(payload.team_id) }
  const team = optional(at(payload, 'user', 'team_id')) ?? optional(at(payload, 'team', 'id'))
  return { user: text(payload, 'user', 'id'), team }
}

/** Where it happened, as far as the payload says. */
export function originOf(payload: Payload): Origin {
  return {
    channel:
      optional(at(payload, 'channel', 'id')) ??
      optional(at(payload, 'container', 'channel_id')) ??
      optional(payload.channel_id),
    thread: optional(at(payload, 'message', 'thread_ts')) ?? optional(at(payload, 'container', 'thread_ts')),
    responseUrl: optional(payload.response_url),
  }
}

/** The first action of a block_actions payload; Slack sends one at a time. */
export function pressedOf(payload: Payload): Pressed | undefined {
  const [action] = Array.isArray(payload.actions) ? (payload.actions as unknown[]) : []
  if (!isRecord(action)) return undefined
  const value = optional(action.value) ?? optional(at(action, 'selected_option', 'value')) ?? ''
  const view = isRecord(payload.view) ? (payload.view as unknown as ViewState) : undefined
  const type = text(payload, 'view', 'type')
  const ids = { action: text(action, 'action_id'), block: text(action, 'block_id') }
  const account = accountOf(payload)
  const place = view?.id ?? `${text(payload, 'channel', 'id')}/${text(payload, 'container', 'message_ts')}`
  const parts = ['slack', 'action', place, ids.action, value, account.user, text(action, 'action_ts')]
  return {
    ...ids,
    account,
    value,
    view,
    origin: originOf(payload),
    trigger: text(payload, 'trigger_id'),
    where: type === 'home' ? 'home' : view === undefined ? 'message' : 'modal',
    key: parts.join('/'),
  }
}

/** A task card's position, from the block its buttons stand in: `redress|task/<position>/<step>|r<revision>`. */
export function positionOf(block: string): string | undefined {
  return /^redress\|task\/([^/|]+)/.exec(block)?.[1]
}

/** The words behind a slash command. */
export const commandKey = (payload: Payload): string => `slack/command/${text(payload, 'trigger_id')}`
/** One modal is handed in once; sent again after an error it has the same key, which only success uses up. */
export const submissionKey = (view: ViewState): string => `slack/view/${view.id}`
export const shortcutKey = (payload: Payload): string => `slack/shortcut/${text(payload, 'trigger_id')}`
export const eventKey = (payload: Payload): string => `slack/event/${text(payload, 'event_id')}`

const optional = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
