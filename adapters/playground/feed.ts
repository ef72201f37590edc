/** What somebody sees of the posts: all that stands there now, or what changed after a `seq`. */
import type { ChatPost } from '../../src/ports.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { NAME, type PlaygroundOptions } from './options.ts'
import { peopleOf, sees, type Viewer } from './places.ts'

/** Changes read at once, and posts of one place shown at first. */
const PAGE = 500
const OLDER = 100

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
  return { seq, more, posts: shown(changes, viewer, to) }
}

/** What stands at the viewer's places now: each channel, their direct messages, and the newest to customers. */
export async function everything(options: PlaygroundOptions, viewer: Viewer, to?: string): Promise<Feed> {
  const { chat, directory } = options
  const seq = await chat.last()
  const own = viewer.person === undefined ? [] : [`person/${viewer.person.id}`]
  const places = to === undefined ? [...channelsOf(directory(), 'en').map(({ id }) => `channel/${id}`), ...own] : [to]
  const found = await Promise.all(places.map((place) => (sees(viewer, place) ? chat.at(place, OLDER) : [])))
  const recent = to === undefined ? await chat.since(Math.max(0, seq - PAGE), PAGE) : []
  const customers = recent.filter((post) => post.to.startsWith('customer/'))
  const posts = [...found.flat(), ...customers].filter((post) => post.seq <= seq)
  return {
    seq,
    more: false,
    posts: shown(
      posts.sort((a, b) => a.seq - b.seq),
      viewer,
      to,
    ),
  }
}

function shown(posts: readonly ChatPost[], viewer: Viewer, to: string | undefined): readonly WirePost[] {
  return posts
    .filter((post) => sees(viewer, post.to) && (to === undefined || post.to === to))
    .map((post) => ({
      ...post,
      posted: new Date(post.posted).toISOString(),
      changed: new Date(post.changed).toISOString(),
    }))
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

/** The people who can be played, with what waits for them. */
export async function castOf(options: PlaygroundOptions, lang: Lang) {
  const waiting = await options.waiting()
  return peopleOf(options.directory()).map(({ id, name, roles, tz, lang: own }) => ({
    id,
    name: name[lang],
    roles,
    tz,
    lang: own,
    waiting: waiting[id] ?? { open: 0, late: 0 },
  }))
}
