/** What customers were told, for those who have nothing to do with the case: names and numbers masked, like everywhere else. */
import { maskFree } from '../../cards/masks.ts'
import { may } from '../../src/rules/may.ts'
import type { WirePost } from './feed.ts'
import type { PlaygroundOptions } from './options.ts'
import type { Viewer } from './places.ts'
import type { WholeCase } from './story-options.ts'

/** The posts as this viewer may read them. Whoever works or worked on a case reads what its customer reads. */
export async function discreet(
  options: PlaygroundOptions,
  posts: readonly WirePost[],
  viewer: Viewer,
): Promise<readonly WirePost[]> {
  const cases = new Map<string, Promise<WholeCase | undefined>>()
  const caseOf = (number: string): Promise<WholeCase | undefined> => {
    const found = cases.get(number) ?? options.story.caseOf(number)
    cases.set(number, found)
    return found
  }
  return Promise.all(
    posts.map(async (post) => {
      if (!post.to.startsWith('customer/') || post.number === undefined) return post
      const whole = await caseOf(post.number)
      return whole === undefined || isConcerned(whole, viewer, options.clock.now()) ? post : masked(post, whole)
    }),
  )
}

function isConcerned({ state, company }: WholeCase, { person }: Viewer, now: number): boolean {
  if (person === undefined) return false
  if (Object.values(state.duties).some((people) => people.includes(person.id))) return true
  return may({ person: person.id, verb: 'unmask', state, position: undefined, company, now }) === undefined
}

function masked(post: WirePost, { state, company }: WholeCase): WirePost {
  const body = post.body as Readonly<Record<string, unknown>>
  const words = (part: unknown): unknown =>
    typeof part === 'string' ? maskFree(part, state.values, company.policy) : part
  return { ...post, body: { ...body, text: words(body.text), subject: words(body.subject) } }
}
