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

/** The plan of a fridge that does not cool (level 2), or of other complaints, as lines. */
async function planFrom(
  moment: string,
  days: number,
  lang: Lang,
  complaints: readonly object[] = [COMPLAINT],
): Promise<string> {
  const config = readConfig(lang === 'en' ? { POLICY_FILE: english() } : {})
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  const plan = await rehearse({ config, from: local(moment), days, complaints })
  return `${planLines(plan, { lang, tz: TZ, days }).join('\n')}\n`
}

test.each(['zh', 'en'] as const)('a Friday evening, in %s', async (lang) => {
  await expect(await planFrom('2026-03-06T17:50', 7, lang)).toMatchFileSnapshot(golden(`friday-evening.${lang}`))
})

test.each(['zh', 'en'] as const)('fire on the eve of National Day, in %s', async (lang) => {
  const fire = {
    ...COMPLAINT,
    text: lang === 'zh' ? '冰箱冒烟，插座烧黑了' : 'Smoke came out of the fridge',
    category: 'quality.safety.fire',
  }
  await expect(await planFrom('2026-09-30T18:00', 14, lang, [fire])).toMatchFileSnapshot(golden(`national-day.${lang}`))
})

test.each(['zh', 'en'] as const)('seven of one model within an hour, in %s', async (lang) => {
  const seven = Array.from({ length: 7 }, (_, i) => ({ ...COMPLAINT, customer: `${customer} ${i + 1}` }))
  await expect(await planFrom('2026-03-04T10:00', 4, lang, seven)).toMatchFileSnapshot(golden(`batch-of-seven.${lang}`))
})

test('the last afternoon before Spring Festival, a make-up Saturday', async () => {
  await expect(await planFrom('2026-02-14T16:30', 21, 'zh')).toMatchFileSnapshot(golden('spring-festival.zh'))
})

test('three days off in the middle of a ladder', async () => {
  const from = local('2026-03-04T10:00')
  let time = from
  const recorder = makeRecorder(() => time)
  const options = { wall: () => time, wrap: recorder.around }
  /** Lets the time go on, with a stop wherever something rings. */
  const until = async (house: Told, moment: string): Promise<void> => {
    for (;;) {
      const next = await house.store.nextTimer(time)
      time = Math.max(time, Math.min(next ?? Number.POSITIVE_INFINITY, local(moment)))
      await house.settle()
      if (time >= local(moment)) return
    }
  }
  const before = await tell(options)
  const number = await files(before)
  await before.settle()
  // It stops with somebody reminded and their leader not yet, and comes back in the middle of a weekend.
  await until(before, '2026-03-04T13:45')
  time = local('2026-03-07T13:30')
  const after = await before.reopen(options)
  houses.push(after)
  await after.settle()
  await until(after, '2026-03-13T18:30')
  const { store, shelf, platforms } = after
  const plan = await messagePlan([number], { store, company: shelf.company, platforms, told: recorder.told })
  const lines = planLines(plan, { lang: 'zh', tz: TZ, days: 9 })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('three-days-off.zh'))
})
