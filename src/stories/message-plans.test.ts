/**
 * Message plans as golden files (renewed with -u), to be read as people read them: what comes over a weekend, over a
 * holiday with its make-up days, after three days of a server that was off.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { planLines } from '../cli/plan-lines.ts'
import { rehearse } from '../cli/rehearsal-house.ts'
import { readConfig } from '../config.ts'
import { messagePlan } from '../rehearsal/message-plan.ts'
import { makeRecorder } from '../rehearsal/recorder.ts'
import type { Lang } from '../rules/nouns.ts'
import { edited } from './changed-policy.ts'
import { FRIDGE, type Told, tell } from './house.ts'
import { files } from './road.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-plans-'))
const houses: Told[] = []
afterAll(async () => {
  await Promise.all(houses.map((house) => house.close()))
  rmSync(folder, { recursive: true, force: true })
})

const TZ = 'Asia/Shanghai'
const local = (moment: string): number => Date.parse(`${moment}+08:00`)
const golden = (name: string): string => `message-plans/${name}.txt`

/** The same company, where everybody reads English. */
function english(): string {
  const path = join(folder, 'english.yaml')
  writeFileSync(
    path,
    edited(({ set }) => set('company.lang', 'en')),
  )
  return path
}

const { text, customer, product, category, ...fields } = FRIDGE
const COMPLAINT = { text, customer, product, category, fields }

/** The plan of a fridge that does not cool (level 2), as lines. */
async function planFrom(moment: string, days: number, lang: Lang): Promise<string> {
  const config = readConfig(lang === 'en' ? { POLICY_FILE: english() } : {})
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const plan = await rehearse({ config, from: local(moment), days, complaints: [COMPLAINT] })
  return `${planLines(plan, { lang, tz: TZ, days }).join('\n')}\n`
}

test.each(['zh', 'en'] as const)('a Friday evening, in %s', async (lang) => {
  await expect(await planFrom('2026-03-06T17:50', 7, lang)).toMatchFileSnapshot(golden(`friday-evening.${lang}`))
})

test('the last afternoon before Spring Festival, a make-up Saturday', async () => {
  await expect(await planFrom('2026-02-14T16:30', 21, 'zh')).toMatchFileSnapshot(golden('spring-festival.zh'))
})

test('three days off in the middle of a ladder', async () => {
  const from = local('2026-03-04T10:00')
  let time = from
  const recorder = makeRecorder(() => time)
  const options = { wall: () => time, wrap: recorder.around }
  const before = await tell(options)
  const number = await files(before)
  await before.settle()
  time = local('2026-03-04T13:30')
  await before.settle()
  // It stops over the weekend, with somebody reminded and their leader not yet.
  time = local('2026-03-07T13:30')
  const after = await before.reopen(options)
  houses.push(after)
  await after.settle()
  time = local('2026-03-11T18:00')
  await after.settle()
  const { store, shelf, platforms } = after
  const plan = await messagePlan([number], { store, company: shelf.company, platforms, told: recorder.told })
  const lines = planLines(plan, { lang: 'zh', tz: TZ, days: 7 })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('three-days-off.zh'))
})
