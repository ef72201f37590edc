/** Texts that were read before: the same policy comes of them, and nothing of what is not exactly as it was written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holidaysIn } from './holidays.ts'
import { loadPolicy } from './load.ts'
import { type ParsedTexts, parsedTexts } from './parsed.ts'
import { readYaml, rememberTexts } from './yaml.ts'

const POLICY = readFileSync('data/policy.yaml', 'utf8')
const load = (source: string) => loadPolicy(source, { readHolidays: holidaysIn('data/calendars') })

let folder: string
let texts: ParsedTexts
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-texts-'))
  texts = parsedTexts(folder)
})
afterEach(() => {
  rememberTexts(undefined)
  rmSync(folder, { recursive: true })
})

const told = (source: string): string => JSON.stringify(load(source))
const files = (): readonly string[] => readdirSync(folder).map((name) => join(folder, name))

test('a policy that was read before is the same policy, with amounts as they were typed', () => {
  const first = told(POLICY)
  rememberTexts(texts)
  expect(told(POLICY)).toBe(first)
  const get = vi.spyOn(texts, 'get')
  expect(files()).toHaveLength(1)
  expect(told(POLICY)).toBe(first)
  expect(get.mock.results.at(-1)?.value).toMatchObject({ written: expect.any(Object) })
})

test('places of mistakes are found in a text that is known', () => {
  rememberTexts(texts)
  const text = 'a: 1\nb:\n  c: 500.10\n'
  const read = () => {
    const yaml = readYaml(text, 'policy')
    if (!('value' in yaml)) throw new Error('it is readable')
    return yaml
  }
  const fresh = read()
  expect(fresh.written(['b', 'c'])).toBe('500.10')
  fresh.keep()
  const known = read()
  expect(known.value).toEqual({ a: 1, b: { c: 500.1 } })
  expect([known.written(['b', 'c']), known.written(['a']), known.written(['b'])]).toEqual(['500.10', '1', undefined])
  expect(known.place(['b', 'c'])).toEqual({ line: 3, column: 3 })
})

test('a spoilt file, another text and what JSON cannot hold are read anew', () => {
  texts.put('x', { value: { a: 1 }, written: {} })
  expect(texts.get('x')).toEqual({ value: { a: 1 }, written: {} })
  expect(texts.get('x ')).toBeUndefined()
  const [file = ''] = files()
  writeFileSync(file, readFileSync(file, 'utf8').replace('"a":1', '"a":2'))
  expect(texts.get('x')).toBeUndefined()
  texts.put('y', { value: Number.POSITIVE_INFINITY, written: {} })
  expect(files()).toHaveLength(1)
})

test('sixteen are kept; a folder that cannot be made is no failure', () => {
  for (let n = 0; n < 20; n++) texts.put(`${n}`, { value: n, written: {} })
  expect(files()).toHaveLength(16)
  const [file = ''] = files()
  expect(() => parsedTexts(join(file, 'under')).put('x', { value: 1, written: {} })).not.toThrow()
})
