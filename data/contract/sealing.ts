/** Contract: seals are kept once a day, and whatever somebody with access to the database changes is found by them. */
import { describe, expect, it } from 'vitest'
import { type AuditQuestion, audit } from '../../src/audit.ts'
import type { Finding } from '../../src/audit-seals.ts'
import type { Case } from '../../src/rules/case.ts'
import type { Fact } from '../../src/rules/facts.ts'
import { auditKeys, leafMac, sealMac } from '../../src/seal.ts'
import { sealDay } from '../../src/sealing.ts'
import { canonical } from '../canonical.ts'
import { genesis, link } from '../hash-chain.ts'
import { acting, decide, fileOne, type Open, type Opened, START } from './samples.ts'

const KEYS = auditKeys('a key that nobody else has anywhere here')
const OTHER = auditKeys('a key that somebody made up for this test')
const [ONE, TWO, THREE] = ['2026-11-22', '2026-11-23', '2026-11-24']

interface Sealed extends Opened {
  readonly numbers: readonly string[]
  /** What the audit finds, as `what case fact`. */
  found(question?: AuditQuestion, keys?: typeof KEYS): Promise<readonly string[]>
}

/** Four cases, sealed; then one more, and a fact more of the first, and sealed again; then a fact nobody sealed. */
async function sealedTwice(open: Open): Promise<Sealed> {
  const opened = await open()
  const { store, seals } = opened
  const numbers: string[] = []
  for (const id of ['a', 'b', 'c', 'd']) numbers.push(await fileOne(store, id))
  for (const number of numbers) await decide(store, acting(`n/${number}`, number, 'note', 'first'))
  await sealDay({ seals, keys: KEYS }, ONE, START)
  numbers.push(await fileOne(store, 'e'))
  await decide(store, acting('n', numbers[0] ?? '', 'note', 'second'))
  await sealDay({ seals, keys: KEYS }, TWO, START + 1)
  await decide(store, acting('o', numbers[1] ?? '', 'note', 'not sealed'))
  const states = new Map<string, Case | undefined>()
  for (const number of numbers) states.set(number, await store.case(number))
  const fold = ([first]: readonly Fact[]) => (first?.what.is === 'filed' ? states.get(first.what.number) : undefined)
  return {
    ...opened,
    numbers,
    async found(question, keys = KEYS) {
      const { findings } = await audit({ seals, keys, fold }, question)
      return findings.map(inShort)
    },
  }
}

const inShort = ({ is, number, seq, day }: Finding): string =>
  [is, number?.slice(-4), seq, day].filter((part) => part !== undefined).join(' ')

/** Facts of a case from `seq` on, told anew with their chain made whole again: what somebody without the key can do. */
async function retold({ store, raw }: Opened, number: string, from: number, text: string): Promise<void> {
  let head = genesis(number)
  for (const fact of await store.facts(number)) {
    const told = fact.seq < from ? fact : { ...fact, what: { is: 'noted', text, files: [] } }
    const body = canonical(told)
    head = link(head, body)
    await raw(`UPDATE fact SET body = '${body}', hash = '${head}' WHERE number = '${number}' AND seq = ${fact.seq}`)
  }
  await raw(`UPDATE cases SET head = '${head}' WHERE number = '${number}'`)
}

/** The last fact of a case taken away, and its case set back to the one before. */
async function shortened({ store, seals, raw }: Opened, number: string): Promise<void> {
  const [chain] = await seals.chains([number])
  const last = (await store.facts(number)).length
  const head = chain?.hashes.at(-2) ?? ''
  await raw(`DELETE FROM fact WHERE number = '${number}' AND seq = ${last}`)
  await raw(`UPDATE cases SET revision = ${last - 1}, head = '${head}' WHERE number = '${number}'`)
}

/** Seals, and an audit that finds what was done past the store. */
export function sealingContract(open: Open): void {
  describe('seals', () => {
    keepingContract(open)
    describe('show', () => {
      tamperedCases(open)
      tamperedSeals(open)
    })
  })
}

function keepingContract(open: Open): void {
  it('are made once a day over all cases, and keep leaves of those that changed', async () => {
    const { seals, store } = await open()
    expect(await sealDay({ seals, keys: KEYS }, ONE, START)).toBeUndefined()
    const first = await fileOne(store, 'a')
    const second = await fileOne(store, 'b')
    const made = await sealDay({ seals, keys: KEYS }, ONE, START)
    expect(made).toMatchObject({ odd: 0, seal: { n: 1, day: ONE, made: START, cases: 2 } })
    expect(await sealDay({ seals, keys: KEYS }, ONE, START + 9)).toBeUndefined()
    expect(await sealDay({ seals, keys: KEYS }, '2026-11-21', START + 9)).toBeUndefined()
    await decide(store, acting('n', first))
    const both = await Promise.all([1, 2].map(() => sealDay({ seals, keys: KEYS }, TWO, START + 1)))
    expect(both.filter((one) => one !== undefined)).toHaveLength(1)
    const [one, two] = await seals.list(0, 10)
    expect(two).toMatchObject({ n: 2, cases: 2, previous: one?.mac })
    expect(two?.root).not.toBe(one?.root)
    const leaves = await Promise.all([1, 2].map((n) => seals.leaves(n, -1, 10)))
    expect(leaves.map((all) => all.map(({ number, place, revision }) => [number, place, revision]))).toEqual([
      [
        [first, 0, 2],
        [second, 1, 2],
      ],
      [[first, 0, 3]],
    ])
    expect(await seals.leaves(1, 0, 10)).toHaveLength(1)
    expect((await seals.heads(first, 10)).map((head) => [head.number, head.sealed?.seal])).toEqual([[second, 1]])
  })

  it('cannot be changed through the database as it is', async () => {
    const { raw } = await sealedTwice(open)
    for (const table of ['seal', 'seal_leaf']) {
      await expect(raw(`DELETE FROM ${table}`)).rejects.toThrow('append-only')
      await expect(raw(`UPDATE ${table} SET mac = ''`)).rejects.toThrow('append-only')
    }
  })

  it('hold for an untouched database, and say how much is not sealed yet', async () => {
    const { seals, found } = await sealedTwice(open)
    const [one] = await seals.list(0, 1)
    expect(await found({ anchor: { day: ONE, root: one?.root.slice(0, 16) ?? '' } })).toEqual([])
    const report = await audit({ seals, keys: KEYS, fold: () => undefined }, { since: TWO })
    expect(report).toMatchObject({ cases: 5, passed: 2, seals: 2, unsealed: 1, unproven: 0 })
  })

  it('want the key they were made with', async () => {
    const { seals, found } = await sealedTwice(open)
    await expect(found({}, OTHER)).rejects.toMatchObject({ code: 'wrong_key', mark: KEYS.mark })
    await expect(sealDay({ seals, keys: OTHER }, THREE, START)).rejects.toThrow('made with another AUDIT_KEY')
    const named = auditKeys(`${OTHER.sealing},lost-${KEYS.mark}`)
    expect(await found({}, named)).toEqual([])
    expect(await audit({ seals, keys: named, fold: () => undefined })).toMatchObject({ unproven: 2 })
    const both = auditKeys(`${OTHER.sealing},${KEYS.sealing}`)
    expect(await sealDay({ seals, keys: both }, THREE, START)).toMatchObject({ seal: { mark: OTHER.mark } })
    expect(await found({}, both)).toEqual([])
    expect(await found()).toEqual(['seal_key 2026-11-24'])
  })
}

function tamperedCases(open: Open): void {
  /** Changes four cases at once, each in its own way, and tells what is found. */
  async function after(harm: (db: Sealed, numbers: readonly string[]) => Promise<void>): Promise<readonly string[]> {
    const db = await sealedTwice(open)
    await db.disarm()
    await harm(db, db.numbers)
    return db.found()
  }

  it('a fact that was edited, two that changed places, and one that is gone from the middle', async () => {
    const found = await after(async ({ raw }, [a, b, c]) => {
      await raw(`UPDATE fact SET body = replace(body, 'second', 'other') WHERE number = '${a}' AND seq = 4`)
      for (const [from, to] of [
        [2, 99],
        [3, 2],
        [99, 3],
      ])
        await raw(`UPDATE fact SET seq = ${to} WHERE number = '${b}' AND seq = ${from}`)
      await raw(`DELETE FROM fact WHERE number = '${c}' AND seq = 2`)
    })
    expect(found).toEqual(['chain 0001 4', 'chain 0002 2', 'chain 0003 2'])
  })

  it('a tail that was cut off, and one that was told anew with every hash made right', async () => {
    const found = await after(async (db, [a, , c, d]) => {
      await shortened(db, a ?? '')
      await retold(db, c ?? '', 3, 'it never happened')
      await retold(db, d ?? '', 1, 'nothing happened')
    })
    expect(found).toEqual(['cut 0001 4 2026-11-23', 'rewritten 0003 1 2026-11-22', 'rewritten 0004 1 2026-11-22'])
  })

  it('a tail that was cut off and grew again, before and after it was sealed', async () => {
    const db = await sealedTwice(open)
    await db.disarm()
    await shortened(db, db.numbers[0] ?? '')
    await db.raw(`UPDATE cases SET state = replace(state, '"revision":4', '"revision":3')`)
    const { store, seals } = await db.reopen()
    for (const id of ['x', 'y']) await decide(store, acting(id, db.numbers[0] ?? '', 'note', 'later'))
    const fold = ([first]: readonly Fact[]) => ({ ...(first?.what as object) }) as never as Case
    const found = async () =>
      (await audit({ seals, keys: KEYS, fold })).findings.map(inShort).filter((one) => !one.startsWith('state'))
    expect(await found()).toEqual(['rewritten 0001 4 2026-11-23'])
    await sealDay({ seals, keys: KEYS }, THREE, START)
    expect(await found()).toEqual(['rewritten 0001 4 2026-11-23'])
  })

  it('a case that is gone, with and without its facts, and a state that its facts do not tell', async () => {
    const found = await after(async ({ raw }, [a, b, c]) => {
      await raw(`DELETE FROM cases WHERE number IN ('${a}', '${b}')`)
      await raw(`DELETE FROM fact WHERE number = '${b}'`)
      await raw(`UPDATE cases SET state = replace(state, 'fridge', 'freezer') WHERE number = '${c}'`)
    })
    expect(found).toEqual(['state 0003', 'gone 0001', 'gone 0002'])
  })

  it('a case that is gone before it was sealed, as long as a fact of it is left', async () => {
    const db = await sealedTwice(open)
    const number = await fileOne(db.store, 'z')
    await db.raw(`DELETE FROM cases WHERE number = '${number}'`)
    expect(await db.found()).toEqual(['stray 0006'])
  })

  it('at the next seal that something is odd, and seal what was', async () => {
    const db = await sealedTwice(open)
    await db.disarm()
    await shortened(db, db.numbers[0] ?? '')
    await db.raw(`DELETE FROM cases WHERE number = '${db.numbers[2]}'`)
    const made = await sealDay({ seals: db.seals, keys: KEYS }, THREE, START)
    expect(made).toMatchObject({ odd: 2, seal: { cases: 5 } })
    expect(await db.found()).toEqual(['cut 0001 4 2026-11-23', 'gone 0003'])
  })
}

function tamperedSeals(open: Open): void {
  async function disarmed(): Promise<Sealed> {
    const db = await sealedTwice(open)
    await db.disarm()
    return db
  }

  it('a seal that was changed, or made by somebody without the key', async () => {
    const db = await disarmed()
    const [, two] = await db.seals.list(0, 2)
    if (two === undefined) throw new Error('there are two seals')
    await db.raw(`UPDATE seal SET root = '${'0'.repeat(64)}' WHERE n = 2`)
    expect(await db.found()).toEqual(['seal_forged 2026-11-23', 'root 2026-11-23'])
    const made = { ...two, root: 'f'.repeat(64) }
    await db.raw(`UPDATE seal SET root = '${made.root}', mac = '${sealMac(OTHER.sealing, made)}' WHERE n = 2`)
    expect(await db.found()).toEqual(['seal_forged 2026-11-23', 'root 2026-11-23'])
    const own = { ...made, mark: OTHER.mark }
    await db.raw(`UPDATE seal SET mark = '${own.mark}', mac = '${sealMac(OTHER.sealing, own)}' WHERE n = 2`)
    expect(await db.found()).toEqual(['seal_key 2026-11-23', 'root 2026-11-23'])
  })

  it('a seal that somebody who has even the key made anew: the next one does not follow it', async () => {
    const db = await disarmed()
    const [one] = await db.seals.list(0, 1)
    if (one === undefined) throw new Error('there are two seals')
    const anew = { ...one, made: one.made - 1 }
    await db.raw(`UPDATE seal SET made = ${anew.made}, mac = '${sealMac(KEYS.sealing, anew)}' WHERE n = 1`)
    expect(await db.found()).toEqual(['seal_chain 2026-11-23'])
  })

  it('a seal that is gone: an older one by the next, the newest by what was posted', async () => {
    const db = await disarmed()
    const [, two] = await db.seals.list(0, 2)
    await db.raw('DELETE FROM seal WHERE n = 1')
    expect((await db.found())[0]).toBe('seal_gone 2026-11-23')
    const other = await disarmed()
    await other.raw('DELETE FROM seal WHERE n = 2')
    await other.raw('DELETE FROM seal_leaf WHERE seal = 2')
    expect(await other.found()).toEqual([])
    const root = two?.root ?? ''
    expect(await other.found({ anchor: { day: TWO, root } })).toEqual(['anchor_gone 2026-11-23'])
    expect(await other.found({ anchor: { day: ONE, root } })).toEqual(['anchor_other 2026-11-22'])
  })

  it('a leaf that was changed to fit a tail told anew, made up, or taken away with its case', async () => {
    const db = await disarmed()
    const [a, , c] = db.numbers
    await retold(db, c ?? '', 3, 'it never happened')
    const [chain] = await db.seals.chains([c ?? ''])
    const [leaf] = chain?.leaves ?? []
    if (leaf === undefined) throw new Error('it was sealed')
    const head = chain?.hashes[leaf.revision - 1] ?? ''
    const mac = leafMac(OTHER.sealing, { ...leaf, head })
    await db.raw(`UPDATE seal_leaf SET head = '${head}', mac = '${mac}' WHERE number = '${c}'`)
    expect(await db.found()).toEqual(['leaf_forged 0003 2026-11-22', 'root 2026-11-22'])
    for (const table of ['cases', 'fact', 'seal_leaf']) await db.raw(`DELETE FROM ${table} WHERE number = '${c}'`)
    expect(await db.found()).toEqual(['root 2026-11-22', 'leaf_gone 2026-11-22'])
    await db.raw(`DELETE FROM seal_leaf WHERE number = '${a}' AND seal = 2`)
    expect(await db.found()).toContain('root 2026-11-22')
  })
}
