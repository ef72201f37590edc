/** A case is the fold of its facts. Replaying never asks anything: all that a decision used is in the facts. */
import type { Asking, Case, Past, Position, StepState } from './case.ts'
import { merged } from './environment.ts'
import type { Fact, Happening } from './facts.ts'
import type { Duty, PersonId } from './nouns.ts'

type Of<K extends Happening['is']> = Extract<Happening, { is: K }>

/** The case after one more fact. The first fact must be `filed`. Throws on a fact that cannot follow: a broken history. */
export function evolve(before: Case | undefined, fact: Fact): Case {
  const { what } = fact
  if (what.is === 'filed') return open(fact, what)
  if (!before) throw new Error(`fact ${fact.seq} (${what.is}) of a case that was never filed`)
  if (fact.seq !== before.revision + 1)
    throw new Error(`fact ${fact.seq} does not follow ${before.number}:${before.revision}`)
  return { ...change(before, fact), revision: fact.seq }
}

/** The case that these facts tell, in order. */
export function replay(facts: readonly Fact[]): Case | undefined {
  return facts.reduce<Case | undefined>(evolve, undefined)
}

function open(fact: Fact, what: Of<'filed'>): Case {
  return {
    number: what.number,
    revision: fact.seq,
    policy: what.policy,
    lang: what.lang,
    filed: fact.at,
    filer: fact.by,
    via: fact.via,
    ...(what.home === undefined ? {} : { home: what.home }),
    values: what.values,
    derived: {},
    positions: [],
    past: [],
    visits: {},
    duties: fact.by.kind === 'person' ? { filer: [fact.by.id] } : {},
    instructions: [],
    notes: [],
  }
}

function change(state: Case, fact: Fact): Case {
  const { what } = fact
  switch (what.is) {
    case 'filed':
      throw new Error(`${state.number} was filed twice`)
    case 'derived':
      return { ...state, derived: { ...state.derived, ...what.values } }
    case 'amended':
      return { ...state, values: merged(state.values, what.values) }
    case 'submitted':
      return { ...withDuty(state, what.duty, fact), values: merged(state.values, what.values) }
    case 'withdrawn':
    case 'returned':
    case 'rejected':
      return { ...state, lastReason: { by: fact.by, at: fact.at, text: what.reason } }
    case 'noted':
      return {
        ...state,
        notes: [...state.notes, { seq: fact.seq, at: fact.at, by: fact.by, text: what.text, files: what.files }],
      }
    case 'unmasked':
      return fact.by.kind === 'person'
        ? { ...state, looked: [...new Set([...(state.looked ?? []), fact.by.id])] }
        : state
    case 'told':
      return state
    case 'ended':
      return { ...state, ended: { stage: what.stage, outcome: what.outcome, at: fact.at } }
    case 'voided':
      return without(state, 'granted')
    case 'entered':
      return enter(state, fact, what)
    case 'left':
      return leave(state, fact, what)
    case 'asked':
      return {
        ...without(state, 'granted'),
        positions: at(state, what.position, (p) => ({ ...p, bound: fact.seq, asking: asking(what) })),
      }
    case 'approved':
      return approve(state, fact, what)
    case 'turned_down':
      return {
        ...withDuty(state, 'approver', fact),
        lastReason: { by: fact.by, at: fact.at, text: what.reason },
      }
    case 'granted':
      return { ...state, granted: { ...what.proposal, position: what.position, at: fact.at } }
    case 'transferred':
      return { ...state, positions: at(state, what.position, (p) => hand(p, what, fact.seq)) }
    case 'assigned':
      return {
        ...state,
        values: { ...state.values, owner: what.person },
        positions: at(state, what.position, (p) => ({ ...p, assignee: what.person })),
      }
    case 'room_asked':
      return { ...state, room: { people: what.people, reason: what.reason, handles: {} } }
    case 'room_opened': {
      const { room } = state
      if (!room) throw new Error(`${state.number} has no room that was asked for`)
      return { ...state, room: { ...room, handles: { ...room.handles, [what.platform]: what.handle } } }
    }
    case 'urged':
      return { ...state, urged: fact.at }
    case 'nagged':
      return {
        ...state,
        positions: at(state, what.position, (p) => ({ ...p, nagged: [...p.nagged, `${what.clock}/${what.rung}`] })),
      }
    case 'paused':
      return {
        ...state,
        positions: at(state, what.position, (p) => ({ ...p, pauses: [...p.pauses, { from: fact.at, why: what.why }] })),
      }
    case 'resumed':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, pauses: closePause(p, fact.at) })) }
    case 'not_told':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, byHand: true })) }
    case 'opened':
      return {
        ...state,
        positions: at(state, what.position, (p) => without({ ...p, entered: fact.at, nagged: [] }, 'opens')),
      }
    case 'unanswered':
      return { ...state, positions: at(state, what.position, (p) => ({ ...p, tries: p.tries + 1, opens: what.opens })) }
    case 'instructed':
    case 'paid':
    case 'payment_failed':
      return pay(state, fact, what)
  }
}

function enter(state: Case, fact: Fact, what: Of<'entered'>): Case {
  const visit = (state.visits[what.stage] ?? 0) + 1
  const position: Position = {
    key: what.position,
    stage: what.stage,
    visit,
    entered: fact.at,
    since: fact.seq,
    bound: fact.seq,
    tries: 0,
    pauses: [],
    nagged: [],
    ...(what.parent === undefined ? {} : { parent: what.parent }),
    ...(what.branch === undefined ? {} : { branch: what.branch }),
    ...(what.opens === undefined ? {} : { opens: what.opens }),
  }
  return { ...state, visits: { ...state.visits, [what.stage]: visit }, positions: [...state.positions, position] }
}

function leave(state: Case, fact: Fact, what: Of<'left'>): Case {
  const position = find(state, what.position)
  const past: Past = {
    key: position.key,
    stage: position.stage,
    visit: position.visit,
    entered: position.entered,
    left: fact.at,
    result: what.result,
    by: fact.by,
    ...(what.reason === undefined ? {} : { reason: what.reason }),
    ...(position.asking ? { asking: position.asking } : {}),
  }
  return {
    ...state,
    positions: state.positions.filter((p) => p.key !== what.position),
    past: [...state.past, past],
    instructions: state.instructions.map((i) =>
      i.position === what.position && i.state === 'issued' ? { ...i, state: 'cancelled' as const } : i,
    ),
  }
}

function asking(what: Of<'asked'>): Asking {
  return {
    proposal: what.proposal,
    sequence: what.sequence.map((set) => set.map((step) => ({ ...step, given: [], handed: {} }))),
    at: 0,
    ...(what.linked ? { linked: what.linked } : {}),
  }
}

function approve(state: Case, fact: Fact, what: Of<'approved'>): Case {
  const positions = at(state, what.position, (p) => {
    if (!p.asking) throw new Error(`${p.key} asks nobody`)
    const given = (step: StepState): StepState =>
      step.step === what.step
        ? { ...step, given: [...step.given, what.person], heard: fact.at, ...stoodIn(step, what) }
        : step
    const sequence = p.asking.sequence.map((set, i) => (i === p.asking?.at ? set.map(given) : set))
    const next = what.completes ? p.asking.at + 1 : p.asking.at
    return { ...p, asking: { ...p.asking, sequence, at: next } }
  })
  return { ...withDuty(state, 'approver', fact), positions }
}

function stoodIn(step: StepState, what: Of<'approved'>): Pick<StepState, 'stoodIn'> {
  return what.for === undefined ? {} : { stoodIn: { ...step.stoodIn, [what.for]: what.person } }
}

function hand(position: Position, what: Of<'transferred'>, seq: number): Position {
  const { asking: current } = position
  if (what.step === undefined || !current) return { ...position, assignee: what.to }
  const sequence = current.sequence.map((set) =>
    set.map((step) => (step.step === what.step ? { ...step, handed: { ...step.handed, [what.from]: what.to } } : step)),
  )
  return { ...position, bound: seq, asking: { ...current, sequence } }
}

function pay(state: Case, fact: Fact, what: Of<'instructed' | 'paid' | 'payment_failed'>): Case {
  if (what.is === 'instructed') {
    const issued = {
      id: what.id,
      position: what.position,
      proposal: what.proposal,
      issued: fact.at,
      state: 'issued' as const,
    }
    return {
      ...without(state, 'granted'),
      instructions: [...state.instructions, issued],
      positions: at(state, what.position, (p) => ({ ...p, instruction: what.id })),
    }
  }
  const done = what.is === 'paid' ? { state: 'paid' as const, voucher: what.voucher } : { state: 'failed' as const }
  const by = fact.by.kind === 'person' ? { by: fact.by.id } : {}
  const instructions = state.instructions.map((i) => (i.id === what.id ? { ...i, ...done, ...by } : i))
  const reason = what.is === 'payment_failed' ? { lastReason: { by: fact.by, at: fact.at, text: what.reason } } : {}
  return { ...withDuty(state, what.is === 'paid' ? 'payer' : undefined, fact), instructions, ...reason }
}

function withDuty(state: Case, duty: Duty | undefined, fact: Fact): Case {
  if (!duty || fact.by.kind !== 'person') return state
  const people: readonly PersonId[] = state.duties[duty] ?? []
  if (people.includes(fact.by.id)) return state
  return { ...state, duties: { ...state.duties, [duty]: [...people, fact.by.id] } }
}

function closePause(position: Position, now: number): Position['pauses'] {
  return position.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: now } : pause))
}

function find(state: Case, key: string): Position {
  const position = state.positions.find((p) => p.key === key)
  if (!position) throw new Error(`${state.number} has no open position ${key}`)
  return position
}

function at(state: Case, key: string, edit: (position: Position) => Position): readonly Position[] {
  find(state, key)
  return state.positions.map((p) => (p.key === key ? edit(p) : p))
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> & T {
  const { [key]: _gone, ...rest } = object
  return rest as Omit<T, K> & T
}
