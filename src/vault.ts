/**
 * Account numbers at rest: AES-256-GCM, bound to their field, under the id of their key. They are sealed before they
 * become part of a command, and drafts as a whole, so that facts, cases, lists and backups hold ciphertext alone.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mask } from '../cards/masks.ts'
import type { Company } from './company.ts'
import { readDataKey } from './data-key.ts'
import type { Desk } from './desk.ts'
import type { Drafts, Store } from './ports.ts'
import type { Case } from './rules/case.ts'
import type { Command } from './rules/commands.ts'
import type { FieldId, Value, Values } from './rules/nouns.ts'
import type { Policy } from './rules/policy.ts'
import { isSealed, partsOfSealed, sealedForm, shownOfSealed } from './rules/sealed.ts'

/** Keys of 32 bytes; the first one seals, all of them open. */
export interface Vault {
  /** False without any key: then `seal` throws. */
  readonly seals: boolean
  /** `shown` is what everybody may see of it; its last four when absent. */
  seal(field: FieldId, plain: string, shown?: string): string
  /** Undefined when its key is not among ours, or it was tampered with. */
  open(field: FieldId, sealed: string): string | undefined
}

const CIPHER = 'aes-256-gcm'
const IV = 12
const TAG = 16

/** A vault of these keys. Without any it seals nothing: it throws, so that nothing is kept in the open by mistake. */
export function makeVault(keys: readonly string[]): Vault {
  const known = keys.map((written) => {
    const key = readDataKey(written)
    if (!key) throw new Error('a data key is not 32 bytes')
    return { key, id: createHash('sha256').update(key).digest('hex').slice(0, 8) }
  })
  return {
    seals: known.length > 0,
    seal(field, plain, shown = mask('account', plain).replace(/\s/g, '')) {
      const [first] = known
      if (!first) throw new Error('there is no DATA_KEY to seal an account number with')
      const iv = randomBytes(IV)
      const cipher = createCipheriv(CIPHER, first.key, iv, { authTagLength: TAG })
      cipher.setAAD(Buffer.from(field))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const all = Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
      return sealedForm(first.id, all, shown)
    },
    open(field, sealed) {
      const parts = partsOfSealed(sealed)
      const key = known.find(({ id }) => id === parts?.key)?.key
      if (!parts || !key) return undefined
      const all = Buffer.from(parts.cipher, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, key, all.subarray(0, IV), { authTagLength: TAG })
        decipher.setAAD(Buffer.from(field))
        decipher.setAuthTag(all.subarray(IV, IV + TAG))
        return Buffer.concat([decipher.update(all.subarray(IV + TAG)), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/** A case with its account numbers opened, for somebody who may see them; what cannot be opened stays as it is. */
export function openedCase(state: Case, vault: Vault): Case {
  const values = Object.entries(state.values).map(([id, value]): [string, Value] => [
    id,
    isSealed(value) ? (vault.open(id, value) ?? value) : value,
  ])
  return { ...state, values: Object.fromEntries(values) }
}

export interface SealingParts {
  readonly vault: Vault
  readonly store: Pick<Store, 'case'>
  readonly company: Company
  loadPolicy(version: string): Promise<void>
}

/** A desk before which every account number is sealed. */
export function sealingDesk(desk: Desk, parts: SealingParts): Desk {
  return { ...desk, submit: async (command, digest) => desk.submit(await sealed(command, parts), digest) }
}

async function sealed(command: Command, { vault, store, company, loadPolicy }: SealingParts): Promise<Command> {
  if ((command.do !== 'act' && command.do !== 'file') || !command.values) return command
  if (!Object.values(command.values).some((value) => typeof value === 'string')) return command
  const state = command.do === 'act' ? await store.case(command.number) : undefined
  if (state) await loadPolicy(state.policy)
  const policy = state ? company.under(state.policy).policy : company.current
  return { ...command, values: sealedValues(command.values, state?.values ?? {}, policy, vault) } as Command
}

/** What a form shows of a number that is kept is no new number: handed back as it was shown, the kept one stays. */
function sealedValues(
  said: Readonly<Record<FieldId, Value | null>>,
  kept: Values,
  policy: Policy,
  vault: Vault,
): Readonly<Record<FieldId, Value | null>> {
  const entries = Object.entries(said).flatMap(([id, value]): [string, Value | null][] => {
    const field = Object.hasOwn(policy.fields, id) ? policy.fields[id] : undefined
    if (field?.personal !== 'account' || typeof value !== 'string') return [[id, value]]
    const before = kept[id]
    return isSealed(before) && shownOfSealed(before) === value.trim() ? [] : [[id, vault.seal(id, value)]]
  })
  return Object.fromEntries(entries)
}

/**
 * Drafts of which the database sees nothing: whatever is half said may hold an account number, typed or answered. Where there
 * is no key no policy asks for one. A draft whose key is lost is dropped.
 */
export function sealingDrafts(drafts: Drafts, vault: Vault): Drafts {
  const bound = (holder: string, slot: string): string => `draft ${holder} ${slot}`
  return {
    ...drafts,
    async get(holder, slot, now) {
      const draft = await drafts.get(holder, slot, now)
      if (draft === undefined || !isSealed(draft.body)) return draft
      const plain = vault.open(bound(holder, slot), draft.body)
      if (plain !== undefined) return { ...draft, body: JSON.parse(plain) as unknown }
      await drafts.drop(holder, slot)
      return undefined
    },
    keep(draft, after, now) {
      if (!vault.seals) return drafts.keep(draft, after, now)
      const plain = JSON.stringify(draft.body) ?? 'null'
      return drafts.keep({ ...draft, body: vault.seal(bound(draft.holder, draft.slot), plain, '') }, after, now)
    },
  }
}
