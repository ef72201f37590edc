/** A case's thread: its card as the root, and everything else of the case that stands in channels or was sent to the viewer. */
import type { Context } from 'hono'
import { z } from 'zod'
import type { ChatPost } from '../../src/ports.ts'
import { check } from './body.ts'
import { type WirePost, wirePost } from './feed.ts'
import type { PlaygroundOptions } from './options.ts'
import { sees, type Viewer, viewerOf } from './places.ts'
import { spoken } from './spoken.ts'

/** Posts of one case read at once; a thread shows its newest. */
const MOST = 400

const query = z.strictObject({
  as: z.string().min(1).max(100),
  number: z.string().min(1).max(40),
  lang: z.enum(['zh', 'en']).optional(),
})

/** What a thread holds; `root` is absent when the case's card stands nowhere. */
export interface Thread {
  readonly root?: ChatPost
  readonly replies: readonly ChatPost[]
}

/** `GET /playground/api/thread?as=…&number=…`: `{number, root?, posts}`, oldest first; empty for a number nobody has. */
export async function thread(options: PlaygroundOptions, c: Context): Promise<Response> {
  const { as, number, lang } = check(c.req.query(), query)
  const { root, replies } = await threadOf(options, viewerOf(as, options.directory()), number)
  c.header('cache-control', 'no-store')
  const said = await spoken(options, [...(root === undefined ? [] : [root]), ...replies].map(wirePost), lang)
  return c.json({
    number,
    ...(root === undefined ? {} : { root: said[0] }),
    posts: said.slice(root === undefined ? 0 : 1),
  })
}

/** How many replies each of these posts' cases has, and when the last one came or changed. */
export async function repliesTo(
  options: PlaygroundOptions,
  viewer: Viewer,
  posts: readonly WirePost[],
): Promise<Readonly<Record<string, { readonly count: number; readonly last: string }>>> {
  const numbers = [...new Set(posts.flatMap(({ to, number }) => (number && !isCustomers(to) ? [number] : [])))]
  const threads = await Promise.all(numbers.map(async (number) => [number, await threadOf(options, viewer, number)]))
  return Object.fromEntries(
    (threads as [string, Thread][])
      .filter(([, { replies }]) => replies.length > 0)
      .map(([number, { replies }]) => [number, { count: replies.length, last: lastOf(replies) }]),
  )
}

const lastOf = (replies: readonly ChatPost[]): string =>
  new Date(Math.max(...replies.map(({ posted }) => posted))).toISOString()

/** The thread as this viewer sees it. What they were asked themselves stands for the same question in a channel. */
async function threadOf({ chat }: PlaygroundOptions, viewer: Viewer, number: string): Promise<Thread> {
  const posts = (await chat.about(number, MOST)).filter((post) => sees(viewer, post.to) && !isCustomers(post.to))
  const root = posts.find((post) => keyOf(post) === 'case')
  const mine = new Set(posts.filter(({ to }) => to.startsWith('person/')).flatMap((post) => keyOf(post) ?? []))
  const replies = posts.filter((post) => {
    const key = keyOf(post)
    return post !== root && !(post.to.startsWith('channel/') && key !== undefined && mine.has(key))
  })
  return { ...(root === undefined ? {} : { root }), replies }
}

const isCustomers = (to: string): boolean => to.startsWith('customer/')

/** The card's key, of posts that are cards. */
function keyOf({ body }: ChatPost): string | undefined {
  return typeof body === 'object' && body !== null && 'key' in body ? String(body.key) : undefined
}
