/**
 * Killed with SIGKILL again and again while a company works, and started again each time: every complaint comes to its
 * end, and each payment, card, notice and message to the customer is there exactly once.
 */
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chanceOf } from '../rehearsal/chance.ts'
import { cardsAreFresh, everythingWasSaid, holdsTogether, remembered } from './aftermath.ts'
import type { Rehearsal, Victim } from './killing.ts'
import { DATABASE, killsBy, makeVictim, rehearse } from './killing.ts'

const KILLS = 8

const TEXTS = [
  '冰箱三天不制冷，里面的菜全坏了，要求退款',
  'The dishwasher floods the kitchen every time it drains',
  '洗衣机漏水把地板泡了，请尽快派人来修',
  'The fridge died after two weeks and nobody calls back',
  '空调开机十分钟就跳闸，还冒烟，差点起火',
  'The oven door shattered and burned my hand',
  '客服电话打了五次没人接，态度也很差',
  'Wrong colour delivered, I want it exchanged',
  '快递把箱子摔坏了，屏幕有裂纹',
  'Great service, works well, I am happy',
  '油烟机装歪了，师傅还多收了八十块安装费',
  'The technician never came although I waited all day',
  '热水器漏电，老人洗澡时被电了一下，已经送医院',
  'The heater smells of smoke and throws sparks',
  '收到的型号不对，我订的是大容量的那款',
  'I was charged twice for the same order',
  '东西很好，师傅也细心，非常满意',
  'The manual comes only in a language I cannot read',
  '微波炉门关不上，转盘也不转',
  'The vacuum battery lasts four minutes',
  '发票催了两周一直没开，再不给就找 12315',
  'If nobody answers I will write to the media and my lawyer',
  '电饭煲内胆的涂层掉了，全家不敢再用',
  'The parcel arrived crushed and two parts are missing',
] as const

let folder: string
const database = (): string => join(folder, DATABASE)
let victim: Victim
let rehearsal: Rehearsal | undefined
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redress-killed-'))
  victim = await makeVictim(folder)
})
afterEach(() => {
  rehearsal?.end()
  victim.end()
  rmSync(folder, { recursive: true, force: true })
})

test('whenever it is killed, each payment, card, notice and message to the customer is there exactly once', {
  timeout: 150_000,
}, async ({ onTestFailed }) => {
  const seed = randomInt(1, 1_000_000)
  const kills = killsBy(chanceOf(seed, 'kills'), KILLS)
  onTestFailed(() => void process.stderr.write(`killed with seed ${seed}: ${JSON.stringify(kills)}\n`))
  const input = join(folder, 'complaints.jsonl')
  writeFileSync(input, TEXTS.map((text) => `${JSON.stringify({ text })}\n`).join(''))

  rehearsal = rehearse(input, victim.url, seed)
  const openThen: number[] = []
  const suffered = victim.suffer(kills, async (nth) => {
    openThen.push(await remembered(database(), (memory) => holdsTogether(memory, `after kill ${nth + 1}`)))
  })
  const early = rehearsal.done.then(({ code, complained }) => {
    throw new Error(`the rehearsal ended with ${code} before the last kill: ${complained}`)
  })
  await Promise.race([suffered, early])
  const { code, printed, complained } = await rehearsal.done
  expect(complained).toBe('')
  expect(code, printed).toBe(0)
  expect(await victim.stop()).toBe(0)
  expect(victim.lost()).toBeGreaterThan(0)
  // It was killed in the middle of things, to the last.
  expect(openThen.at(-1)).toBeGreaterThan(0)

  const rows = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows.pop()).toMatchObject({ summary: { cases: TEXTS.length, stuck: 0 } })
  await remembered(database(), async (memory) => {
    await holdsTogether(memory, 'at the end')
    expect(memory.cases.map(({ state }) => state.values.text).sort()).toEqual([...TEXTS].sort())
    expect(rows.map((row) => row.number).sort()).toEqual(memory.cases.map(({ state }) => state.number).sort())
    expect(memory.cases.filter(({ state }) => !state.ended)).toEqual([])
    expect(await memory.store.counts()).toMatchObject({ open: 0, timers: 0, outbox: 0, givenUp: 0 })
    await everythingWasSaid(memory)
    await cardsAreFresh(memory)
  })
})
