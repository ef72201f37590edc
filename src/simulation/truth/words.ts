/**
 * What people and customers must have been told: every notice that the facts call for exactly once, and a card with
 * buttons in front of those who are asked, and of nobody else.
 */
import type { Company } from '../../company.ts'
import type { SentLine } from '../../ports.ts'
import { cardsFor } from '../../rules/cards.ts'
import { rungId } from '../../rules/ladder.ts'
import type { Millis } from '../../rules/nouns.ts'
import type { Spot } from '../../rules/views.ts'
import { type Chats, standing } from '../chat.ts'
import type { History } from './money.ts'

/** What is called for by the facts, by the notice's own key; `moot` may be left out once its position is over. */
function noticesOf({ facts, state }: History): ReadonlyMap<string, { readonly moot: boolean }> {
  const open = new Set(state.positions.map(({ key }) => key))
  const wanted = new Map<string, { readonly moot: boolean }>([['received', { moot: false }]])
  const tries = new Map<string, number>()
  for (const fact of facts) {
    const { what } = fact
    if (what.is === 'unanswered') tries.set(what.position, (tries.get(what.position) ?? 0) + 1)
    if (what.is === 'nagged') {
      for (const person of what.people)
        wanted.set(
          `nag/${what.position}/${rungId(what.clock, what.rung, what.again)}/${what.from ?? tries.get(what.position) ?? 0}/${person}`,
          {
            moot: !open.has(what.position),
          },
        )
    }
    if (what.is === 'urged') {
      for (const person of what.people)
        wanted.set(`urge/${what.position}/${fact.seq}/${person}`, { moot: !open.has(what.position) })
    }
    if (what.is === 'told' && what.how === 'sent') wanted.set(`told/${what.position}`, { moot: false })
    if (what.is === 'ended' && facts[0]?.by.kind === 'person') wanted.set(`ended/${fact.seq}`, { moot: false })
  }
  return wanted
}

/** Notices whose facts are told above; others are only counted. */
const KNOWN = /^(?:received|ended|told|nag|urge)(?:\/|$)/

/** Twice is wrong at any time. Once the dust has settled (`quiet`), missing is wrong as well. */
export function noticesAmiss(
  history: History,
  chats: Chats,
  lines: readonly SentLine[],
  quiet: boolean,
): readonly string[] {
  const { number, facts } = history
  const wrong: string[] = []
  const sent = chats.noticesOf(number)
  const wanted = noticesOf(history)
  const positions = new Set(facts.flatMap(({ what }) => (what.is === 'entered' ? [`told/${what.position}`] : [])))
  // Reminders that came together stand in one message.
  const together = new Map(lines.flatMap(({ key, bundle }) => (bundle === undefined ? [] : [[key, bundle] as const])))
  for (const [key, name] of together) {
    // One that left alone is sent under its own name.
    const times = new Set([...chats.carrying(name), ...(sent.get(key) ?? [])]).size
    if (times > 1) wrong.push(`${number}: ${key} was sent ${times} times, in ${name}`)
  }
  for (const [key, posts] of sent) {
    const own = key.split('@')[0] ?? key
    if (posts.length > 1) wrong.push(`${number}: ${key} was sent ${posts.length} times`)
    if (KNOWN.test(own) && !wanted.has(own) && !positions.has(own))
      wrong.push(`${number}: ${key} was sent, and no fact calls for it`)
  }
  if (!quiet) return wrong
  for (const [key, { moot }] of wanted) {
    const line = lines.find((one) => one.kind === 'notice' && one.key === key)
    if (line?.state === 'given_up') continue
    const arrived = sent.has(key) || chats.carrying(together.get(key) ?? '').length > 0
    if (!arrived && !moot) wrong.push(`${number}: ${key} never arrived`)
  }
  return wrong
}

export interface Showing {
  readonly chats: Chats
  readonly company: Company
  lanesTo(place: Spot): readonly string[]
  /** The card as it would be drawn now. */
  drawn(
    number: string,
    key: string,
    place: Spot,
  ): Promise<{ readonly actions: readonly { readonly verb: string }[] } | undefined>
  /** Platforms where a card can be changed at any time. */
  anytime(platform: string): boolean
}

/** Cards with buttons that nobody should see any more, and people who are asked and see none. */
export async function cardsAmiss(
  { number, state }: History,
  lines: readonly SentLine[],
  showing: Showing,
  now: Millis,
): Promise<readonly string[]> {
  const wrong: string[] = []
  const specs = state.ended ? [] : cardsFor(state, showing.company.under(state.policy), now)
  const wanted = new Map(
    specs.flatMap((spec) => showing.lanesTo(spec.place).map((lane) => [`${lane} ${spec.key}`, spec] as const)),
  )
  const posts = showing.chats.cardsOf(number)
  for (const post of posts) {
    const card = standing(post)
    if (card === undefined || card.actions.length === 0 || card.state !== 'open') continue
    const lane = `${post.platform}:${post.to}`
    // What was moved elsewhere because its place was closed is watched at its own place.
    if (!post.key.startsWith(`${lane}|`)) continue
    // Nobody could be shown there that it is over; its buttons lead to what is open now, or refuse.
    if (post.missed) continue
    if (lines.some((line) => line.state === 'given_up' && line.key === card.key)) continue
    if (!wanted.has(`${lane} ${card.key}`)) wrong.push(`${number}: ${card.key} still has buttons at ${lane}`)
  }
  for (const [name, spec] of wanted) {
    const [lane = '', key = ''] = name.split(' ')
    if (lines.some((line) => line.state === 'given_up' && line.key === key)) continue
    // Where a card can be changed once only, closed ones stay beside the one that asks now.
    const here = posts.filter((post) => {
      const card = standing(post)
      // What could not be changed was posted elsewhere.
      const stands = !post.missed && card?.key === key && card.state === 'open'
      return stands && post.key.startsWith(`${lane}|${number}|${key}`)
    })
    if (here.length === 0) wrong.push(`${number}: ${key} does not stand open at ${lane}, and its reader is asked`)
    if (here.length > 1) wrong.push(`${number}: ${key} stands open ${here.length} times at ${lane}`)
    const card = here[0] && standing(here[0])
    if (card === undefined) continue
    if (!showing.anytime(lane.split(':')[0] ?? '')) continue
    const fresh = await showing.drawn(number, key, spec.place)
    const verbs = (actions: readonly { readonly verb: string }[] = []): string =>
      actions
        .map(({ verb }) => verb)
        .filter((verb) => verb !== 'urge')
        .join(' ')
    if (verbs(card.actions) !== verbs(fresh?.actions))
      wrong.push(`${number}: ${key} at ${lane} offers [${verbs(card.actions)}] for [${verbs(fresh?.actions)}]`)
  }
  return wrong
}
