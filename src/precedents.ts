/** Reads what approvers see of other cases: precedents, and what was granted before under the same keys. */
import { digestOf } from './claim-rows.ts'
import type { PastClaim, Store } from './ports.ts'
import type { Case, Position } from './rules/case.ts'
import { claimKeys } from './rules/claims.ts'
import { type Ground, type PastUnder, remarksOn } from './rules/ground.ts'
import type { Policy } from './rules/policy.ts'
import { ownWanted, type Precedent, subjectOf, widerWanted } from './rules/precedent.ts'
import { cleared, HISTORY } from './rules/unflag.ts'

/**
 * What a decision's card tells of other cases; undefined where nothing is decided. Only what had ended when the position was
 * entered, so that a card drawn again says the same as before.
 */
export async function groundAt(
  store: Pick<Store, 'precedents' | 'pastClaims'> & Partial<Pick<Store, 'case'>>,
  state: Case,
  position: Position | undefined,
  policy: Policy,
): Promise<Ground | undefined> {
  if (!position?.asking) return undefined
  const { entered, asking } = position
  const subject = subjectOf(state, asking.proposal, entered)
  const own = await store.precedents(ownWanted(subject))
  const wider = widerWanted(subject, own.length, policy)
  const others = wider === undefined ? [] : await store.precedents(wider)
  return { subject, precedents: notThis(state, [...own, ...others]), past: await pastOf(store, state, entered, policy) }
}

/** The same for every decision of a case that is open, by position. */
export async function groundsOf(
  store: Pick<Store, 'precedents' | 'pastClaims'>,
  state: Case,
  policy: Policy,
): Promise<ReadonlyMap<string, Ground>> {
  const found = await Promise.all(
    state.positions.map(async (position) => [position.key, await groundAt(store, state, position, policy)] as const),
  )
  return new Map(found.flatMap(([key, ground]) => (ground === undefined ? [] : [[key, ground] as const])))
}

const notThis = (state: Case, all: readonly Precedent[]): readonly Precedent[] =>
  all.filter(({ number }) => number !== state.number)

/** Closed cases with the same key, key by key; keys under which there are none are left out. */
async function pastOf(
  store: Pick<Store, 'pastClaims'> & Partial<Pick<Store, 'case'>>,
  state: Case,
  before: number,
  policy: Policy,
): Promise<readonly PastUnder[]> {
  const keys = claimKeys(policy, state)
  if (keys.length === 0) return []
  const digests = keys.map(digestOf)
  const claims = await store.pastClaims(digests, before - HISTORY, before)
  const found = keys.map(async (key, i) => {
    const under = claims.filter((one) => one.key === digests[i] && one.number !== state.number)
    return under.length === 0 ? [] : [await remarked(key.slice(0, key.indexOf('=')), under, state, before, store)]
  })
  return (await Promise.all(found)).flat()
}

/** At most so many earlier cases are asked whether somebody said there that a hint was false. */
const MOST_ASKED = 50

/** What came before under a field, without what somebody said is nothing: in this case, or in an earlier one of this customer's. */
async function remarked(
  field: string,
  claims: readonly PastClaim[],
  state: Case,
  before: number,
  store: Partial<Pick<Store, 'case'>>,
): Promise<PastUnder> {
  const past = pastUnder(field, claims, state)
  if (remarksOn(past).length === 0) return past
  const own = claims.filter(({ customer }) => customer !== '' && plain(customer) === plain(customerOf(state)))
  const numbers = [...new Set(own.map(({ number }) => number))].slice(0, MOST_ASKED)
  const earlier = await Promise.all(numbers.map((number) => store.case?.(number)))
  const said = earlier.flatMap((one) => (one?.unflagged ?? []).filter(({ at }) => at < before))
  const none = cleared(field, [...said, ...(state.unflagged ?? [])])
  return none.size === 0 ? past : pastUnder(field, claims, state, none)
}

const customerOf = ({ values }: Case): string => (typeof values.customer === 'string' ? values.customer : '')

function pastUnder(
  field: string,
  claims: readonly PastClaim[],
  state: Case,
  none: ReadonlySet<string> = new Set(),
): PastUnder {
  const sums = new Map<string, number>()
  for (const { amount } of claims) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.minor)
  const own = customerOf(state)
  const numbers = [...new Set(claims.map(({ number }) => number))]
  const counted = claims.filter(({ number }) => !none.has(number))
  return {
    field,
    numbers,
    ...(none.size === 0 ? {} : { cleared: numbers.filter((number) => none.has(number)).length }),
    sums: [...sums].map(([currency, minor]) => ({ currency, minor })),
    ofOthers: own !== '' && counted.some(({ customer }) => customer !== '' && plain(customer) !== plain(own)),
  }
}

const plain = (name: string): string => name.normalize('NFKC').toUpperCase().replace(/\s/g, '')
