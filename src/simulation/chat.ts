/**
 * The chats of the simulated world: what stands where, who saw which version, and which key was used for it. They outlive
 * every house, as real chats do.
 */
import type { Card, Message } from '../../cards/model.ts'
import type { Millis } from '../rules/nouns.ts'

/** Something that stands in a chat. `key` is the house's key for this send. */
export interface Post {
  readonly id: number
  readonly platform: string
  readonly to: string
  readonly key: string
  readonly at: Millis
  readonly message?: Message
  /** Every version of a card, the standing one last. */
  readonly cards: Card[]
  /** Somebody deleted it. */
  gone: boolean
  /** Its place was closed when it was last to be changed: what stands there is older than the house wanted. */
  missed: boolean
}

export interface Chats {
  readonly posts: readonly Post[]
  /** Adds a post. Where keys are recognised the second one with a key is the first. */
  post(what: Pick<Post, 'platform' | 'to' | 'key' | 'cards' | 'message'>, recognises: boolean, now: Millis): Post
  /** Changes a card; undefined when it does not stand there any more. */
  revise(platform: string, handle: string, card: Card): Post | undefined
  remove(handle: string): void
  /** It was to be changed while its place was closed. */
  miss(handle: string): void
  byKey(platform: string, key: string): Post | undefined
  /** All that came under a name, on any platform. */
  carrying(key: string): readonly Post[]
  /** Standing cards of a case. */
  cardsOf(number: string): readonly Post[]
  /** Messages of the outbox about a case, by the notice's own key. */
  noticesOf(number: string): ReadonlyMap<string, readonly Post[]>
}

/** The card that stands there now. */
export const standing = (post: Post): Card | undefined => (post.gone ? undefined : post.cards.at(-1))

/** Chats without a word in them. */
export function makeChats(): Chats {
  const posts: Post[] = []
  const keys = new Map<string, Post>()
  const cases = new Map<string, Post[]>()
  return {
    posts,
    post(what, recognises, now) {
      const name = `${what.platform}|${what.key}`
      const known = recognises ? keys.get(name) : undefined
      if (known !== undefined) return known
      const post = { ...what, id: posts.length + 1, at: now, gone: false, missed: false }
      posts.push(post)
      if (!keys.has(name)) keys.set(name, post)
      const number = what.cards[0]?.number ?? numberIn(what.key)
      if (number !== undefined) cases.set(number, [...(cases.get(number) ?? []), post])
      return post
    },
    revise(platform, handle, card) {
      const post = posts[Number(handle) - 1]
      if (post === undefined || post.platform !== platform || post.gone) return undefined
      post.cards.push(card)
      post.missed = false
      return post
    },
    remove(handle) {
      const post = posts[Number(handle) - 1]
      if (post !== undefined) post.gone = true
    },
    miss(handle) {
      const post = posts[Number(handle) - 1]
      if (post !== undefined) post.missed = true
    },
    carrying: (key) => posts.filter((post) => post.key === key),
    byKey: (platform, key) => keys.get(`${platform}|${key}`),
    cardsOf: (number) => (cases.get(number) ?? []).filter((post) => standing(post) !== undefined),
    noticesOf(number) {
      const own = (cases.get(number) ?? []).filter((post) => post.message !== undefined)
      return Map.groupBy(own, (post) => noticeKey(post.key))
    },
  }
}

/** Notices are sent under `<number>|<key>|<lane>`. */
const NOTICE = /^([A-Z]{1,4}-\d{8}-\d{4,})\|([^|]+)\|/
const numberIn = (key: string): string | undefined => NOTICE.exec(key)?.[1]
/** Its own key, without the lane that a second platform adds to it. */
const noticeKey = (key: string): string => NOTICE.exec(key)?.[2] ?? ''
