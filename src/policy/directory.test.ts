import { describe, expect, test } from 'vitest'
import { loadDirectory } from './directory.ts'
import { loaded, problemsOf, SMALL, spoil } from './testing.ts'

const { directory } = loaded().live
const defaults = { lang: 'zh', tz: 'Asia/Shanghai' } as const

function laid(source: string) {
  const result = loadDirectory(directory, source, defaults)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.directory
}

describe('a directory file is laid over the policy', () => {
  test('what is given replaces, what is not stays; accounts are laid platform by platform', () => {
    const { people, teams } = laid(
      'people: {bob: {accounts: {there: B1}}, cat: {lang: en, roles: [chief]}}\nteams: {lab: {members: [cat, bob]}}',
    )
    expect(people.bob).toEqual({ ...directory.people.bob, accounts: { here: 'bob', there: 'B1' } })
    // The order is the preference: whoever was given an account there is asked there.
    expect(Object.keys(people.bob?.accounts ?? {})).toEqual(['there', 'here'])
    expect(people.cat).toMatchObject({ lang: 'en', roles: ['chief'], leader: 'bob' })
    expect(teams.lab).toEqual({ ...directory.teams.lab, members: ['cat', 'bob'] })
    expect(people.ann).toBe(directory.people.ann)
  })

  test('new people come in with a name, null takes somebody out', () => {
    const { people } = laid('people: {eve: {name: {zh: 伊, en: Eve}}, dan: null}')
    expect(people.eve).toEqual({
      id: 'eve',
      name: { zh: '伊', en: 'Eve' },
      lang: 'zh',
      tz: 'Asia/Shanghai',
      roles: [],
      accounts: {},
    })
    expect(Object.keys(people)).toEqual(['ann', 'bob', 'cat', 'hal', 'fay', 'eve'])
  })

  test('channels keep their other addresses', () => {
    const { channels } = laid('channels: {all: {there: {hook_env: HOOK}}, new: {name: New, here: "#new"}}')
    expect(channels.all?.addresses).toEqual({ here: '#all', there: { hook_env: 'HOOK' } })
    expect(channels.new).toMatchObject({ name: { zh: 'New', en: 'New' }, addresses: { here: '#new' } })
  })

  test('an empty file changes nothing', () => {
    expect(laid('')).toEqual(directory)
  })
})

test.each<[string, string, RegExp, number]>([
  ['a new person without a name', 'people:\n  eve: {roles: [boss]}', /eve is new and has no name/, 2],
  ['a new team without a name', 'people: {}\nteams:\n  east: {members: []}', /east is new and has no name/, 3],
  ['an unknown key', 'people:\n  bob: {phone: 1}', /Unknown key "phone"/, 2],
  ['another part of a policy', 'clocks: {}', /Unknown key "clocks"/, 1],
  ['broken YAML', 'people: {', /not readable as YAML/, 1],
])('%s is a problem of the directory file', (_what, source, message, line) => {
  const result = loadDirectory(directory, source, defaults)
  if (!('problems' in result)) throw new Error('no problem')
  expect(result.problems[0]?.message.en).toMatch(message)
  expect(result.problems[0]).toMatchObject({ file: 'directory', line })
})

test('the policy is linted with the directory laid over it, and refused with a broken one', () => {
  expect(problemsOf(SMALL, { extraDirectory: 'people: {dan: null}' }).map((problem) => problem.path)).toContain(
    'approval.steps.boss.who',
  )
  expect(problemsOf(SMALL, { extraDirectory: 'people: {bob: {phone: 1}}' })[0]).toMatchObject({
    file: 'directory',
    path: 'people.bob.phone',
  })
  const without = spoil(['dan: {name: Dan, leader: bob, roles: [boss], accounts: {here: dan}}', ''])
  const dan = 'people: {dan: {name: Dan, leader: bob, roles: [boss], accounts: {here: dan}}}'
  expect(problemsOf(without).some((problem) => problem.severity === 'error')).toBe(true)
  expect(problemsOf(without, { extraDirectory: dan })).toEqual([])
})
