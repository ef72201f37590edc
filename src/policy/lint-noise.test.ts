/** Every rule about how reminders are gathered, broken. */
import { expect, test } from 'vitest'
import type { Row } from './testing.ts'
import { findProblem, loaded, problemsOf, spoil } from './testing.ts'

/** The small policy that keeps reminders few. */
const noise = (written: string) => ['matrix:\n', `noise: ${written}\nmatrix:\n`] as const

test.each<Row>([
  ['no reminder at all', [noise('{per_person: 0, roundups: ["09:07"]}')], 'noise.per_person', /0/],
  ['no roundup', [noise('{per_person: 3, roundups: []}')], 'noise.roundups', /./],
  ['a time that is none', [noise('{per_person: 3, roundups: ["24:07"]}')], 'noise.roundups[0]', /"24:07" will not do/],
  [
    'times out of order',
    [noise('{per_person: 3, roundups: ["13:37", "9:07"]}')],
    'noise.roundups[1]',
    /09:07 does not come after 13:37/,
  ],
])('%s', (_what, changes, path, message) => {
  expect(findProblem(changes, path, message).severity).toBe('error')
})

test('a full or half hour is a warning', () => {
  const half = [noise('{per_person: 3, roundups: ["13:30"]}')]
  expect(findProblem(half, 'noise.roundups[0]', /a minute later/).severity).toBe('warning')
})

test('a sound one is live', () => {
  const sound = noise('{per_person: 3, roundups: ["9:07", "13:37"]}')
  expect(problemsOf(spoil(sound))).toEqual([])
  expect(loaded(spoil(sound)).live.noise).toEqual({ perPerson: 3, roundups: ['09:07', '13:37'] })
})
