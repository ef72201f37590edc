/** What two databases with the same content agree on, whichever they are. */
import { firstBreak } from '../hash-chain.ts'
import type { Look } from './look.ts'
import type { Row, Shape } from './shape.ts'
import { type Tallied, tally } from './tally.ts'

export interface Proof {
  /** By table, everything that is copied. */
  readonly tables: Readonly<Record<string, Tallied>>
  readonly cases: number
  readonly open: number
  readonly facts: number
  /** Digest over the number, revision and last hash of every case. */
  readonly heads: string
  readonly timers: number
  /** When the first of them rings. */
  readonly nextTimer?: number
  /** Rows of the outbox that wait to be sent. */
  readonly waiting: number
}

/** The first broken fact of a case. */
export interface Broken {
  readonly number: string
  readonly seq: number
  readonly why: string
}

/** Reads everything once. `carry` is handed all rows on the way, so that a copy needs no second reading. */
export async function prove(
  look: Look,
  shapes: readonly Shape[],
  carry: (shape: Shape, rows: readonly Row[]) => Promise<void> = async () => undefined,
): Promise<Proof> {
  const heads = tally()
  const counted = { open: 0, waiting: 0 }
  let next = Number.POSITIVE_INFINITY
  const tables: Record<string, Tallied> = {}
  for (const shape of shapes) {
    const own = tally()
    const at = (row: Row, column: string) => row[shape.columns.findIndex(({ name }) => name === column)] ?? null
    const seen: Readonly<Record<string, (row: Row) => void>> = {
      cases(row) {
        heads.add([at(row, 'number'), at(row, 'revision'), at(row, 'head')])
        if (at(row, 'is_open') === 1) counted.open += 1
      },
      outbox(row) {
        if (at(row, 'state') === 'waiting') counted.waiting += 1
      },
      timer(row) {
        next = Math.min(next, Number(at(row, 'rings')))
      },
    }
    const look_at = Object.hasOwn(seen, shape.table) ? seen[shape.table] : undefined
    for await (const rows of look.rows(shape)) {
      for (const row of rows) {
        own.add(row)
        look_at?.(row)
      }
      await carry(shape, rows)
    }
    tables[shape.table] = own.result()
  }
  const rowsOf = (table: string): number => tables[table]?.rows ?? 0
  return {
    tables,
    cases: rowsOf('cases'),
    open: counted.open,
    facts: rowsOf('fact'),
    heads: heads.result().digest,
    timers: rowsOf('timer'),
    ...(Number.isFinite(next) ? { nextTimer: next } : {}),
    waiting: counted.waiting,
  }
}

/** How many broken cases are named; one is bad enough. */
const NAMED = 20

/** Recomputes the chain of every case; gives the first broken fact of each that does not hold, at most twenty. */
export async function brokenChains(look: Look): Promise<readonly Broken[]> {
  const found: Broken[] = []
  for await (const { number, tip, links } of look.chains()) {
    const broken = firstBreak(number, links, tip)
    if (broken) found.push({ number, ...broken })
    if (found.length === NAMED) break
  }
  return found
}

/** What differs between two proofs, by name: tables, or one of the figures. Empty when they agree. */
export function differences(a: Proof, b: Proof): readonly string[] {
  const names = new Set([...Object.keys(a.tables), ...Object.keys(b.tables)])
  const tables = [...names].filter((name) => {
    const [one, other] = [a.tables[name], b.tables[name]]
    return one?.rows !== other?.rows || one?.digest !== other?.digest
  })
  const figures = (['cases', 'open', 'facts', 'heads', 'timers', 'nextTimer', 'waiting'] as const).filter(
    (name) => a[name] !== b[name],
  )
  return [...tables, ...figures]
}
