/** Every rule about alarming words, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, problemsOf, spoil } from './testing.ts'

/** The small policy with alarms: the words of a fire, and what is under `harmless`. */
const withAlarms = (fire: string, harmless = '', more = ''): Changes => [
  [
    '\nclocks:',
    `\nalarms:\n  to: team.desk\n  kinds:\n    fire: {name: Fire${fire}}${more}\n  harmless: {en: [${harmless}]}\nclocks:`,
  ],
]
const words = (...en: readonly string[]) => `, en: [${en.map((one) => JSON.stringify(one)).join(', ')}]`
const FIRE = ['alarms', 'kinds', 'fire'].join('.')

describe('alarms', () => {
  test('that hold bring no word', () => {
    expect(problemsOf(spoil(...withAlarms(words('caught fire', 'burn* my/her hand'), 'fire alarm')))).toEqual([])
  })

  test.each<Row>([
    ['a kind without words', withAlarms(''), FIRE, /has no words/],
    ['a phrase given twice', withAlarms(words('smoke', 'smoke')), `${FIRE}.en[1]`, /given twice/],
    [
      'a phrase of two kinds',
      withAlarms(words('smoke'), '', '\n    harm: {name: Harm, en: [smoke]}'),
      'alarms.kinds.harm.en[0]',
      /also in fire/,
    ],
    ['a phrase that is harmless', withAlarms(words('fire alarm'), 'fire alarm*'), `${FIRE}.en[0]`, /never raises/],
    ['nothing between two slashes', withAlarms(words('a//b')), `${FIRE}.en[0]`, /empty word/],
    ['a gap at the end', withAlarms(words('smoke ..')), `${FIRE}.en[0]`, /not between two words/],
    ['an ending behind two letters', withAlarms(words('fi*')), `${FIRE}.en[0]`, /fewer than three/],
    ['a phrase as long as a story', withAlarms(words('a b c d e f g h i j k l m')), `${FIRE}.en[0]`, /too long/],
    ['an excuse that nobody knows', withAlarms(`${words('smoke')}, heeds: [hoped]`), `${FIRE}.heeds[0]`, /hoped/],
    ['a number for a phrase', withAlarms(', en: [911]'), `${FIRE}.en[0]`, /911/],
    ['a team that is not there', withAlarms(`${words('smoke')}, to: team.vips`), FIRE, /no team "vips"/],
  ])('%s', (_, changes, path, message) => {
    findProblem(changes, path, message)
  })
})
