/** A shared link to a case shows where the case stands: to colleagues, for whoever shared it, and no more than a headline. */
import type { Card } from '../../cards/model.ts'
import type { PlatformParts } from '../../src/ports.ts'
import type { Call } from './api.ts'
import { LIMITS } from './clamp.ts'
import type { Front } from './front.ts'
import type { Payload } from './listen.ts'
import { at, eventKey, text } from './payload.ts'
import { plainText } from './plain-text.ts'
import { isRecord } from './records.ts'
import { renderBlocks, type SlackBlock } from './render.ts'

/** Links looked at in one message. */
const MOST = 5

/** Unfurls the links of a link_shared event that lead to cases; others are left alone. */
export async function unfurl(front: Front, call: Call, payload: Payload): Promise<void> {
  const event = at(payload, 'event')
  const caller = front.caller({ user: text(event, 'user') })
  // A stranger learns nothing by pasting numbers.
  if (caller.actor.kind !== 'person') return
  const unfurls: Record<string, object> = {}
  for (const [i, url] of linksOf(event).slice(0, MOST).entries()) {
    const number = numberOf(url, front.parts.links)
    if (number === undefined) continue
    const reply = await front.parts.reception.hear(caller, `show ${number}`, `${eventKey(payload)}/${i}`)
    if (reply.is === 'card') unfurls[url] = { blocks: headline(reply.card) }
  }
  if (Object.keys(unfurls).length === 0) return
  await call('chat.unfurl', { ...placeOf(event), unfurls })
}

function linksOf(event: unknown): readonly string[] {
  const links = at(event, 'links')
  return Array.isArray(links) ? links.filter(isRecord).map((link) => text(link, 'url')) : []
}

/** While somebody is still writing there is no message yet, only an id. */
function placeOf(event: unknown): Readonly<Record<string, string>> {
  const unfurl_id = text(event, 'unfurl_id')
  const source = text(event, 'source')
  if (unfurl_id !== '' && source !== '') return { unfurl_id, source }
  return { channel: text(event, 'channel'), ts: text(event, 'message_ts') }
}

/** The number a link leads to; undefined when it is no link of ours. */
export function numberOf(url: string, links: PlatformParts['links']): string | undefined {
  const ours = links?.case('')
  if (ours === undefined || !url.startsWith(ours)) return undefined
  return /^[A-Z]{1,4}-\d{8}-\d{4,}/.exec(url.slice(ours.length))?.[0]
}

/** What it is and where it stands: nothing that somebody wrote, nobody's data. */
function headline({ header, blocks }: Card): SlackBlock[] {
  const strip = blocks.filter(({ block }) => block === 'strip')
  return [{ type: 'header', text: plainText(header, LIMITS.header) }, ...renderBlocks(strip, [])]
}
