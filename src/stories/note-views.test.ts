/** Which cards are looked at again after a note. Why no others need it: cards/notes-on-cards.test.ts. */
import { expect, test } from 'vitest'
import { judgeAt } from '../judging.ts'
import type { Judge } from '../ports.ts'
import type { Case } from '../rules/case.ts'
import type { FileRef } from '../rules/nouns.ts'
import { companyOf, policySource } from './company.ts'
import { FRIDGE, MONDAY } from './house.ts'

const PICTURE: FileRef = { sha256: 'a'.repeat(64), name: 'door.png', size: 10, type: 'image/png' }
const actor = { kind: 'person', id: 'wang.li' } as const

const timely = companyOf(policySource)
const judge: Judge = judgeAt(
  {
    company: { under: () => timely, earlier: () => [], current: timely.policy } as unknown as Parameters<
      typeof judgeAt
    >[0]['company'],
    lanesTo: (place) => [`test:${JSON.stringify(place)}`],
    write: () => ({ text: '', lang: 'zh' }),
    effects: () => [],
  },
  MONDAY,
)
const world = {
  freshNumber: () => 'C-1',
  claims: () => [],
  precedents: () => [],
  sameness: () => [],
  tally: () => [],
  workloads: () => ({}),
  other: () => undefined,
}

function written(verdict: ReturnType<Judge>) {
  if (!('write' in verdict) || verdict.write === undefined) throw new Error(JSON.stringify(verdict))
  return verdict.write
}

const file = { do: 'file', id: 'f', actor, via: 'playground', lang: 'zh', strict: true, values: FRIDGE } as const
const filed = written(judge(file, world))

const looked = (state: Case, files: readonly FileRef[]) => {
  const { number, revision } = state
  const act = { do: 'act', verb: 'note', id: 'n', actor, via: 'playground', number, revision, reason: 'x' } as const
  return written(judge({ ...act, files }, { ...world, case: state })).views.map(({ key }) => key.split('/')[0])
}

test('words make the cards of a decision be looked at too', () => {
  const proposal = { kind: 'refund', amount: { minor: 80_000, currency: 'CNY' }, payee: '张三' }
  const sequence = [[{ step: 'director', why: [], given: [], handed: {} }]]
  const [first] = filed.state.positions
  if (!first) throw new Error('nothing is open')
  const positions = [{ ...first, key: 'approval#1', stage: 'approval', asking: { proposal, sequence, at: 0 } }]
  expect(looked({ ...filed.state, positions }, [])).toContain('task')
})

test('words make the living card be looked at, files every open card', () => {
  expect(filed.views.map(({ key }) => key.split('/')[0])).toContain('task')
  expect([...new Set(looked(filed.state, []))]).toEqual(['case'])
  expect(looked(filed.state, [PICTURE])).toContain('task')
})
