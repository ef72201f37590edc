/** Whatever is done to a policy, loading it answers with a policy or with problems that can be acted on; it never throws. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { environment } from '../rules/environment.ts'
import type { Value } from '../rules/nouns.ts'
import type { Condition, Field } from '../rules/policy.ts'
import { holidaysIn } from './holidays.ts'
import { loadPolicy } from './load.ts'
import { record } from './records.ts'
import { loaded, problemsOf, SMALL } from './testing.ts'

const RUNS = 40

type Place = { readonly parent: Record<string | number, unknown>; readonly key: string | number }

/** Every place of a value that holds something, outermost first. */
function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  const parent = value as Record<string | number, unknown>
  const keys: readonly (string | number)[] = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value)
  return keys.flatMap((key) => [{ parent, key }, ...placesOf(parent[key])])
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    '',
    'x',
    [],
    {},
    [[]],
    { when: 'x' },
    'constructor',
    '__proto__',
    'team.x',
    '1 ==',
    'level == 1',
  ),
  fc.string({ maxLength: 5 }),
)

test('a policy with any part replaced or left out', () => {
  const count = placesOf(parse(SMALL)).length
  fc.assert(
    fc.property(fc.nat(count - 1), fc.option(junk, { nil: undefined }), fc.boolean(), (index, value, drop) => {
      const raw = parse(SMALL)
      const place = placesOf(raw)[index]
      if (!place) return
      if (drop && !Array.isArray(place.parent)) delete place.parent[place.key]
      else place.parent[place.key] = value ?? null
      for (const problem of problemsOf(stringify(raw))) {
        expect(problem.line, JSON.stringify(problem)).toBeGreaterThan(0)
        for (const text of [problem.message, problem.fix]) expect(text.zh.length * text.en.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: RUNS },
  )
}, 60_000)

test('any text at all', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
      expect(problemsOf(text).some((problem) => problem.severity === 'error')).toBe(true)
    }),
    { numRuns: RUNS },
  )
})

test('the shipped policy is sound, and none of its conditions fails on any case', () => {
  const root = new URL('../../data/', import.meta.url)
  const result = loadPolicy(readFileSync(new URL('policy.yaml', root), 'utf8'), {
    readHolidays: holidaysIn(new URL('calendars', root).pathname),
  })
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 1))
  expect(result.warnings).toEqual([])
  const { policy } = result
  const conditions = conditionsIn(policy)
  expect(conditions.length).toBeGreaterThan(20)
  const value = fc.dictionary(fc.constantFrom(...Object.keys(policy.fields)), fc.constant(0))
  fc.assert(
    fc.property(value, fc.nat(), (filled, seed) => {
      const values = record(Object.keys(filled).map((id) => [id, sampleOf(policy.fields[id] as Field, seed)] as const))
      const env = environment(policy, { values, derived: {}, visits: { review: 1 } }, 'review')
      for (const condition of conditions) expect(typeof condition.test(env), condition.source).toBe('boolean')
    }),
    { numRuns: RUNS },
  )
})

test('the small policy has conditions everywhere they can stand', () => {
  expect(conditionsIn(loaded().policy).length).toBe(17)
})

/** Some value of a field's type. */
function sampleOf({ type, options = [] }: Field, seed: number): Value {
  if (type === 'money') return { minor: seed, currency: 'CNY' }
  if (type === 'number') return seed
  if (type === 'checkbox') return seed % 2 === 0
  if (type === 'choices') return options.slice(seed % 3).map((option) => option.id)
  if (type === 'files') return [{ sha256: '0'.repeat(64), name: 'a.png', type: 'image/png', size: seed }]
  return options[seed % Math.max(1, options.length)]?.id ?? 'x'
}

/** Every condition anywhere in a compiled policy. */
function conditionsIn(value: unknown): readonly Condition[] {
  if (typeof value !== 'object' || value === null) return []
  if ('test' in value && 'source' in value) return [value as Condition]
  return Object.values(value).flatMap(conditionsIn)
}
