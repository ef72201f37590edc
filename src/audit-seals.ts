/** The chain of seals by itself: are they all there, made with our key, and do their leaves give their roots? */
import { makeTree } from './merkle.ts'
import type { Leaf, Seal, Seals } from './ports.ts'
import { type AuditKeys, leafMac, NO_SEAL, sameMac, sealMac, treeLeaf } from './seal.ts'
import { CannotSeal } from './sealing.ts'

/** Something that is not as it was. What the names mean stands in `cards/audit.ts`. */
export interface Finding {
  readonly is:
    | 'chain'
    | 'cut'
    | 'rewritten'
    | 'state'
    | 'gone'
    | 'stray'
    | 'seal_gone'
    | 'seal_chain'
    | 'seal_forged'
    | 'seal_key'
    | 'leaf_forged'
    | 'leaf_gone'
    | 'root'
    | 'anchor_gone'
    | 'anchor_other'
  /** The case, where it is about one. */
  readonly number?: string
  /** The first fact that is not as it was. */
  readonly seq?: number
  /** The day of the seal that shows it. */
  readonly day?: string
  readonly params?: Readonly<Record<string, string | number>>
}

export type Find = (finding: Finding) => void

/** What the seals say, once they have been looked at. */
export interface SealsSeen {
  readonly seals: readonly Seal[]
  /** The number of the case at each place of the tree. */
  readonly numbers: readonly (string | undefined)[]
  /** How many seals were made with a key that is lost: they are compared, not proven. */
  readonly unproven: number
}

const PAGE = 1_000
/** Places are given one after the other: a leaf this far behind the last was made up to fill our memory. */
const FAR = 10_000

/** Looks at every seal and every leaf, oldest first. Throws CannotSeal when no seal was made with a key we have. */
export async function auditSeals(
  { seals, keys }: { readonly seals: Seals; readonly keys: AuditKeys },
  find: Find,
): Promise<SealsSeen> {
  const all = await allSeals(seals)
  const newest = all.at(-1)
  if (newest !== undefined && !all.some((seal) => keys.known.has(seal.mark))) throw new CannotSeal('wrong_key', newest)
  const grove = makeGrove(find)
  let unproven = 0
  for (const [i, seal] of all.entries()) {
    const proven = prove(seal, all[i - 1], keys, find)
    if (proven === 'lost') unproven += 1
    const key = keys.known.get(seal.mark)
    for await (const leaf of leavesOf(seals, seal.n)) grove.take(leaf, seal, key)
    grove.compare(seal, proven === 'yes')
  }
  return { seals: all, numbers: grove.numbers, unproven }
}

/** Is this seal the next one, and made with our key? */
function prove(seal: Seal, before: Seal | undefined, { known }: AuditKeys, find: Find): 'yes' | 'no' | 'lost' {
  const { day, n, mark } = seal
  const missing = n - (before?.n ?? 0) - 1
  if (missing > 0) find({ is: 'seal_gone', day, params: { count: missing } })
  else if (seal.previous !== (before?.mac ?? NO_SEAL) || (before && day <= before.day)) find({ is: 'seal_chain', day })
  if (!known.has(mark)) {
    find({ is: 'seal_key', day, params: { mark } })
    return 'no'
  }
  const key = known.get(mark)
  if (key === undefined) return 'lost'
  if (sameMac(seal.mac, sealMac(key, seal))) return 'yes'
  find({ is: 'seal_forged', day })
  return 'no'
}

/** Builds the tree seal by seal. A root that is wrong once stays wrong, so only the first is said. */
function makeGrove(find: Find) {
  const tree = makeTree()
  const numbers: (string | undefined)[] = []
  /** Places whose leaf is there, but not ours. */
  const forged = new Set<number>()
  let rotten = false
  return {
    numbers,
    take(leaf: Leaf, seal: Seal, key: string | undefined): void {
      const { number, place, revision } = leaf
      const ours = key === undefined || sameMac(leaf.mac, leafMac(key, leaf))
      const fits = Number.isSafeInteger(place) && place >= 0 && place <= tree.size + FAR
      if (!ours || !fits || (numbers[place] !== undefined && numbers[place] !== number)) {
        find({ is: 'leaf_forged', number, day: seal.day, params: { revision } })
        forged.add(place)
        return
      }
      numbers[place] ??= number
      tree.set(place, treeLeaf(leaf))
    },
    compare(seal: Seal, proven: boolean): void {
      const same = tree.size === seal.cases && tree.root() === seal.root
      if (same || rotten) return
      rotten = true
      find({ is: 'root', day: seal.day })
      if (!proven) return
      for (let place = 0; place < seal.cases; place++) {
        if (tree.has(place) || forged.has(place)) continue
        const params = { before: numbers[place - 1] ?? '–', after: numbers[place + 1] ?? '–' }
        find({ is: 'leaf_gone', day: seal.day, params })
      }
    },
  }
}

async function allSeals(seals: Pick<Seals, 'list'>): Promise<readonly Seal[]> {
  const all: Seal[] = []
  for (;;) {
    const page = await seals.list(all.at(-1)?.n ?? 0, PAGE)
    all.push(...page)
    if (page.length < PAGE) return all
  }
}

async function* leavesOf(seals: Pick<Seals, 'leaves'>, n: number): AsyncIterable<Leaf> {
  let after = -1
  for (;;) {
    const page = await seals.leaves(n, after, PAGE)
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.place ?? after
  }
}
