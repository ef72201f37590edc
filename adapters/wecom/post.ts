/** One message to one address: the right API for a member, a chat or a robot, within the quota, and what came of it. */
import type { SendOutcome } from '../../src/ports.ts'
import { splitAddress } from './address.ts'
import type { Answered, Api } from './api.ts'
import { type Failure, sendFailure } from './errors.ts'
import type { Quota } from './quota.ts'
import type { Content } from './render.ts'
import { LIMITS, type WecomSettings } from './settings.ts'

export interface PostParts {
  readonly settings: Pick<WecomSettings, 'agentId' | 'secretOf'>
  readonly api: Api
  readonly quota: Quota
}

/** What a post came to: delivered with WeCom's answer, or a failure. */
export type Posted =
  | { readonly ok: Readonly<Record<string, unknown>> }
  | { readonly not: Exclude<SendOutcome, { is: 'sent' }> }

/** How long the very same body of this type is recognised, in seconds. */
export function recognised(msgtype: string): number {
  return LIMITS.duplicates[msgtype === 'template_card' ? 'card' : 'text']
}

/** The body of message/send for one member. `checked`: WeCom recognises the very same body again for a while. */
export function memberBody(userid: string, { msgtype, content }: Content, agentId: string, checked: boolean): object {
  const duplicates = { enable_duplicate_check: 1, duplicate_check_interval: recognised(msgtype) }
  return { touser: userid, msgtype, agentid: Number(agentId), [msgtype]: content, ...(checked ? duplicates : {}) }
}

/** Sends a body of `memberBody`. */
export async function postToMember(
  { api, quota }: PostParts,
  body: object,
  to: string,
  what: 'queued' | 'answer',
): Promise<Posted> {
  const wait = quota.take(to, what)
  if (wait !== undefined) return { not: { is: 'retry', after: wait, why: 'member quota' } }
  const checked = 'enable_duplicate_check' in body
  const answered = await api.call({ path: '/cgi-bin/message/send', body, repeatable: checked })
  return readPosted(answered, splitAddress(to).id)
}

/** Sends to a chat or by a robot. Nothing recognises a repetition there, so a lost answer stays lost. */
export async function postToGroup({ settings, api, quota }: PostParts, content: Content, to: string): Promise<Posted> {
  const { kind, id } = splitAddress(to)
  const wait = quota.take(to, 'queued')
  if (wait !== undefined) return { not: { is: 'retry', after: wait, why: 'group quota' } }
  const body = { msgtype: content.msgtype, [content.msgtype]: content.content }
  if (kind === 'chat')
    return readPosted(
      await api.call({ path: '/cgi-bin/appchat/send', body: { chatid: id, ...body }, repeatable: false }),
    )
  const key = settings.secretOf?.(id)
  if (key === undefined) return { not: { is: 'closed', why: 'robot key not set' } }
  const call = { path: '/cgi-bin/webhook/send', query: { key }, body, repeatable: false, withoutToken: true }
  return readPosted(await api.call(call))
}

/** An answer of 0 can still mean that this member did not get it. */
function readPosted(answered: Answered, userid?: string): Posted {
  if (!('ok' in answered)) return { not: sendFailure(answered satisfies Failure) }
  if (userid === undefined) return answered
  const { invaliduser, unlicenseduser } = answered.ok
  const missed = [invaliduser, unlicenseduser].flatMap((list) => (typeof list === 'string' ? list.split('|') : []))
  return missed.some((one) => one.toLowerCase() === userid.toLowerCase())
    ? { not: { is: 'closed', why: 'recipient cannot be reached' } }
    : answered
}
