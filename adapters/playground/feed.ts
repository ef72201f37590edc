/** What somebody sees of the posts: what stands there now, page by page, or what changed after a `seq`. */
import type { ChatPost } from '../../src/ports.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { NAME, type PlaygroundOptions } from './options.ts'
import { sees, type Viewer } from './places.ts'

/** Changes read at once, and the most posts of one place in one answer. */
const PAGE = 500
export const OLDER = 100

export interface WirePost extends Omit<ChatPost, 'posted' | 'changed'> {
  readonly posted: string
  readonly changed: string
}

export interface Feed {
  /** Continue from here. */
  readonly seq: number
  /** More changes are waiting after `seq`. */
  readonly more: boolean
  readonly posts: readonly WirePost[]
}

/** Which part of what stands there is asked for. */
export interface Part {
  /** One place only. */
  readonly to?: string | undefined
  /** The newest so many of each place; OLDER when absent. */
  readonly limit?: number | undefined
  /** Only posts of this place from before this id. */
  readonly before?: number | undefined
}

/** Changes after `since` that the viewer sees, oldest first; `to` narrows them to one place. */
export async function changesAfter(
  { chat }: PlaygroundOptions,
  viewer: Viewer,
  since: number,
  to?: string,
): Promise<Feed> {
  const last = await chat.last()
  const changes = to === undefined || sees(viewer, to) ? await chat.since(since, PAGE, to) : []
  const more = changes.length === PAGE
  // What changed elsewhere up to here need not be asked for again.
  const seq = more ? (changes.at(-1)?.seq ?? since) : Math.max(since, last, changes.at(-1)?.seq ?? 0)
  return { seq, more, posts: changes.filter((post) => seen(post, viewer, to)).map(wirePost) }
}

/**
 * What stands at the viewer's places now: each channel, their direct messages, and the newest to customers.
 * `older` names the places that have more before these.
 */
export async function everything(
  options: PlaygroundOptions,
  viewer: Viewer,
  { to, limit = OLDER, before }: Part,
): Promise<Feed & { readonly older: readonly string[] }> {
  const { chat, directory } = options
  const seq = await chat.last()
  const own = viewer.person === undefined ? [] : [`person/${viewer.person.id}`]
  const places = to === undefined ? [...channelsOf(directory(), 'en').map(({ id }) => `channel/${id}`), ...own] : [to]
  // One more than asked for tells whether there are older ones.
  const found = await Promise.all(
    places.map(async (place) => ({ place, posts: sees(viewer, place) ? await chat.at(place, limit + 1, before) : [] })),
  )
  const recent = to === undefined ? await chat.since(Math.max(0, seq - PAGE), PAGE) : []
  const customers = recent.filter((post) => post.to.startsWith('customer/')).slice(-limit)
  const posts = [...found.flatMap((one) => one.posts.slice(-limit)), ...customers]
  return {
    seq,
    more: false,
    posts: posts
      .filter((post) => post.seq <= seq && seen(post, viewer, to))
      .sort((a, b) => a.seq - b.seq)
      .map(wirePost),
    older: found.filter((one) => one.posts.length > limit).map(({ place }) => place),
  }
}

const seen = (post: ChatPost, viewer: Viewer, to: string | undefined): boolean =>
  sees(viewer, post.to) && (to === undefined || post.to === to)

/** A post as it goes over the wire. */
export function wirePost(post: ChatPost): WirePost {
  return { ...post, posted: new Date(post.posted).toISOString(), changed: new Date(post.changed).toISOString() }
}

/** Channels that have an address here. */
export function channelsOf(
  directory: ReturnType<PlaygroundOptions['directory']>,
  lang: Lang,
): readonly { readonly id: string; readonly name: string }[] {
  return Object.values(directory.channels)
    .filter(({ addresses }) => addresses[NAME] !== undefined)
    .map(({ id, name }) => ({ id, name: name[lang] }))
}
