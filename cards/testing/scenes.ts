/** Hand-made cases, tasks and scenes for the tests of this room, and cards as a plain screen would show them. */
import type { Asking, Case, Position } from '../../src/rules/case.ts'
import type { Verb } from '../../src/rules/nouns.ts'
import type { CardSpec, Task } from '../../src/rules/views.ts'
import type { Block, Card } from '../model.ts'
import type { Scene } from '../scene.ts'
import { DIRECTORY, POLICY } from './company.ts'

/** 2026-11-22 14:05 in Shanghai. */
export const NOON = Date.UTC(2026, 10, 22, 6, 5)

const HOUR = 3_600_000

/** A position of a stage's first visit. */
export function position(stage: string, more: Partial<Position> = {}): Position {
  return {
    key: `${stage}#1`,
    stage,
    visit: 1,
    entered: NOON,
    since: 2,
    bound: 7,
    tries: 0,
    pauses: [],
    nagged: [],
    ...more,
  }
}

/** A refund of 500.01 CNY, asked of a director. */
export function asking(more: Partial<Asking> = {}): Asking {
  return {
    proposal: { kind: 'refund', amount: { minor: 50_001, currency: 'CNY' }, payee: '王小明' },
    sequence: [[{ step: 'director', why: ['tier.le.200000'], given: [], handed: {} }]],
    at: 0,
    ...more,
  }
}

/** A case in first review. */
export function complaint(more: Partial<Case> = {}): Case {
  return {
    number: 'C-20261122-0001',
    revision: 9,
    policy: POLICY.version,
    lang: 'zh',
    filed: NOON,
    filer: { kind: 'person', id: 'li' },
    via: 'playground',
    values: {
      text: '冰箱不制冷，请打 13812341234 找王小明',
      customer: '王小明',
      phone: '13812341234',
      product: 'BCD-500 冰箱',
      category: 'quality.failure.no_cooling',
      wish: ['refund', 'sorry'],
      safety: 'injury',
    },
    derived: {
      impact: { value: 'A', why: "safety == 'injury'" },
      level: { value: 3, why: 'else' },
      alert: { value: 'none', why: 'else' },
    },
    positions: [position('review')],
    past: [],
    visits: { review: 1 },
    duties: { filer: ['li'] },
    instructions: [],
    notes: [],
    ...more,
  }
}

/** A task as the rules give it, due a day later. */
export function task(stage: string, people: readonly string[], more: Partial<Task> = {}): Task {
  return {
    id: `${stage}#1`,
    kind: 'form',
    stage,
    position: `${stage}#1`,
    people,
    fallback: false,
    verbs: [],
    since: NOON,
    due: NOON + 24 * HOUR,
    revision: 7,
    ...more,
  }
}

/** A card spec for a task of a stage, sent to 赵强. */
export function taskSpec(stage: string, verbs: readonly Verb[], more: Partial<CardSpec> = {}): CardSpec {
  return {
    key: `task/${stage}#1`,
    kind: 'task',
    place: { in: 'person', person: 'zhao' },
    state: 'open',
    position: `${stage}#1`,
    step: '',
    verbs,
    ...more,
  }
}

/** The living card's spec. */
export const CASE_SPEC: CardSpec = {
  key: 'case',
  kind: 'case',
  place: { in: 'channel', channel: 'care' },
  state: 'open',
  verbs: [],
}

/** A scene read in Chinese in Shanghai, by one person alone, unless said otherwise. */
export function scene(spec: CardSpec, state: Case, more: Partial<Scene> = {}): Scene {
  return {
    spec,
    case: state,
    policy: POLICY,
    directory: DIRECTORY,
    tasks: [],
    lang: 'zh',
    tz: 'Asia/Shanghai',
    shared: false,
    ...more,
  }
}

const DECISION = ['approve', 'reject', 'return', 'transfer', 'note'] as const

/** The card that asks 赵强 to decide as director. */
export const APPROVAL_SPEC: CardSpec = taskSpec('approval', DECISION, {
  key: 'task/approval#1/director',
  step: 'director',
})
/** A case that waits for the director's decision. */
export const IN_APPROVAL: Case = complaint({
  positions: [position('approval', { asking: asking(), bound: 8 })],
  past: [
    {
      key: 'review#1',
      stage: 'review',
      visit: 1,
      entered: NOON,
      left: NOON + HOUR,
      result: 'submit',
      by: { kind: 'person', id: 'li' },
    },
  ],
  lastReason: { by: { kind: 'person', id: 'han' }, at: NOON, text: '请补照片' },
})
/** The director's task. */
export const APPROVAL_TASK: Task = task('approval', ['zhao'], {
  id: 'approval#1/director',
  step: 'director',
  kind: 'decision',
})

/** A card as lines, the way a plain screen would show it. */
export function lines(card: Card): readonly string[] {
  const said = (block: Block): readonly string[] => {
    switch (block.block) {
      case 'text':
        return [`${block.tone === undefined ? '' : `(${block.tone}) `}${block.text}`]
      case 'fields':
        return block.rows.map((row) => `${row.label} = ${row.value}`)
      case 'strip':
        return [block.strip.steps.map((step) => `${step.label}:${step.state}`).join(' ')]
      case 'files':
        return block.files.map((file) => `file ${file.name}`)
      default:
        return [block.block]
    }
  }
  return [
    `# ${card.header} [${card.tone}]`,
    ...card.blocks.flatMap(said),
    ...card.actions.map((one) => `<${one.verb}> ${one.label}`),
  ]
}
