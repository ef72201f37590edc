/**
 * A Merkle tree that grows: leaves have places, and may be changed. The root says all of them in 32 bytes. Only the
 * paths above what changed are computed again, so that the roots of a thousand days cost little more than that of one.
 */
import { hash } from 'node:crypto'

const SIZE = 32

export interface MerkleTree {
  /** One more than the last place that was set. */
  readonly size: number
  /** Puts a leaf, 32 bytes, at a place. Places in between that were never set count as zeros. */
  set(place: number, leaf: Uint8Array): void
  /** True when this place was set. */
  has(place: number): boolean
  /** The root in hex; zeros when there is no leaf. A node without a sibling stands for itself one level up. */
  root(): string
}

/** The leaf of a text. Leaves and nodes are hashed apart, so that no node can pass for a leaf. */
export const leafHash = (text: string): Uint8Array => hash('sha256', `\0${text}`, 'buffer')

/** A row of the tree: hashes one behind the other, with room for more. */
interface Level {
  bytes: Uint8Array
  width: number
}

/** An empty tree. It needs 64 bytes for each leaf. */
export function makeTree(): MerkleTree {
  const levels: Level[] = [emptyLevel()]
  let touched = new Set<number>()
  let present = new Uint8Array(64)
  const pair = new Uint8Array(1 + 2 * SIZE)
  pair[0] = 1

  function raise(below: Level, index: number): Uint8Array {
    const left = at(below, 2 * index)
    if (2 * index + 1 >= below.width) return left
    pair.set(left, 1)
    pair.set(at(below, 2 * index + 1), 1 + SIZE)
    return hash('sha256', pair, 'buffer')
  }

  return {
    get size() {
      return levels[0]?.width ?? 0
    },
    has: (place) => present[place] === 1,
    set(place, leaf) {
      const [leaves] = levels
      if (leaves === undefined) return
      // Holes are part of the tree too: what stands above them is made with what comes behind them.
      for (let hole = leaves.width; hole < place; hole++) touched.add(hole)
      put(leaves, place, leaf)
      if (place >= present.length) present = grown(present, place + 1)
      present[place] = 1
      touched.add(place)
    },
    root() {
      let changed = touched
      touched = new Set()
      for (let depth = 0; ; depth++) {
        const level = levels[depth] ?? emptyLevel()
        if (level.width <= 1)
          return Buffer.from(level.width === 0 ? new Uint8Array(SIZE) : at(level, 0)).toString('hex')
        const above = levels[depth + 1] ?? emptyLevel()
        levels[depth + 1] = above
        const parents = new Set<number>()
        for (const index of changed) parents.add(index >> 1)
        for (const index of parents) put(above, index, raise(level, index))
        changed = parents
      }
    },
  }
}

const emptyLevel = (): Level => ({ bytes: new Uint8Array(64 * SIZE), width: 0 })

const at = (level: Level, index: number): Uint8Array => level.bytes.subarray(index * SIZE, (index + 1) * SIZE)

function put(level: Level, index: number, bytes: Uint8Array): void {
  if ((index + 1) * SIZE > level.bytes.length) level.bytes = grown(level.bytes, (index + 1) * SIZE)
  level.bytes.set(bytes, index * SIZE)
  level.width = Math.max(level.width, index + 1)
}

function grown(bytes: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(least, 2 * bytes.length))
  more.set(bytes)
  return more
}
