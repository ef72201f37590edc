/** Cards as whoever looks reads them: one who plays everybody reads all of them in one language. */
import type { Card } from '../../cards/model.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import type { Spot } from '../../src/rules/views.ts'
import type { WirePost } from './feed.ts'
import { NAME, type PlaygroundOptions } from './options.ts'
import { renderCard } from './render.ts'

/** The posts with every card in `lang`, drawn anew where it stands in another. What was said stays as it was said. */
export function spoken(
  options: PlaygroundOptions,
  posts: readonly WirePost[],
  lang: Lang | undefined,
): Promise<readonly WirePost[]> {
  if (lang === undefined) return Promise.resolve(posts)
  return Promise.all(posts.map((post) => speak(options, post, lang)))
}

async function speak({ draw }: PlaygroundOptions, post: WirePost, lang: Lang): Promise<WirePost> {
  const body = post.body as { readonly type?: string; readonly lang?: string; readonly key?: string }
  const place = placeOf(post.to)
  if (body.type !== 'card' || body.lang === lang || !post.number || !body.key || !place) return post
  const card: Card | undefined = await draw({ number: post.number, key: body.key, place }, lang)
  return card === undefined ? post : { ...post, body: renderCard(card).payload }
}

function placeOf(to: string): Spot | undefined {
  const [where, id = ''] = to.split('/')
  if (where === 'person') return { in: 'person', person: id }
  if (where !== 'channel') return undefined
  return id.startsWith('room-') ? { in: 'room', platform: NAME, handle: to } : { in: 'channel', channel: id }
}
