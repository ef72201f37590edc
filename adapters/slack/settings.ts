/** What the operator sets, what Slack can do, and the names that go over its wire. */
import type { Abilities } from '../../src/ports.ts'

/** Checked by src/config.ts. */
export interface SlackSettings {
  /** `xoxb-…` */
  readonly botToken: string
  readonly signingSecret: string
  /** `xapp-…`: turns Socket Mode on, beside HTTP. */
  readonly appToken?: string
  /** The Web API, with a slash at its end; Slack's own unless a stand-in takes its place. */
  readonly apiUrl: string
}

export const NAME = 'slack'

/** Slack's published pace is about one message a second and channel. */
export const ABILITIES: Abilities = {
  updates: 'anytime',
  recognisesKeys: false,
  reachesCustomers: false,
  perLaneSecond: 1,
}

/** Action, callback and block ids (README, "Buttons and forms"). */
export const WIRE = {
  action: 'redress.',
  /** The overflow menu; an option's value is `<verb>:<number>:<revision>`. */
  more: 'redress.more',
  /** Opens what words ask for: the value is the words. */
  say: 'redress.say',
  form: 'redress.form.',
  field: 'f.',
  /** A field's element; `check` is a single box that stands for yes. */
  value: 'value',
  check: 'check',
  event: 'redress_send',
  fileFromMessage: 'redress.file_message',
  fileAnywhere: 'redress.file',
} as const

/** Milliseconds that a call for somebody who waits may take, and one of the outbox. */
export const PATIENCE = { interactive: 2_500, outbox: 8_000 } as const
