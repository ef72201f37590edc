/** `redress policy rehearse`: what it refuses, and how each platform's own ways show in the plan. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { command } from './policy.ts'
import { rehearse } from './rehearsal-house.ts'
import { UsageError } from './usage.ts'

const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

let files = 0
function file(text: string): string {
  const path = join(folder, `${++files}.json`)
  writeFileSync(path, text)
  return path
}

const FROM = '2026-03-04T09:00'
const asked = (values: Readonly<Record<string, unknown>>) =>
  command.run({ positionals: ['rehearse'], values: { 'nobody-answers': true, from: FROM, ...values } })

describe('policy rehearse', () => {
  it('prints a plan for each level, made from the policy itself, as JSON too', async () => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    expect(await asked({ json: true, days: '1' })).toBe(0)
    const { plans } = JSON.parse(String(out.mock.lastCall?.[0]))
    expect(plans.map(({ cases }: { cases: { level: number }[] }) => cases.map(({ level }) => level))).toEqual([
      [1],
      [2],
      [3],
    ])
    const [{ lines }] = plans
    expect(lines[0]).toMatchObject({ at: '2026-03-04T09:00:00+08:00', why: [{ is: 'case' }] })
    const due = lines.find(({ why }: { why: { is: string }[] }) => why[0]?.is === 'nagged')
    expect(due).toMatchObject({ platform: 'playground', what: 'message', held: null })
  })

  it.each([
    ['without --nobody-answers', { 'nobody-answers': undefined }, 'redress play'],
    ['without a moment', { from: undefined }, '--from takes a moment'],
    ['with a moment that is none', { from: '2026-13-01' }, '--from takes a moment'],
    ['for no days', { days: '0' }, '--days 0: a whole number from 1 to 366'],
    ['for too many days', { days: '367' }, '--days 367'],
    ['in another language', { lang: 'fr' }, '--lang fr: zh or en'],
    ['with a file that is no JSON', { case: file('{') }, 'this is no JSON'],
    ['with no complaint', { case: file('[]') }, '1 to 100 complaints'],
    ['with a field that there is not', { case: file('{"text":"x","fields":{"colour":"red"}}') }, '1 colour: '],
    ['with a list in which one is wrong', { case: file('[{"text":"x"},{"text":""}]') }, '2 text: '],
  ])('refuses to begin %s', async (_, values, words) => {
    await expect(asked(values)).rejects.toThrow(UsageError)
    await expect(asked(values)).rejects.toThrow(words)
  })
})

describe('each platform', () => {
  /** Those who review are on two platforms, their leader is on one that there is not, somebody is on none. */
  const policy = (): string => {
    const moved = [
      ['feng.lan', '{wecom: fenglan}'],
      ['han.xue', '{dingtalk: hanxue}'],
      ['qian.yuhan', '{pager: "1"}'],
      ['fan.zhe', '{}'],
    ]
    return moved.reduce(
      (text, [id, accounts]) => text.replace(`accounts: {playground: ${id}}`, `accounts: ${accounts}`),
      readFileSync(configOf({}).policyFile, 'utf8'),
    )
  }

  const configOf = (env: Readonly<Record<string, string>>) => {
    const config = readConfig(env)
    if ('problems' in config) throw new Error(JSON.stringify(config.problems))
    return config
  }

  it('shows its limits and its bundles; who is nowhere shows as not reached', async () => {
    const config = configOf({ POLICY_FILE: file(policy()) })
    const many = Array.from({ length: 40 }, (_, i) => ({ text: `complaint ${i}` }))
    const { lines, absent } = await rehearse({
      config,
      from: Date.parse(`${FROM}:00+08:00`),
      days: 3,
      complaints: many,
    })
    const heldFor = (person: string, what: string) =>
      lines.flatMap(({ place, is, held }) =>
        place?.in === 'person' && place.person === person && is === what ? [held?.by ?? 'nothing'] : [],
      )
    const counted = (all: readonly string[]) =>
      Object.fromEntries([...Map.groupBy(all, (by) => by)].map(([by, of]) => [by, of.length]))
    // A member of WeCom takes so many in a minute. Reminders leave full hours free by themselves.
    expect(counted(heldFor('feng.lan', 'card'))).toEqual({ nothing: 23, limit: 17 })
    expect(counted(heldFor('feng.lan', 'message'))).toEqual({ nothing: 4 })
    // What is due at one moment is one message.
    expect(counted(heldFor('han.xue', 'card'))).toEqual({ nothing: 40 })
    expect(counted(heldFor('han.xue', 'message'))).toEqual({ nothing: 4 })
    expect(new Set(heldFor('qian.yuhan', 'unreached')).size).toBe(1)
    expect(absent).toEqual(['qian.yuhan', 'fan.zhe'])
  })
})
