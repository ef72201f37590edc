/** Account numbers at rest: what seals, what opens, what is tampered with, and keys that change. */
import { expect, test } from 'vitest'
import { mask } from '../cards/masks.ts'
import type { Draft, Drafts } from './ports.ts'
import { isSealed, shownOfSealed } from './rules/sealed.ts'
import { makeVault, sealingDrafts } from './vault.ts'

const [NEW, OLD] = ['a1'.repeat(32), Buffer.alloc(32, 7).toString('base64url')]
const ACCOUNT = '6222 0202 0001 1116 789'

test('a sealed number opens again, says nothing but its last four, and is never the same twice', () => {
  const vault = makeVault([NEW])
  const sealed = vault.seal('account', ACCOUNT)
  expect(vault.open('account', sealed)).toBe(ACCOUNT)
  expect(isSealed(sealed)).toBe(true)
  expect(sealed.replace(/[\w-]{38,}/, '')).not.toMatch(/\d{5}(?!\d{3})/)
  expect([shownOfSealed(sealed), mask('account', sealed), mask('name', sealed)]).toEqual(Array(3).fill('****6789'))
  expect(vault.seal('account', ACCOUNT)).not.toBe(sealed)
  expect(shownOfSealed(vault.seal('account', 'wx_ab'))).toBe('****')
})

test('in another field, cut, or changed by one letter, it does not open', () => {
  const vault = makeVault([NEW])
  const sealed = vault.seal('account', ACCOUNT)
  expect(vault.open('other', sealed)).toBeUndefined()
  const cipher = sealed.split(':')[3] ?? ''
  for (let i = 0; i < cipher.length; i += 7) {
    const flipped = `${cipher.slice(0, i)}${cipher[i] === 'A' ? 'B' : 'A'}${cipher.slice(i + 1)}`
    expect(vault.open('account', sealed.replace(cipher, flipped)), String(i)).toBeUndefined()
  }
  expect(vault.open('account', sealed.replace(cipher, cipher.slice(0, 38)))).toBeUndefined()
  expect(vault.open('account', ACCOUNT)).toBeUndefined()
})

test('an old key still opens what it sealed; a lost one does not; without any nothing is kept in the open', () => {
  const before = makeVault([OLD]).seal('account', ACCOUNT)
  const both = makeVault([NEW, OLD])
  expect(both.open('account', before)).toBe(ACCOUNT)
  const after = both.seal('account', ACCOUNT)
  expect(makeVault([OLD]).open('account', after)).toBeUndefined()
  expect(makeVault([NEW]).open('account', after)).toBe(ACCOUNT)
  expect(() => makeVault([]).seal('account', ACCOUNT)).toThrow('DATA_KEY')
})

test('what somebody types in the form of a sealed value is sealed like everything else', () => {
  const vault = makeVault([NEW])
  const forged = vault.seal('account', 'x')
  expect(vault.open('account', vault.seal('account', forged))).toBe(forged)
})

test('a draft is kept as ciphertext, for its own holder alone; without a key it is as it was, with another it is gone', async () => {
  const rows = new Map<string, Draft>()
  const kept: Drafts = {
    get: async (holder) => rows.get(holder),
    keep: async (draft, after, now) => Boolean(rows.set(draft.holder, { ...draft, turn: after + 1, changed: now })),
    drop: async (holder) => void rows.delete(holder),
    forget: async () => 0,
  }
  const [li, wang] = ['wecom/person/li', 'wecom/person/wang']
  const body = { open: [{ values: { account: ACCOUNT } }] }
  const draft = { holder: li, slot: 'chat', body, expires: 9 }
  const drafts = sealingDrafts(kept, makeVault([NEW]))
  await drafts.keep(draft, 0, 1)
  expect(JSON.stringify([...rows])).not.toMatch(/6222|values/)
  expect(await drafts.get(li, 'chat', 1)).toMatchObject({ body, turn: 1 })
  rows.set(wang, { ...(rows.get(li) as Draft), holder: wang })
  expect(await drafts.get(wang, 'chat', 1)).toBeUndefined()
  expect(await sealingDrafts(kept, makeVault([OLD])).get(li, 'chat', 1)).toBeUndefined()
  expect([...rows]).toEqual([])
  await sealingDrafts(kept, makeVault([])).keep(draft, 0, 1)
  expect(await drafts.get(li, 'chat', 1)).toMatchObject({ body })
})
