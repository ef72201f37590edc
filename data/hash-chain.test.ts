/** The chain and its canonical JSON, apart from any database. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from './canonical.ts'
import { firstBreak, genesis, type Link, link } from './hash-chain.ts'

const NUMBER = 'C-20261122-0001'

function chain(length: number, number = NUMBER): Link[] {
  let hash = genesis(number)
  return Array.from({ length }, (_, index) => {
    const body = canonical({ seq: index + 1, at: 1_000 + index, what: { is: 'noted', text: `note ${index}` } })
    hash = link(hash, body)
    return { number, seq: index + 1, happened: 1_000 + index, body, hash }
  })
}

const tip = (links: readonly Link[]) => ({ revision: links.length, head: links.at(-1)?.hash ?? genesis(NUMBER) })

describe('canonical JSON', () => {
  it('says the same data in the same words', () => {
    expect(canonical({ b: [1, undefined, { d: null, c: 'ü"' }], a: undefined, '10': 1, '9': 2 })).toBe(
      '{"10":1,"9":2,"b":[1,null,{"c":"ü\\"","d":null}]}',
    )
  })

  it('parses back to the data, and is then unchanged (property)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(JSON.parse(text))).toBe(text)
      }),
    )
  })
})

describe('the chain', () => {
  it('holds as written, and for a case without facts', () => {
    const links = chain(5)
    expect(firstBreak(NUMBER, links, tip(links))).toBeUndefined()
    expect(firstBreak(NUMBER, [], undefined)).toBeUndefined()
  })

  it('breaks at any fact that is changed, lost or doubled (property)', () => {
    const links = chain(8)
    const damage = fc.constantFrom<(all: Link[], at: number) => Link[]>(
      (all, at) => all.with(at, { ...(all[at] as Link), body: '{"seq":1}' }),
      (all, at) => all.toSpliced(at, 1),
      (all, at) => all.toSpliced(at, 0, all[at] as Link),
      (all, at) => all.with(at, { ...(all[at] as Link), hash: genesis('C-2') }),
    )
    fc.assert(
      fc.property(damage, fc.nat(7), (harm, at) => {
        const broken = firstBreak(NUMBER, harm([...links], at), tip(links))
        expect(broken?.seq).toBeGreaterThanOrEqual(at + 1)
        expect(broken?.seq).toBeLessThanOrEqual(at + 2)
      }),
    )
  })

  it('holds for facts that were chained before digests were, with newer ones behind them, and breaks there too', () => {
    const older = (previous: string, body: string) => createHash('sha256').update(`${previous}\n${body}`).digest('hex')
    let hash = genesis(NUMBER)
    const links = chain(6).map((row, index) => {
      hash = (index < 3 ? older : link)(hash, row.body)
      return { ...row, hash }
    })
    expect(links[2]?.hash).not.toBe(chain(6)[2]?.hash)
    expect(firstBreak(NUMBER, links, tip(links))).toBeUndefined()
    for (const at of [1, 4]) {
      const edited = links.with(at, { ...(links[at] as Link), body: '{"seq":1}' })
      expect(firstBreak(NUMBER, edited, tip(links))).toMatchObject({ seq: at + 1 })
    }
  })

  it('is bound to its case', () => {
    const links = chain(2, 'C-20261122-0002')
    expect(firstBreak(NUMBER, links, tip(links))).toMatchObject({ seq: 1 })
  })
})
