/** Who becomes the owner: always one, never the filer, nobody who is away while another is there, and evenly. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { context, filed, ORDINARY } from '../../data/testing/shipped.ts'
import type { FindWorkloads, Workload } from './assignment.ts'
import { weight } from './assignment.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import type { Fact } from './facts.ts'
import type { Directory, Person, PersonId } from './nouns.ts'
import { isRefusal } from './nouns.ts'
import type { Context } from './story.ts'
import { tasksFor } from './tasks.ts'

const COMPLAINT = {
  category: 'quality.failure.no_cooling',
  line: 'fridge',
  region: 'west',
  customer: '张三',
  product: '冰箱',
}
const MORE = {
  ...ORDINARY,
  core_function: 'lost',
  model: 'M',
  batch: 'B',
  purchase_channel: 'mall',
  phone: '13800138000',
}
const IDLE: Workload = { open: 0, late: 0 }

/** Somebody of the team: what is said of them, and whether they are there. */
interface Member {
  readonly is: 'there' | 'away' | 'gone' | 'left'
  readonly skilled: boolean
  readonly knows: boolean
  readonly load: Workload
}

const idOf = (i: number): PersonId => `member${i}`
const THERE: Member = { is: 'there', skilled: false, knows: false, load: IDLE }

/** The shipped directory with this team for refrigerators; whoever is away has `stand.in` in their place. */
function among(team: readonly Member[]): Directory {
  const { directory } = context
  const person = (id: PersonId, more: Partial<Person> = {}): Person => ({
    ...{
      id,
      name: { zh: id, en: id },
      lang: 'zh',
      tz: 'Asia/Shanghai',
      roles: [],
      accounts: { playground: id },
      leader: 'luo.jing',
    },
    ...more,
  })
  const members = team.flatMap(({ is, skilled, knows }, i): readonly Person[] => {
    const traits = { skills: skilled ? ['compressor'] : [], regions: knows ? ['west'] : [] }
    if (is === 'left') return []
    return [
      person(idOf(i), {
        ...traits,
        ...(is === 'away' ? { standIn: 'stand.in' } : is === 'gone' ? { gone: true } : {}),
      }),
    ]
  })
  const people = Object.fromEntries([...members, person('stand.in')].map((one) => [one.id, one]))
  return {
    ...directory,
    people: { ...directory.people, ...people },
    teams: {
      ...directory.teams,
      fridge_quality: { id: 'fridge_quality', name: { zh: '', en: '' }, members: team.map((_, i) => idOf(i)) },
    },
  }
}

/** The case after its review, with what happened; `number` tells it from others. */
function reviewed(team: readonly Member[], filer: PersonId, number = 'C-20261123-0001') {
  const workloads: FindWorkloads = (people) =>
    Object.fromEntries(people.map((id) => [id, team.find((_, i) => idOf(i) === id)?.load ?? IDLE]))
  const here: Context = { ...context, directory: among(team), workloads }
  const by = { filer: { kind: 'person', id: filer }, duties: { filer: [filer] } } as const
  const reviewing: Case = { ...filed(COMPLAINT), ...by, number }
  const reviewer = tasksFor(reviewing, here)[0]?.people.find((id) => id !== filer) ?? ''
  return { ...acted(reviewing, reviewer, here), here }
}

function acted(
  state: Case,
  person: PersonId,
  here: Context,
): { readonly state: Case; readonly facts: readonly Fact[] } {
  const decision = decide(
    state,
    {
      ...{ do: 'act', id: 'x', actor: { kind: 'person', id: person }, via: 'test', number: state.number },
      ...{ verb: 'submit', revision: state.revision, values: MORE },
    },
    here,
    () => '',
  )
  if (isRefusal(decision)) throw new Error(JSON.stringify(decision))
  return decision
}

const chosenIn = (facts: readonly Fact[]) => facts.map(({ what }) => what).filter((what) => what.is === 'assigned')

const member: fc.Arbitrary<Member> = fc.record({
  is: fc.constantFrom('there', 'there', 'there', 'away', 'gone', 'left'),
  skilled: fc.boolean(),
  knows: fc.boolean(),
  load: fc.record({ open: fc.nat(9), late: fc.nat(3) }),
})

describe('an owner', () => {
  test('is exactly one: never the filer, nobody away while another is there, nobody busier than another who fits as well', () => {
    fc.assert(
      fc.property(
        fc.array(member, { minLength: 1, maxLength: 6 }),
        fc.nat(7),
        fc.integer({ min: 1, max: 99 }),
        (team, at, n) => {
          const filer = team[at]?.is === 'there' ? idOf(at) : 'wang.li'
          const { facts, state, here } = reviewed(team, filer, `C-20261123-${String(n).padStart(4, '0')}`)
          const [one, ...more] = chosenIn(facts)
          expect(more).toEqual([])
          const owner = one?.person ?? ''
          expect(state.values.owner).toBe(owner)
          expect(owner).not.toBe(filer)
          expect(tasksFor(state, here).map(({ people }) => people)).toEqual([[owner]])
          const free = team.flatMap((each, i) =>
            each.is === 'there' && idOf(i) !== filer ? [{ ...each, id: idOf(i) }] : [],
          )
          if (free.length === 0) return
          expect(free.map(({ id }) => id)).toContain(owner)
          const skilled = free.some((each) => each.skilled) ? free.filter((each) => each.skilled) : free
          const fitting = skilled.some((each) => each.knows) ? skilled.filter((each) => each.knows) : skilled
          const least = Math.min(...fitting.map(({ load }) => weight(load)))
          const mine = fitting.find(({ id }) => id === owner)
          expect(weight(mine?.load)).toBe(least)
          expect(mine).toBeDefined()
        },
      ),
      { numRuns: 150 },
    )
  })

  test('has the work spread: over 200 cases nobody has more than one beyond whoever has least', () => {
    const loads = [0, 0, 0, 0, 0]
    for (let n = 1; n <= 200; n++) {
      const team = loads.map((open) => ({ ...THERE, load: { open, late: 0 } }))
      const { facts } = reviewed(team, 'wang.li', `C-20261123-${String(n * 5).padStart(4, '0')}`)
      const at = loads.findIndex((_, i) => idOf(i) === chosenIn(facts)[0]?.person)
      loads[at] = (loads[at] ?? 0) + 1
    }
    expect(loads).toEqual([40, 40, 40, 40, 40])
  })

  test('who is behind counts double', () => {
    const team = [
      { ...THERE, load: { open: 3, late: 2 } },
      { ...THERE, load: { open: 4, late: 0 } },
    ]
    expect(chosenIn(reviewed(team, 'wang.li').facts)).toMatchObject([{ person: idOf(1) }])
  })

  test('is told with what spoke for them and what was compared, so that a replay asks nobody', () => {
    const team: readonly Member[] = [
      { ...THERE, skilled: true, load: { open: 4, late: 1 } },
      { ...THERE, skilled: true, load: { open: 2, late: 0 } },
      THERE,
    ]
    const { facts, state } = reviewed(team, 'wang.li')
    expect(chosenIn(facts)).toEqual([
      {
        ...{ is: 'assigned', position: 'appraisal#1', why: 'route.quality', person: idOf(1) },
        because: [{ wants: 'skill', is: 'compressor' }],
        workloads: { [idOf(0)]: { open: 4, late: 1 }, [idOf(1)]: { open: 2, late: 0 } },
      },
    ])
    expect(state.positions[0]?.chosen).toEqual({
      ...{ person: idOf(1), because: [{ wants: 'skill', is: 'compressor' }], load: { open: 2, late: 0 } },
    })
  })

  test('where everybody is away is whoever stands in', () => {
    const team: readonly Member[] = [
      { ...THERE, is: 'away' },
      { ...THERE, is: 'gone' },
    ]
    expect(chosenIn(reviewed(team, 'wang.li').facts)).toMatchObject([{ person: 'stand.in' }])
  })
})

describe('an owner who left', () => {
  const team: readonly Member[] = [
    { ...THERE, load: { open: 9, late: 0 } },
    THERE,
    { ...THERE, load: { open: 5, late: 0 } },
  ]
  const { state, here } = reviewed(team, 'wang.li')
  const sweep = { do: 'sweep', id: 's', number: state.number, actor: { kind: 'clock' }, via: 'clock' } as const
  const swept = (now: readonly Member[]) => decide(state, sweep, { ...here, directory: among(now) }, () => '')

  test('is followed by another of the same team, who is asked alone', () => {
    const after = swept(team.map((one, i) => (i === 1 ? { ...one, is: 'gone' } : one)))
    if (isRefusal(after)) throw new Error(after.refused)
    expect(after.facts.map(({ what }) => what)).toMatchObject([{ is: 'reassigned', from: idOf(1), person: idOf(2) }])
    expect(after.state.values.owner).toBe(idOf(2))
    expect(after.state.positions.map(({ assignee }) => assignee)).toEqual([idOf(2)])
  })

  test('stays it while somebody stands in, and while they are there', () => {
    expect(swept(team)).toMatchObject({ facts: [] })
    expect(swept(team.map((one) => ({ ...one, is: 'away' })))).toMatchObject({ facts: [] })
  })
})
