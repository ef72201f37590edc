/** One unchanging look at a database, whichever it is: what is copied and proved from. */
import type { Link, Tip } from '../hash-chain.ts'
import type { Row, Shape } from './shape.ts'

export interface Look {
  /** Version of its schema. */
  readonly schema: number
  /** All rows of a table, some at a time, in no order. */
  rows(shape: Shape): AsyncIterable<readonly Row[]>
  /** Every case's facts, one case after the other. */
  chains(): AsyncIterable<Chain>
  close(): Promise<void>
}

/** The facts of one case in their order, and what the case says about them. */
export interface Chain {
  readonly number: string
  readonly tip?: Tip
  readonly links: readonly Link[]
}

/** A line of `CHAINS`. A case without facts has one line, whose fact is null. */
export type ChainRow = readonly [
  number: string,
  revision: number | null,
  head: string | null,
  seq: number | null,
  happened: number | null,
  body: string | null,
  hash: string | null,
]

/** Lines that stand together become one chain. */
export async function* chainsOf(rows: AsyncIterable<ChainRow>): AsyncIterable<Chain> {
  let chain: { number: string; tip?: Tip; links: Link[] } | undefined
  for await (const [number, revision, head, seq, happened, body, hash] of rows) {
    if (chain?.number !== number) {
      if (chain) yield chain
      chain = { number, links: [], ...(revision === null ? {} : { tip: { revision, head: head ?? '' } }) }
    }
    if (seq !== null) chain.links.push({ number, seq, happened: happened ?? 0, body: body ?? '', hash: hash ?? '' })
  }
  if (chain) yield chain
}
