/** Every rule about who is preferred where somebody is assigned, broken. */
import { describe, expect, test } from 'vitest'
import type { Changes, Row } from './testing.ts'
import { findProblem, loaded, problemsOf, spoil } from './testing.ts'

const BOB: Changes[number] = [
  'leader: ann, roles: [chief]',
  'leader: ann, skills: [valves], regions: [shop], roles: [chief]',
]
/** Bob knows valves and what is sold in shops; the lab asks for both. */
const sound = (prefer = '{skill: valves}, {region: field.channel}', more: Changes = [BOB]): Changes => [
  ...more,
  ['\nchannels:\n', '\nskills: {valves: Valves}\nchannels:\n'],
  ['assign: true', `assign: {prefer: [${prefer}]}`],
]
const PREFER = 'flow.stages.appraisal.assign.prefer'

describe('preferences', () => {
  test('that hold bring no word, and are by load; `true` is in turn', () => {
    expect(problemsOf(spoil(...sound()))).toEqual([])
    const assignOf = (text?: string) => {
      const stage = loaded(text).policy.flow.stages.appraisal
      return stage?.kind === 'form' ? stage.assign : undefined
    }
    expect(assignOf(spoil(...sound()))).toEqual({
      prefer: [
        { wants: 'skill', id: 'valves' },
        { wants: 'region', id: 'channel' },
      ],
      by: 'load',
    })
    expect(assignOf()).toEqual({ prefer: [], by: 'turn' })
    expect(assignOf(spoil(['assign: true', 'assign: {by: turn}']))).toEqual({ prefer: [], by: 'turn' })
    expect(assignOf(spoil(['assign: true, ', ''], ['who: field.owner', 'who: team.desk']))).toBeUndefined()
  })

  const both = (all: string): Changes[number][] =>
    ['ann', 'bob', 'cat'].map((id) => [`  ${id}: {name: `, `  ${id}: {skills: [${all}], name: `])

  test.each<Row>([
    [
      'a skill that is not there',
      sound('{skill: valve}, {skill: valves}, {region: field.channel}'),
      `${PREFER}[0].skill`,
      /no skill "valve"/,
    ],
    [
      'a field that is no choice',
      sound('{skill: valves}, {region: field.channel}, {tier: field.product}'),
      `${PREFER}[2].tier`,
      /no field of type choice "product"/,
    ],
    ['a field that is not there', sound('{skill: valves}, {region: field.area}'), `${PREFER}[1].region`, /"area"/],
    ['a word for a field', sound('{skill: valves}, {region: shop}'), `${PREFER}[1].region`, /shop/],
    ['two wishes in one line', sound('{skill: valves, region: field.channel}'), `${PREFER}[0].region`, /Unknown key/],
    ['a way that is not known', [['assign: true', 'assign: {by: luck}']], 'flow.stages.appraisal.assign.by', /luck/],
    [
      'a skill that nobody there has',
      sound('{skill: valves}', [['leader: bob, roles: [boss]', 'leader: bob, skills: [valves], roles: [boss]']]),
      `${PREFER}[0].skill`,
      /Nobody whom stage appraisal can ask has valves/,
    ],
    [
      'a skill that everybody there has',
      sound('{skill: valves}', both('valves')),
      `${PREFER}[0].skill`,
      /Everybody whom/,
    ],
    ['a region that no rule asks for', sound('{skill: valves}'), 'people.bob.regions[0]', /No rule ever asks for shop/],
    ['a skill that no rule asks for', sound('{region: field.channel}'), 'skills.valves', /asks for the skill valves/],
  ])('%s', (_, changes, path, message) => {
    findProblem(changes, path, message)
  })

  test('a DIRECTORY_FILE says what people know and what it is called', () => {
    const extraDirectory = 'skills: {valves: {zh: 阀门, en: valves}}\npeople: {bob: {skills: [valves], tiers: [gold]}}'
    const { live } = loaded(spoil(...sound('{skill: valves}, {region: field.channel}')), { extraDirectory })
    expect(live.directory.skills).toEqual({ valves: { zh: '阀门', en: 'valves' } })
    expect(live.directory.people.bob).toMatchObject({ skills: ['valves'], regions: ['shop'], tiers: ['gold'] })
  })
})
