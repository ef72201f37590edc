/** Each finding of lint has a test that brings it about: the tests of lint are run here once more, and what they found is counted. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findings } from './findings.ts'
import { FOUND } from './testing.ts'

const tests = readdirSync(new URL('.', import.meta.url)).filter((name) => /^lint.*\.test\.ts$/.test(name))
// Another name than the file's own: tests that ran before in this process would not run again.
for (const name of tests) await import(/* @vite-ignore */ `./${name}?findings`)

test('no finding is without a test', () => {
  const all = findings()
  expect(all.length).toBeGreaterThan(60)
  const untested = all.filter(({ looks }) => ![...FOUND].some((message) => looks.test(message)))
  expect(untested.map(({ where, sentence }) => `${where} ${sentence}`)).toEqual([])
})
