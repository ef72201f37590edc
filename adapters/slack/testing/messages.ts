/** Messages as they stand in the workspace, read back through its Web API; and the buttons on them. */
import type { Workspace } from './workspace.ts'

/** A message with its place. `thread` is there when it stands in one. */
export interface Drawn {
  readonly channel: string
  readonly ts: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly number: string
  readonly thread: { readonly thread_ts?: string }
}

interface Block {
  readonly type: string
  readonly block_id?: string
  readonly elements?: readonly Element[]
}

interface Element {
  readonly type: string
  readonly action_id?: string
  readonly value?: string
  readonly options?: readonly { readonly value: string; readonly text: unknown }[]
  readonly confirm?: unknown
}

interface Message {
  readonly ts: string
  readonly text?: string
  readonly blocks?: readonly Block[]
  readonly thread_ts?: string
  readonly reply_count?: number
  readonly metadata?: { readonly event_payload?: { readonly number?: string } }
}

/** The channel of a place: `channel/<name>`, or `person/<name>` for direct messages. */
export async function channelOf(workspace: Workspace, place: string): Promise<string> {
  const [kind, name = ''] = place.split('/')
  if (kind === 'channel') return workspace.channels.get(name) ?? name
  const users = workspace.users.get(name)
  const { channel } = await workspace.ask<{ channel?: { id: string } }>('conversations.open', { users })
  return channel?.id ?? ''
}

/** Everything that stands at a place, threads included, oldest first. */
export async function messagesAt(workspace: Workspace, place: string): Promise<readonly Drawn[]> {
  const channel = await channelOf(workspace, place)
  const { messages = [] } = await workspace.ask<{ messages?: Message[] }>('conversations.history', {
    channel,
    limit: 500,
  })
  const all: Message[] = []
  for (const message of messages) {
    const threaded = (message.reply_count ?? 0) > 0
    const asked = { channel, ts: message.ts }
    if (threaded)
      all.push(...((await workspace.ask<{ messages?: Message[] }>('conversations.replies', asked)).messages ?? []))
    else all.push(message)
  }
  return all.toSorted((a, b) => (a.ts < b.ts ? -1 : 1)).map((message) => drawnOf(channel, message))
}

function drawnOf(channel: string, { ts, text = '', blocks = [], thread_ts, metadata }: Message): Drawn {
  const thread = thread_ts === undefined || thread_ts === ts ? {} : { thread_ts }
  return { channel, ts, text, blocks, number: metadata?.event_payload?.number ?? '', thread }
}

/** Cards begin with a header; everything else is words. */
export const isCard = ({ blocks }: Drawn): boolean => blocks[0]?.type === 'header'

/** Verbs and revisions of everything that can be pressed on a message. */
export function buttonsOf({
  blocks,
}: Pick<Drawn, 'blocks'>): readonly { readonly verb: string; readonly value: string }[] {
  return blocks.flatMap(({ type, elements = [] }) =>
    type !== 'actions'
      ? []
      : elements.flatMap((element) => {
          const menu = element.options ?? []
          if (element.type === 'overflow')
            return menu.map(({ value }) => ({
              verb: value.split(':')[0] ?? '',
              value: value.slice(value.indexOf(':') + 1),
            }))
          return [{ verb: (element.action_id ?? '').replace('redress.', ''), value: element.value ?? '' }]
        }),
  )
}

/** The action that pressing a verb sends: the button's own, or the menu's with the option chosen. */
export function findButton({ blocks }: Pick<Drawn, 'blocks'>, verb: string): Readonly<Record<string, unknown>> {
  for (const { type, block_id, elements = [] } of blocks) {
    if (type !== 'actions') continue
    for (const element of elements) {
      if (element.action_id === `redress.${verb}`) return { ...element, block_id }
      const option = element.options?.find(({ value }) => value.startsWith(`${verb}:`))
      if (element.type === 'overflow' && option !== undefined)
        return { type: 'overflow', action_id: element.action_id, block_id, selected_option: option }
    }
  }
  throw new Error(`there is no button for ${verb}`)
}
