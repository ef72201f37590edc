/** Account numbers at rest: what seals, what opens, what is tampered with, and keys that change. */
import { expect, test } from 'vitest'
import { mask } from '../cards/masks.ts'
import { isSealed, shownOfSealed } from './rules/sealed.ts'
import { makeVault } from './vault.ts'

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
