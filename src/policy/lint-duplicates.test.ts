/** Every rule about duplicates and merging, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, loaded, problemsOf, spoil } from './testing.ts'

const looking = (same: string): Changes => [
  ['\napproval:\n', `\nduplicates: {within: 30d, same: ${same}}\napproval:\n`],
]
const REVIEW = 'form: review, rounds: 3, next: {submit: appraisal'
const offered: Changes[number] = [REVIEW, REVIEW.replace('rounds', 'verbs: [submit, reject, merge], rounds')]
const end = (outcome = ''): Changes => [
  ['anywhere: {withdraw: withdrawn}', 'anywhere: {withdraw: withdrawn, merge: merged}'],
  ['    withdrawn: {kind: end', `    merged: {kind: end, name: Merged${outcome}}\n    withdrawn: {kind: end`],
]
const [anywhere = ['', '']] = end()

describe('duplicates and merging', () => {
  test('that hold bring no word', () => {
    const text = spoil(...looking('[[product], [customer, category]]'), ...end(), offered)
    expect(problemsOf(text)).toEqual([])
    expect(loaded(text).policy.duplicates).toEqual({ days: 30, same: [['product'], ['customer', 'category']] })
    expect(loaded(text).policy.flow.anywhere).toEqual({ withdraw: 'withdrawn', merge: 'merged' })
    expect(loaded().policy.duplicates).toBeUndefined()
  })

  test.each<Row>([
    ['a field that is not there', looking('[[order]]'), 'duplicates.same[0][0]', /no field "order"/],
    [
      'a field that cannot be compared',
      looking('[[product, photos]]'),
      'duplicates.same[0][1]',
      /photos cannot be compared/,
    ],
    ['a long text', looking('[[product], [text]]'), 'duplicates.same[1][0]', /text cannot be compared/],
    ['only what many have in common', looking('[[category, safety]]'), 'duplicates.same[0]', /cannot tell which/],
    [
      'a window without its unit',
      [['\napproval:\n', '\nduplicates: {within: 30, same: [[product]]}\napproval:\n']],
      'duplicates.within',
      /30/,
    ],
    ['merging that leads nowhere', [offered], 'flow.stages.review.verbs[2]', /offers merge, and nothing says/],
    ['merging that no stage offers', end(), 'flow.anywhere.merge', /No stage offers merge/],
    [
      'merging that ends as something else',
      [...end(', outcome: closed'), offered],
      'flow.anywhere.merge',
      /is not merged/,
    ],
    [
      'merging that is no end',
      [[anywhere[0], anywhere[1].replace('merge: merged', 'merge: plan')], offered],
      'flow.anywhere.merge',
      /no end/,
    ],
    ['merging into no stage', [anywhere, offered], 'flow.anywhere.merge', /no stage "merged"/],
  ])('%s', (_, changes, path, message) => {
    findProblem(changes, path, message)
  })
})
