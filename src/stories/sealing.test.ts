/** The records are sealed once a day, and the seal is told to those who run Redress. */
import BetterSqlite from 'better-sqlite3'
import { afterEach, expect, it, vi } from 'vitest'
import { audit } from '../audit.ts'
import { makeDailySeal } from '../daily-seal.ts'
import { keptAuditKey } from '../house-key.ts'
import type { Platform, SendOutcome } from '../ports.ts'
import { replay } from '../rules/evolve.ts'
import { auditKeys } from '../seal.ts'
import { FRIDGE, MONDAY, type Told, tell } from './house.ts'

const DAY = 24 * 3_600_000

let house: Told
afterEach(() => house.close())

/** What stands in the operators' channel. */
async function told(): Promise<readonly string[]> {
  const posts = await house.chat.at('channel/operator', 50)
  return posts.map(({ body }) => (body as { text: string }).text)
}

const days = async (): Promise<readonly string[]> => (await house.seals.list(0, 10)).map(({ day }) => day)
const keys = () => auditKeys(keptAuditKey(house.config) ?? 'a key that is made up for this test alone')
const looked = (question = {}) => audit({ seals: house.seals, keys: keys(), fold: replay }, question)

it('seals the day after the first case and every day, however often it is restarted, and says so once', async () => {
  house = await tell()
  const number = await house.as('wang.li').files(FRIDGE)
  house = await house.reopen()
  await vi.waitFor(async () => expect(await house.store.setting('seal.since')).toBe('2026-03-02'))
  await house.pass('24h')
  house = await house.reopen()
  await vi.waitFor(async () => expect(await told()).toHaveLength(1))
  house = await house.reopen()
  const [seal] = await house.seals.list(0, 10)
  const root = seal?.root ?? ''
  expect(await told()).toEqual([
    `2026-03-03 已封存全部记录：1 张单，指纹 ${root.slice(0, 16)}。请留着这条消息，以后可以用它证明记录没有被改过。\n${root}`,
  ])
  await house.as('wang.li').say(`备注 ${number} 客户又打来了`)
  await house.pass('72h')
  house = await house.reopen()
  await vi.waitFor(async () => expect(await told()).toHaveLength(2))
  expect(await days()).toEqual(['2026-03-03', '2026-03-06'])
  expect(await looked({ anchor: { day: '2026-03-03', root } })).toMatchObject({ found: 0, cases: 1, unsealed: 0 })
})

/** The seal of a house whose one platform answers as it is told to. */
function sealing(answers: SendOutcome['is'][], recognisesKeys = false) {
  const sent: string[] = []
  const platform = {
    name: 'chat',
    abilities: { recognisesKeys },
    address: () => 'C1',
    async sendMessage(_to: string, { text }: { text: string }, key: string) {
      sent.push(`${key} ${text.length}`)
      const is = answers.shift() ?? 'sent'
      if (is === 'gone') throw new Error('we died just then')
      return { is, handle: 'h', after: 1, why: 'down' }
    },
  } as unknown as Platform
  const platforms = new Map([['chat', platform]])
  const make = () => makeDailySeal({ ...house, keys, platforms, company: house.shelf.company })
  return { sent, make, look: make().look }
}

it('tells what was sealed and not told; what may have arrived is told again only where its key is recognised', async () => {
  house = await tell()
  await house.as('wang.li').files(FRIDGE)
  const { sent, look } = sealing(['retry', 'unknown'])
  await look(MONDAY)
  expect([await days(), sent]).toEqual([[], []])
  for (const minutes of [0, 10, 20, 30]) await look(MONDAY + DAY + minutes * 60_000)
  expect([await days(), sent.length]).toEqual([['2026-03-03'], 2])
  const died = sealing(['gone'])
  await expect(died.look(MONDAY + 2 * DAY)).rejects.toThrow('we died')
  await died.make().look(MONDAY + 2 * DAY + 1)
  expect(died.sent).toHaveLength(1)
  const known = sealing(['gone'], true)
  await expect(known.look(MONDAY + 3 * DAY)).rejects.toThrow('we died')
  await known.make().look(MONDAY + 3 * DAY + 1)
  expect(known.sent).toEqual([known.sent[0], known.sent[0]])
  expect(await house.store.setting('seal.told')).toBe('3')
})

it('does not start under another key, nor build upon a seal that was tampered with', async () => {
  house = await tell()
  const number = await house.as('wang.li').files(FRIDGE)
  const { look } = sealing([])
  await look(MONDAY)
  await look(MONDAY + DAY)
  // The house itself has not sealed yet, so its key is still to be made.
  const env = { AUDIT_KEY: keys().sealing }
  const other = { env: { AUDIT_KEY: 'a key that somebody made up for this test' } }
  await expect(house.reopen(other)).rejects.toMatchObject({ code: 'wrong_key', day: '2026-03-03' })
  const db = new BetterSqlite(`${house.folder}/redress.db`)
  db.exec(`DROP TRIGGER seal_no_update; UPDATE seal SET cases = 7`)
  db.exec(`UPDATE cases SET state = replace(state, '张三', '李四')`)
  db.close()
  house = await house.reopen({ env })
  await house.pass('48h')
  house = await house.reopen({ env })
  await vi.waitFor(async () => expect((await told()).at(-1)).toContain('没能封存：2026-03-03 的封存被人改过'))
  expect((await looked()).findings).toEqual([
    { is: 'seal_forged', day: '2026-03-03' },
    { is: 'root', day: '2026-03-03' },
    { is: 'state', number },
  ])
})
