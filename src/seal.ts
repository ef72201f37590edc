/** What a seal says, and how it is keyed: whoever has the database but not AUDIT_KEY can make neither a seal nor a leaf. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { leafHash } from './merkle.ts'
import type { Leaf, Seal } from './ports.ts'

/** `previous` of the first seal. */
export const NO_SEAL = '0'.repeat(64)

/** A key that is lost stands in AUDIT_KEY by its mark, so that nobody passes it over by mistake. */
const LOST = /^lost-([0-9a-f]{16})$/

/** The keys of the audit: the first of AUDIT_KEY seals, older ones behind it only prove. */
export interface AuditKeys {
  readonly sealing: string
  readonly mark: string
  /** By mark; undefined for one that is said to be lost. */
  readonly known: ReadonlyMap<string, string | undefined>
}

/** Reads AUDIT_KEY: `key`, or `key,older key,lost-<mark>`. */
export function auditKeys(setting: string): AuditKeys {
  const [sealing = '', ...older] = setting.split(',').map((key) => key.trim())
  const named = (key: string): [string, string | undefined] => {
    const lost = LOST.exec(key)?.[1]
    return lost === undefined ? [markOf(key), key] : [lost, undefined]
  }
  return { sealing, mark: markOf(sealing), known: new Map([sealing, ...older].filter(Boolean).map(named)) }
}

/** Tells keys apart without telling the key: 16 hex digits. */
export const markOf = (key: string): string => keyed(key, ['redress audit key']).slice(0, 16)

const keyed = (key: string, parts: readonly (string | number)[]): string =>
  createHmac('sha256', key).update(parts.join('\n')).digest('hex')

/** The `mac` of a seal. */
export const sealMac = (key: string, { n, day, made, cases, root, previous, mark }: Omit<Seal, 'mac'>): string =>
  keyed(key, ['seal', n, day, made, cases, root, previous, mark])

/** The `mac` of a leaf: half of the digest is more than anybody can guess. */
export const leafMac = (key: string, { seal, place, number, revision, head }: Omit<Leaf, 'mac'>): string =>
  keyed(key, ['leaf', seal, place, number, revision, head]).slice(0, 32)

/** What stands in the tree for a case. */
export const treeLeaf = ({ number, revision, head }: Pick<Leaf, 'number' | 'revision' | 'head'>): Uint8Array =>
  leafHash(`${number}\n${revision}\n${head}`)

/** True when both are the same; takes the same time wherever they differ. */
export const sameMac = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
