import { describe, expect, it } from 'vitest'
import { LINK_LIVES, makeLinks } from './links.ts'
import type { FormTarget } from './ports.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const DAY = 86_400_000
const SECRET = 'a secret of more than thirty-two characters'

const at = (now: number, secret = SECRET) =>
  makeLinks({ publicUrl: 'https://redress.example', secret, wall: () => now })
const tokenOf = (address: string): string => address.split('/').at(-1) ?? ''

const TARGETS: readonly FormTarget[] = [
  { verb: 'file' },
  { verb: 'preferences' },
  { verb: 'submit', number: 'C-20261122-0001', position: 'review#1', revision: 12 },
  { verb: 'reject', number: 'C-20261122-0001', revision: 0 },
]

describe('addresses of forms', () => {
  it.each(TARGETS)('lead back to what they are about: %j', (target) => {
    const links = at(NOON)
    const address = links.form('chat', target)
    expect(address).toMatch(/^https:\/\/redress\.example\/f\/chat\/[\w-]+\.[\w-]{43}$/)
    expect(links.open('chat', tokenOf(address))).toEqual({ is: 'target', target })
  })

  it('are the same all day, open for a month, and then say that they are old', () => {
    const target = TARGETS[2] as FormTarget
    const address = at(NOON).form('chat', target)
    expect(at(NOON + DAY / 2 - 1).form('chat', target)).toBe(address)
    expect(at(NOON + DAY).form('chat', target)).not.toBe(address)
    expect(at(NOON + LINK_LIVES).open('chat', tokenOf(address)).is).toBe('target')
    expect(at(NOON + LINK_LIVES + DAY).open('chat', tokenOf(address)).is).toBe('expired')
  })

  it('of another platform, another key or another hand are not ours', () => {
    const token = tokenOf(at(NOON).form('chat', { verb: 'file' }))
    const [body = '', mark = ''] = token.split('.')
    const forged = Buffer.from(JSON.stringify(['approve', 'C-1', null, 1, NOON * 2])).toString('base64url')
    const links = at(NOON)
    expect(links.open('other', token).is).toBe('foreign')
    expect(at(NOON, 'another secret of more than thirty-two').open('chat', token).is).toBe('foreign')
    const spoiled = [
      `${forged}.${mark}`,
      `${body}.`,
      body,
      '',
      '.',
      `${token}.`,
      `${token}=`,
      `${body}=.${mark}`,
      `${body}.${mark.slice(0, -1)}`,
      `${token} `,
      'x'.repeat(100_000),
      `${body}.${links.seal('session').sign('x').split('.')[1]}`,
    ]
    expect(spoiled.filter((one) => links.open('chat', one).is !== 'foreign')).toEqual([])
  })

  it('never show the key', () => {
    const links = at(NOON)
    expect(JSON.stringify(links) + links.form('chat', { verb: 'file' })).not.toContain(SECRET)
  })
})

it('a case has one address, whatever its number holds', () => {
  expect(at(NOON).case('C-20261122-0001')).toBe('https://redress.example/f/case/C-20261122-0001')
  expect(at(NOON).case('../x')).toBe('https://redress.example/f/case/..%2Fx')
})

it('a seal opens what it signed and nothing of another purpose', () => {
  const links = at(NOON)
  const signed = links.seal('session').sign('王丽')
  expect(links.seal('session').open(signed)).toBe('王丽')
  expect(links.seal('csrf').open(signed)).toBeUndefined()
})
