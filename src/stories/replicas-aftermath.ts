/** What replicas that were killed again and again must have left behind, looked at in portions: there may be many cases. */
import { expect } from 'vitest'
import { type Opened, openDatabase } from '../../data/open.ts'
import type { ChatPost } from '../ports.ts'
import type { Fact } from '../rules/facts.ts'
import { cardsAreFresh, everybody, everythingWasSaid, holdsTogether } from './aftermath.ts'

/** Cases looked at together. */
const PORTION = 200
/** Posts about one case, at most. */
const POSTS = 2_000

/** What was found, to be printed. */
export interface Found {
  readonly cases: number
  readonly facts: number
  readonly posts: number
  readonly payments: number
  readonly customerMessages: number
  readonly rang: number
}

/**
 * Every complaint was filed once and came to its end; chains verify; each payment, card, notice and message to the customer
 * is there exactly once and in the words its facts call for; moments never run backwards; nothing waits, and no timer is left.
 */
export async function allIsWell(database: string, texts: readonly string[]): Promise<Found> {
  const numbering = { numberFor: (_now: number, seq: number) => String(seq), dayOf: () => '' }
  const opened = await openDatabase({ database, readOnly: true, ...numbering })
  try {
    const { store } = opened
    expect(await store.counts()).toMatchObject({ cases: texts.length, open: 0, timers: 0, outbox: 0, givenUp: 0 })
    const found = { cases: 0, facts: 0, posts: 0, payments: 0, customerMessages: 0, rang: 0 }
    const filed: string[] = []
    const roundups = await aboutNoOne(opened)
    for (let after: string | undefined, more = true; more; ) {
      const page = await store.list({ limit: PORTION, ...(after === undefined ? {} : { after }) })
      if ('refused' in page) throw new Error(page.refused)
      filed.push(
        ...(await portionIsWell(
          opened,
          page.items.map(({ number }) => number),
          roundups,
          found,
        )),
      )
      after = page.next
      more = after !== undefined
    }
    expect(filed.map(markOf).sort()).toEqual(texts.map(markOf).sort())
    return found
  } finally {
    await opened.close()
  }
}

/** The number in brackets that every complaint ends with: white space inside a text may be filed in another way. */
const markOf = (text: string): string => text.slice(text.lastIndexOf('('))

/** What people were told that is about no single complaint, such as several reminders in one message. */
async function aboutNoOne({ chat }: Opened): Promise<readonly ChatPost[]> {
  const found: ChatPost[] = []
  for (const id of everybody)
    for (let before: number | undefined, more = true; more; ) {
      const posts = await chat.at(`person/${id}`, POSTS, before)
      found.push(...posts.filter(({ number }) => number === undefined))
      before = Math.min(...posts.map((post) => post.id))
      more = posts.length === POSTS
    }
  return found
}

async function portionIsWell(
  { store, chat }: Opened,
  numbers: readonly string[],
  roundups: readonly ChatPost[],
  found: { -readonly [name in keyof Found]: number },
): Promise<readonly string[]> {
  const cases = await Promise.all(
    numbers.map(async (number) => {
      const state = await store.case(number)
      if (!state) throw new Error(`${number} is listed and not there`)
      return { state, facts: await store.facts(number) }
    }),
  )
  const posts = (await Promise.all(numbers.map((number) => chat.about(number, POSTS)))).flat()
  const memory = { store, posts: [...posts, ...roundups], cases }
  await holdsTogether(memory, 'at the end')
  await everythingWasSaid(memory)
  await cardsAreFresh(memory)
  for (const { state, facts } of cases) inOrder(state.number, facts)
  const all = cases.flatMap(({ facts }) => facts)
  found.cases += cases.length
  found.facts += all.length
  found.posts += posts.length
  found.payments += all.filter(({ what }) => what.is === 'paid').length
  found.customerMessages += posts.filter(({ to }) => to.startsWith('customer/')).length
  found.rang += all.filter(({ by }) => by.kind === 'clock').length
  return cases.map(({ state }) => String(state.values.text))
}

function inOrder(number: string, facts: readonly Fact[]): void {
  const back = facts.findIndex((fact, i) => i > 0 && fact.at < (facts[i - 1]?.at ?? 0))
  expect(back, `${number} has a fact that happened before the one it follows`).toBe(-1)
}
