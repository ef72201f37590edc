/** Every rule about batches, surges and the emergency plan, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, problemsOf, spoil } from './testing.ts'

const BATCH = '{name: B, same: [category.l1, channel], window: 24h, amber: {over: 2}, red: {over: 5}, to: team.desk}'
const SURGE = '{name: S, by: [category.l1], window: 24h, weeks: 8, tail: 0.001, least: 5, to: team.desk}'
const PLAN = '{name: E, stage: review, wording: text, team: {lead: {name: Lead, who: team.desk}}}'

/** The small policy with one of each. */
const withRules = (batch = BATCH, surge = SURGE, plan = PLAN): Changes => [
  [
    '\nclocks:',
    `\nbatches:\n  b: ${batch}\nsurges:\n  s: ${surge}\n${plan === '' ? '' : `emergency: ${plan}\n`}clocks:`,
  ],
]
const batch = (from: string, to: string): Changes => withRules(BATCH.replace(from, to))
const surge = (from: string, to: string): Changes => withRules(BATCH, SURGE.replace(from, to))
const plan = (from: string, to: string): Changes => withRules(BATCH, SURGE, PLAN.replace(from, to))

describe('batches', () => {
  test('that hold bring no word', () => {
    expect(problemsOf(spoil(...withRules()))).toEqual([])
  })

  test.each<Row>([
    ['a field that is not there', batch('channel', 'modle'), 'batches.b.same[1]', /no field "modle"/],
    ['personal data', batch('channel', 'customer'), 'batches.b.same[1]', /personal data/],
    ['a level of what has none', batch('channel', 'channel.l2'), 'batches.b.same[1]', /no tree and has no .l2/],
    ['what is never the same', batch('channel', 'text'), 'batches.b.same[1]', /could be the same/],
    ['amber above red', batch('over: 2', 'over: 5'), 'batches.b.amber', /not below red/],
    [
      'amber above red on holidays',
      batch('red: {over: 5}', 'red: {over: 5}, holidays: {red: {over: 2}}'),
      'batches.b.holidays',
      /not below red/,
    ],
    ['a window of working hours', batch('24h', '8bh'), 'batches.b.window', /not in clock hours/],
    ['a window without a unit', batch('24h', '24'), 'batches.b.window', /24/],
    ['nobody to tell', batch('team.desk', 'team.dsk'), 'batches.b.to', /no team "dsk"/],
    ['a bound of nothing', batch('over: 5', 'over: 0'), 'batches.b.red.over', /0/],
    ['a surge over weeks', surge('24h', '200h'), 'surges.s.window', /more than a week/],
    ['a surge that is nearly certain', surge('0.001', '0.9'), 'surges.s.tail', /0\.9/],
    ['a surge of one', surge('least: 5', 'least: 1'), 'surges.s.least', /1/],
    ['one name for two', withRules(BATCH, `${SURGE}\n  b: ${SURGE}`), 'surges.b', /under batches, too/],
    ['no plan', withRules(BATCH, SURGE, ''), 'batches', /nothing red opens an incident/],
    ['a plan that begins nowhere', plan('stage: review', 'stage: revue'), 'emergency.stage', /no form stage "revue"/],
    ['wording in no field', plan('wording: text', 'wording: txt'), 'emergency.wording', /no field "txt"/],
    ['wording in a choice', plan('wording: text', 'wording: channel'), 'emergency.wording', /no field of type text/],
    [
      'a value of no field',
      plan('wording: text', 'values: {skope: group}'),
      'emergency.values.skope',
      /no field "skope"/,
    ],
    ['a role of nobody', plan('who: team.desk', 'who: role.nobody'), 'emergency.team.lead.who', /nobody/],
  ])('%s', (_, changes, path, message) => {
    findProblem(changes, path, message)
  })
})
