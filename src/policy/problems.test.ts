/** How problems are told: places, lines, paths, near words. */
import { expect, test } from 'vitest'
import { nearest, pathText, readPath } from './problems.ts'
import { lineOf, problemsOf, spoil } from './testing.ts'

test('YAML that cannot be read gives its line', () => {
  const [problem] = problemsOf(spoil(['dwell: first', 'dwell: [first']))
  expect(problem).toMatchObject({ path: '', file: 'policy', severity: 'error' })
  expect(problem?.line).toBeGreaterThanOrEqual(lineOf('dwell'))
})

test('a key that stands twice is found', () => {
  const [problem] = problemsOf(spoil(['dwell: first', 'dwell: first\ndwell: node']))
  expect(problem?.message.en).toMatch(/unique/i)
  expect(problem?.line).toBe(lineOf('dwell') + 1)
})

test('aliases that unfold without end are refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...['b', 'c', 'd', 'e'].map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcd'[i]}`).join()}]`),
  ]
  expect(problemsOf(bomb.join('\n'))[0]?.path).toBe('')
})

test('an empty file says what is wrong', () => {
  expect(problemsOf('')[0]?.message.en).toMatch(/null will not do/)
})

test('several mistakes are told at once, in the order of the file', () => {
  const problems = problemsOf(
    spoil(['version: 3', 'version: x'], ['who: team.till', 'who: till'], ['lang: zh, tz', 'lang: fr, tz']),
  )
  expect(problems.map((problem) => problem.path)).toEqual(['version', 'company.lang', 'flow.stages.payment.who'])
})

test('paths are read back as they were written', () => {
  const paths = [
    ['people', 'wang.li', 'leader'],
    ['flow', 'stages', 'review', 'next', 'submit', 0, 'to'],
    ['derived', 'level', 'values', '1'],
    ['a"b', 2],
  ]
  for (const path of paths) expect(readPath(pathText(path))).toEqual(path)
  expect(pathText(['people', 'wang.li', 'accounts', 0])).toBe('people["wang.li"].accounts[0]')
})

test('the nearest word is one that could have been meant', () => {
  expect(nearest('apraisal', ['approval', 'appraisal'])).toBe('appraisal')
  expect(nearest('laeder', ['leader', 'lang'])).toBe('leader')
  expect(nearest('colour', ['leader', 'lang'])).toBeUndefined()
})
