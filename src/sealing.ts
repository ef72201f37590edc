/** The daily seal: the heads of all cases under one root, keyed, chained to the seal before, and told outside. */

import { makeTree } from './merkle.ts'
import type { Leaf, Seal, Seals } from './ports.ts'
import type { Millis } from './rules/nouns.ts'
import { type AuditKeys, leafMac, NO_SEAL, sameMac, sealMac, treeLeaf } from './seal.ts'

/** Cases that are read together; clicks get their turn in between. */
const PAGE = 1_000

/** A seal that was made. `odd`: cases that do not stand where they stood when they were sealed; the audit says which. */
export interface Sealed {
  readonly seal: Seal
  readonly odd: number
}

/** Why a day cannot be sealed. The message is for a log; people are told by the code. */
export class CannotSeal extends Error {
  override name = 'CannotSeal'
  readonly code: 'wrong_key' | 'forged'
  readonly day: string
  readonly mark: string
  constructor(code: CannotSeal['code'], { day, mark }: Pick<Seal, 'day' | 'mark'>) {
    super(code === 'forged' ? `the seal of ${day} is forged` : `the seal of ${day} was made with another AUDIT_KEY`)
    this.code = code
    this.day = day
    this.mark = mark
  }
}

/** Throws CannotSeal unless the newest seal was made with a key that is named in AUDIT_KEY. */
export async function requireKey(seals: Pick<Seals, 'newest'>, keys: () => AuditKeys): Promise<void> {
  const newest = await seals.newest()
  if (newest !== undefined && !keys().known.has(newest.mark)) throw new CannotSeal('wrong_key', newest)
}

/**
 * Seals the day, once: undefined when it is sealed already (also by another replica just now), or there is no case yet.
 * A case that was sealed and is gone or shorter now keeps its place with what was sealed of it.
 */
export async function sealDay(
  { seals, keys }: { readonly seals: Seals; readonly keys: AuditKeys },
  day: string,
  now: Millis,
): Promise<Sealed | undefined> {
  await requireKey(seals, () => keys)
  const last = await seals.newest()
  if (last !== undefined && last.day >= day) return undefined
  const n = (last?.n ?? 0) + 1
  const { tree, leaves, odd } = await look(seals, keys, n, placesOf(last, keys))
  if (tree.size === 0) return undefined
  const bare = {
    n,
    day,
    made: now,
    cases: tree.size,
    root: tree.root(),
    previous: last?.mac ?? NO_SEAL,
    mark: keys.mark,
  }
  const seal: Seal = { ...bare, mac: sealMac(keys.sealing, bare) }
  return (await seals.keep(seal, leaves)) ? { seal, odd } : undefined
}

/** How many places are taken. A last seal that is forged must not be built upon. */
function placesOf(last: Seal | undefined, { known }: AuditKeys): number {
  const key = last && known.get(last.mark)
  if (last !== undefined && key !== undefined && !sameMac(last.mac, sealMac(key, last))) {
    throw new CannotSeal('forged', last)
  }
  return last?.cases ?? 0
}

/** All heads as they stand now, and leaves for those that have grown since they were sealed. */
async function look(seals: Seals, keys: AuditKeys, n: number, taken: number) {
  const tree = makeTree()
  const leaves: Leaf[] = []
  let free = taken
  let odd = 0
  for await (const { number, revision, head, sealed } of headsOf(seals)) {
    if (sealed !== undefined && sealed.revision >= revision) {
      if (sealed.revision > revision || sealed.head !== head) odd += 1
      tree.set(sealed.place, treeLeaf({ ...sealed, number }))
      continue
    }
    const place = sealed?.place ?? free++
    const bare = { seal: n, place, number, revision, head }
    leaves.push({ ...bare, mac: leafMac(keys.sealing, bare) })
    tree.set(place, treeLeaf(bare))
  }
  const gone = taken > 0 && !allThere(tree, taken) ? await seals.lost() : []
  for (const leaf of gone) tree.set(leaf.place, treeLeaf(leaf))
  return { tree, leaves, odd: odd + gone.length }
}

function allThere(tree: ReturnType<typeof makeTree>, taken: number): boolean {
  for (let place = 0; place < taken; place++) if (!tree.has(place)) return false
  return true
}

/** Every case with what was sealed of it last, page by page. */
export async function* headsOf(seals: Pick<Seals, 'heads'>) {
  let after: string | undefined
  for (;;) {
    const page = await seals.heads(after, PAGE)
    yield* page
    after = page.at(-1)?.number
    if (after === undefined || page.length < PAGE) return
    await new Promise<void>((next) => setImmediate(next))
  }
}
