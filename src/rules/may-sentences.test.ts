/**
 * No sentence of the rulebook is idle: for each there is somebody whom it alone, or it first, stands against, so that
 * without it they would hear something else. Which sentences a verb has is written down here once more.
 */
import { expect, test } from 'vitest'
import { context, did, filed, ORDINARY, yuan } from '../../data/testing/shipped.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import { may, RULEBOOK } from './may.ts'
import type { PersonId, Values, Verb } from './nouns.ts'
import { isRefusal, VERBS } from './nouns.ts'
import type { Context } from './story.ts'
import { tasksFor } from './tasks.ts'

const SENTENCES: Readonly<Record<Verb, string>> = {
  submit: 'isOpen isOffered isDue isApart isNoRescuer isAsked',
  approve: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered',
  reject: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered',
  return: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered nothingOut',
  transfer: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered',
  add: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered mayAdd',
  ask: 'isOpen isOffered isApart isNoRescuer isAsked isAnswered mayQuestion',
  answer: 'isOpen isQuestioned isAnswerer',
  recall: 'isOpen isOffered isOwner',
  rescue: 'isOpen isOffered isAdmin isApart hasNext',
  claim: 'isOpen isOffered isDue isApart isNoRescuer isAsked isShared',
  merge: 'isOpen isListed isDue isNoRescuer isAsked isUnpaid',
  pay: 'isOpen isOffered isApart isNoRescuer isAsked hasInstruction',
  fail: 'isOpen isOffered isApart isNoRescuer isAsked hasInstruction nothingOut',
  bounce: 'hasPayment isFinance isBetween',
  pause: 'isOpen isOffered isAskedOrOwner mayPause isRunning',
  resume: 'isOpen isOffered isAskedOrOwner isPaused',
  withdraw: 'isOpen isOffered isFiler nothingPaid',
  amend: 'isOpen isOffered isInvolved',
  note: 'isKnown',
  urge: 'isOpen isInvolved notUrgedLately',
  unmask: 'isInvolved',
  room: 'isOpen isInvolvedOrAbove hasNoRoom',
  clear: 'hasAlarm isAlarmed',
  unflag: 'isOpen isDecider',
  contact: 'isOpen isInvolved',
  keep: 'hasPromise isPromiser',
  renew: 'hasPromise isPromiser',
  acknowledge: 'isOpen isOffered isDue isAsked isAnswered isRunning mayAcknowledge',
  snooze: 'isOpen isOffered isDue isReminded isRunning maySnooze',
}

const ON_IT = { person: 'zhou.wei', until: 0, level: 2 } as const

const asked = (state: Case): PersonId => tasksFor(state, context)[0]?.people[0] ?? ''

/** The case after a verb with more to it than values. */
function doing(state: Case, person: PersonId, verb: Verb, more: object): Case {
  const actor = { kind: 'person', id: person } as const
  const { number, revision } = state
  const common = { do: 'act', id: verb, actor, via: 'playground', number, verb, revision, reason: '理由' } as const
  const decision = decide(state, { ...common, ...more }, context, () => '')
  if (isRefusal(decision)) throw new Error(JSON.stringify(decision))
  return decision.state
}

function pool(filer: PersonId): readonly Case[] {
  const facts: Values = { category: 'quality.failure.no_cooling', line: 'fridge', customer: '张三', product: '冰箱' }
  const more: Values = { model: 'M', batch: 'B', purchase_channel: 'mall', phone: '13800138000' }
  const reviewing = filed({ ...facts, ...more }, filer)
  const found = { ...ORDINARY, core_function: 'lost', wish: ['refund'] }
  const appraising = did(reviewing, asked(reviewing), 'submit', found)
  const engineer = asked(appraising)
  const finding = { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' }
  const planning = did(appraising, engineer, 'submit', finding)
  const plan = { plan_kind: 'cash', plan_amount: yuan(800), plan_reason: '坏了', payee: '张三' }
  const terms = { pay_method: 'original', plan_due: '2026-12-01' }
  const atLegal = did(planning, engineer, 'submit', { ...plan, ...terms })
  const deciding = did(atLegal, asked(atLegal), 'approve')
  const director = asked(deciding)
  const questioned = doing(deciding, director, 'ask', { to: 'owner' })
  const added = ['su.jing', 'ye.zi', 'dong.qing'].reduce(
    (state, to) => doing(state, director, 'add', { to, how: 'after' }),
    deciding,
  )
  const exhausted = [1, 2, 3].reduce((state) => {
    const open = doing(state, director, 'ask', { to: 'owner' })
    return doing(open, engineer, 'answer', {})
  }, deciding)
  const paying = did(deciding, director, 'approve')
  const rescued =
    filer === 'meng.qi' ? [] : [doing(deciding, 'meng.qi', 'rescue', {}), doing(paying, 'meng.qi', 'rescue', {})]
  const part = did(paying, asked(paying), 'pay', { voucher_no: 'V-1', paid_amount: yuan(1) })
  const paid = did(part, asked(part), 'pay', { voucher_no: 'V-2' })
  const resting = appraising.positions.map((p) => ({ ...p, pauses: [{ from: context.now, why: 'sample' }] }))
  return [
    ...[reviewing, appraising, planning, atLegal, deciding, questioned, added, exhausted, paying, ...rescued],
    doing(reviewing, asked(reviewing), 'reject', {}),
    did(reviewing, filer, 'withdraw'),
    { ...appraising, positions: resting },
    ...[reviewing, paying].map((one) => ({
      ...one,
      positions: one.positions.map((p) => ({ ...p, opens: context.now + 1 })),
    })),
    ...['paid', 'cancelled'].map((state) => ({
      ...paying,
      instructions: paying.instructions.map((i) => ({ ...i, state: state as 'paid' | 'cancelled' })),
    })),
    ...[reviewing, planning].map((one) => ({
      ...one,
      positions: one.positions.map((p) => ({ ...p, rescuers: ['meng.qi', engineer] })),
    })),
    {
      ...planning,
      alarms: { fire: { at: context.now, words: [], excerpt: '', source: 'text', people: ['shen.guoan'] } },
    },
    { ...planning, urged: context.now },
    doing(planning, filer, 'contact', { promise: { what: '给检测结论', until: context.now + 86_400_000 } }),
    { ...planning, positions: planning.positions.map((p) => ({ ...p, acknowledged: [ON_IT, ON_IT] })) },
    { ...planning, derived: { ...planning.derived, level: { value: 1, why: 'else' } } },
    { ...planning, room: { people: [], reason: '', handles: {} } },
    doing(paying, asked(paying), 'claim', {}),
    { ...reviewing, instructions: paying.instructions },
    part,
    paid,
    { ...paid, positions: deciding.positions },
  ]
}

const POOL = ['wang.li', 'meng.qi', 'feng.lan'].flatMap(pool)
/** Whoever is asked anything in them, whoever filed or leads, and some who have nothing to do with it. */
const PEOPLE = [
  ...new Set(POOL.flatMap((state) => tasksFor(state, context).flatMap(({ people }) => people.slice(0, 2)))),
  ...['wang.li', 'meng.qi', 'feng.lan', 'wu.jianguo', 'shen.guoan', 'tom.becker', 'ghost'],
]
/** Nobody is left to ask: everybody who could be is an administrator, or has gone. */
const DESERTED = {
  ...context,
  directory: {
    ...context.directory,
    people: Object.fromEntries(
      Object.entries(context.directory.people).map(([id, one]) => [
        id,
        id === 'meng.qi' ? one : { ...one, gone: true },
      ]),
    ),
  },
}

/** What lint would not let pass: no way out, and pauses without a reason to wait for. */
const POOR = {
  ...context,
  policy: {
    ...context.policy,
    flow: {
      ...context.policy.flow,
      anywhere: {},
      stages: Object.fromEntries(
        Object.entries(context.policy.flow.stages).map(([id, stage]) => [id, { ...stage, pauseOn: [] }]),
      ),
    },
  },
}
const COMPANIES: Readonly<Partial<Record<Verb, readonly Context[]>>> = {
  rescue: [context, DESERTED],
  withdraw: [context, POOR],
  pause: [context, POOR],
}

test.each(VERBS)('%s', (verb) => {
  const book = RULEBOOK[verb]
  expect(book.map(({ name }) => name).join(' ')).toBe(SENTENCES[verb])
  const needed = new Set<string>()
  for (const company of COMPANIES[verb] ?? [context]) {
    for (const state of POOL) {
      for (const person of PEOPLE) {
        for (const position of [undefined, ...state.positions]) {
          const ask = { person, verb, state, position, company, now: context.now }
          const refusals = book.map((sentence) => sentence(ask)?.refused)
          const first = refusals.findIndex((code) => code !== undefined)
          if (first < 0) continue
          expect(may(ask)?.refused).toBe(person === 'ghost' ? 'not_a_person' : refusals[first])
          const next = refusals.slice(first + 1).find((code) => code !== undefined)
          if (next !== refusals[first]) needed.add(book[first]?.name ?? '')
        }
      }
    }
  }
  expect([...needed].sort()).toEqual(book.map(({ name }) => name).sort())
})
