import { describe, expect, test } from 'vitest'
import { environment } from '../rules/environment.ts'
import { environmentShape } from './conditions.ts'
import { loaded, problemsOf, SMALL, spoil } from './testing.ts'

const { policy, live, warnings, source } = loaded()
const known = { values: {}, derived: {}, visits: {} }

describe('a sound policy is compiled', () => {
  test('without a warning, keeping its text', () => {
    expect(warnings).toEqual([])
    expect(source).toBe(SMALL)
  })

  test('money becomes exact minor units', () => {
    expect(policy.approval.tiers).toEqual([
      { le: 50000, step: 'chief' },
      { le: 200050, step: 'boss' },
      { step: 'board' },
    ])
    expect(policy.matrix.A).toEqual({ apology: {}, cash: { max: 2000000 }, refund: { max: 50 } })
    expect(policy.company.digits).toEqual({ CNY: 2 })
  })

  test('a currency without digits takes whole amounts only', () => {
    const yen = (le: string) =>
      spoil(['currency: CNY', 'currency: JPY, digits: {JPY: 0}'], ['"2,000.50"', le], ['max: 0.5', 'max: 1'])
    expect(loaded(yen('2000')).policy.approval.tiers[1]?.le).toBe(2000)
    expect(problemsOf(yen('2000.5'))[0]?.path).toBe('approval.tiers[1].le')
  })

  test('family, team and level are inherited down the category tree', () => {
    expect(policy.categories['quality.failure.dead']).toEqual({
      name: { zh: 'Dead', en: 'Dead' },
      family: 'product',
      team: 'lab',
      leaf: true,
    })
    expect(policy.categories['quality.failure.loud']?.team).toBe('desk')
    expect(policy.fields.category?.tree?.[0]?.children[0]?.children.map((node) => node.path)).toEqual([
      'quality.failure.dead',
      'quality.failure.loud',
    ])
  })

  test('a bare next stands for the ordinary result of its kind', () => {
    const { stages } = policy.flow
    expect(stages.told?.next).toEqual({ told: { ways: [{ is: 'callback' }] } })
    expect(stages.both?.next).toEqual({ joined: { ways: [{ is: 'approval' }] } })
    expect(Object.keys(stages.callback?.next ?? {})).toEqual(['submit'])
    expect(stages.approval?.next.returned).toEqual({ choose: ['plan', 'appraisal'] })
    expect(stages.approval).toMatchObject({ steps: 'matrix', rounds: 3 })
  })

  test('a stage offers what its kind offers and its next has a way for', () => {
    const verbs = (id: string) => policy.flow.stages[id]?.verbs
    expect(verbs('review')).toEqual(['submit', 'reject', 'transfer', 'note'])
    expect(verbs('appraisal')).toEqual(['submit', 'return', 'transfer', 'note', 'pause', 'resume'])
    expect(verbs('approval')).toEqual(['approve', 'reject', 'return', 'transfer', 'note'])
    expect(verbs('payment')).toEqual(['pay', 'fail', 'note'])
    expect(
      loaded(spoil(['form: payment, clock', 'form: payment, verbs: [pay, fail], clock'])).policy.flow.stages.payment
        ?.verbs,
    ).toEqual(['pay', 'fail'])
  })

  test('who-expressions, spans, clocks, ladder, outcome, defaults', () => {
    expect(policy.routes.quality?.[1]?.is).toEqual({
      kind: 'list',
      of: [
        { kind: 'team', id: 'desk' },
        { kind: 'person', id: 'ann' },
      ],
    })
    expect(policy.clocks.first?.spans).toEqual({
      1: { unit: 'h', amount: 1_800_000, text: '30m' },
      2: { unit: 'bh', amount: 7_200_000, text: '2bh' },
      3: { unit: 'bd', amount: 1, text: '1bd' },
    })
    expect(policy.ladder.map(({ at }) => at)).toEqual([
      { share: 0.5 },
      { share: 1 },
      { after: { unit: 'bd', amount: 1, text: '1bd' } },
    ])
    expect(policy.flow.stages.unconfirmed).toMatchObject({ kind: 'end', outcome: 'unconfirmed' })
    expect(policy.approval.apart).toEqual([['filer', 'appraiser', 'approver', 'payer']])
    expect(policy.fields.text?.maxLength).toBe(20_000)
    expect(policy.flow.stages.told).toMatchObject({ who: { kind: 'field', id: 'receiver' } })
  })

  test('people get the company’s language and zone unless they have their own', () => {
    expect(live.directory.people.cat).toMatchObject({ lang: 'zh', tz: 'Asia/Shanghai', leader: 'bob', roles: [] })
    expect(live.services.crm).toEqual({ zh: 'CRM', en: 'CRM' })
    expect(live.calendars.plain?.isOpen(Date.parse('2026-11-23T02:00:00Z'))).toBe(true)
  })

  test('an id such as "constructor" finds nothing', () => {
    expect(policy.fields.constructor).toBeUndefined()
    expect(live.directory.people.constructor).toBeUndefined()
  })
})

describe('conditions', () => {
  test('the environment of a case has exactly the variables that conditions are checked against', () => {
    const shape = environmentShape(policy)
    const env = environment(policy, known)
    const names: string[] = []
    for (const name in env) names.push(name)
    expect(names.sort()).toEqual(Object.keys(shape).sort())
    const types: Readonly<Record<string, (value: unknown) => boolean>> = {
      string: (value) => typeof value === 'string',
      double: (value) => typeof value === 'number',
      int: (value) => typeof value === 'bigint',
      bool: (value) => typeof value === 'boolean',
      'list<string>': Array.isArray,
    }
    for (const [name, type] of Object.entries(shape)) expect(types[type]?.(env[name]), `${name}: ${type}`).toBe(true)
  })

  test('keep their source and answer over a case', () => {
    const [bound] = policy.approval.extra
    expect(bound?.when.source).toBe("plan_kind == 'cash' && plan_amount > 500.0")
    const at = (minor: number) =>
      environment(policy, { ...known, values: { plan_kind: 'cash', plan_amount: { minor, currency: 'CNY' } } })
    expect([50000, 50001].map((minor) => bound?.when.test(at(minor)))).toEqual([false, true])
  })
})

describe('the version', () => {
  test('is the policy’s number and a digest of its pinned part', () => {
    expect(policy.version).toMatch(/^3-[0-9a-f]{8}$/)
  })

  test('changes with a rule, not with people, comments or layout', () => {
    const version = (text: string) => loaded(text).policy.version
    expect(version(spoil(['le: 500,', 'le: 501,']))).not.toBe(policy.version)
    expect(version(spoil(['ann: {name: Ann,', 'ann: {name: Anna,']))).toBe(policy.version)
    expect(version(`# a comment\n${SMALL}`)).toBe(policy.version)
  })
})

test('an earlier version still loads when people it names have left; a broken one does not', () => {
  const left = spoil(['who: team.till,', 'who: person.eve,'])
  expect(problemsOf(left)[0]?.path).toBe('flow.stages.payment.who')
  expect(loaded(left, { published: true }).policy.flow.stages.payment).toMatchObject({
    who: { kind: 'person', id: 'eve' },
  })
  expect(problemsOf(spoil(['le: 500,', 'le: -1,']), { published: true })[0]?.severity).toBe('error')
})
