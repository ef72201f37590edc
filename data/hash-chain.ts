/**
 * The hash chain of a case's facts: each hash is sha256 over the one before and the digest of the fact's canonical JSON,
 * and the case keeps the last one. So an edited, exchanged, inserted or missing fact is found, also when it is the last.
 * What is chained is the digest, so that a body may one day be erased and its place in the chain still be proven (C24).
 */
import { hash } from 'node:crypto'
import { canonical } from './canonical.ts'

/** A stored fact as the chain needs it. */
export interface Link {
  readonly number: string
  readonly seq: number
  readonly happened: number
  readonly body: string
  readonly hash: string
}

/** What the case row says about its facts. */
export interface Tip {
  readonly revision: number
  readonly head: string
}

export interface Break {
  readonly seq: number
  readonly why: string
}

const sha256 = (text: string): string => hash('sha256', text)

/** The hash before a case's first fact: it holds the number, so that facts cannot be moved to another case. */
export const genesis = (number: string): string => sha256(`redress case ${number}`)

/** Hash of a fact (canonical JSON in `body`) that follows `previous`. */
export const link = (previous: string, body: string): string => sha256(`${previous}\n${sha256(body)}`)

/** The same as facts were chained until schema 4: over the body itself. What stands so stays so. */
const olderLink = (previous: string, body: string): string => sha256(`${previous}\n${body}`)

/** True when `stands` is the hash of this body after `previous`, by today's way or the older one. */
function follows(previous: string, body: string, stands: string): boolean {
  return link(previous, body) === stands || olderLink(previous, body) === stands
}

/** First broken fact of a case, or undefined when the chain holds. `links` come in the order of `seq`. */
export function firstBreak(number: string, links: readonly Link[], tip: Tip | undefined): Break | undefined {
  if (tip === undefined) {
    return links.length === 0 ? undefined : { seq: 1, why: 'the case these facts belong to is missing' }
  }
  let previous = genesis(number)
  for (const [index, row] of links.entries()) {
    const why = broken(row, index + 1, previous)
    if (why !== undefined) return { seq: index + 1, why }
    previous = row.hash
  }
  if (links.length < tip.revision) {
    return { seq: links.length + 1, why: `missing: the case stands at revision ${tip.revision}` }
  }
  if (links.length > tip.revision) {
    return { seq: tip.revision + 1, why: `one too many: the case stands at revision ${tip.revision}` }
  }
  return previous === tip.head ? undefined : { seq: links.length, why: 'its hash is not the one the case keeps' }
}

function broken(row: Link, seq: number, previous: string): string | undefined {
  if (row.seq !== seq) return `missing: the next fact is number ${row.seq}`
  const fact = parsed(row.body)
  if (fact === undefined) return 'its body is not JSON'
  if (!follows(previous, canonical(fact), row.hash)) return 'its content does not match its hash'
  if (fact.seq !== seq) return `its content is that of number ${fact.seq}`
  return fact.at === row.happened ? undefined : 'its moment is not the one in its content'
}

function parsed(body: string): { readonly seq?: unknown; readonly at?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
