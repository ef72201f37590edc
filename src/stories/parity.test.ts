/**
 * Every card, message and form that the house draws while people do everything once, on every platform alike: each fact can
 * be read, each verb reached, nothing that people wrote becomes anything else, the platform's limits hold, and forms come
 * back as what they are. What there is to draw is taken from the code: something new that nobody here draws is red.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { CARD_SENTENCES } from '../../cards/catalogue/card-sentences.ts'
import { PLAN_SENTENCES } from '../../cards/catalogue/plan-sentences.ts'
import { PRECEDENT_SENTENCES } from '../../cards/catalogue/precedent-sentences.ts'
import type { Block, Input, Message } from '../../cards/model.ts'
import { refusalText } from '../../cards/refusals.ts'
import type { Reply } from '../ports.ts'
import { CASELESS, REFUSALS, VERBS } from '../rules/nouns.ts'
import type { TaskKind } from '../rules/views.ts'
import { liveThrough } from './parity/life.ts'
import type { Drawn, SeenCard } from './parity/recording.ts'
import { dingtalk, dingtalkInWords } from './parity/surface-dingtalk.ts'
import { playground } from './parity/surface-playground.ts'
import { slack } from './parity/surface-slack.ts'
import { wecom, wecomInWords } from './parity/surface-wecom.ts'
import { factsOf, plain, verbsOf } from './parity/surfaces.ts'

let drawn: Drawn
beforeAll(async () => {
  drawn = await liveThrough()
}, 240_000)

const SURFACES = [playground, slack, dingtalk, dingtalkInWords, wecom, wecomInWords]

const whereOf = ({ card, to }: SeenCard): string => `${card.key} of ${card.number} at ${to} (${card.state})`

/** Everything that is said: sent by itself, or answered to whoever acted. */
function messages(): readonly Message[] {
  const answers = drawn.replies.flatMap((reply): readonly Message[] => {
    if (reply.is === 'errors') return reply.errors.map(({ text }) => ({ text, lang: 'zh' }))
    return 'message' in reply ? [reply.message] : []
  })
  const refusals = REFUSALS.flatMap((refused) =>
    (['zh', 'en'] as const).map((lang): Message => {
      const { message, fix } = refusalText({ refused }, lang)
      return { text: `${message} ${fix}`, lang, tone: 'warn' }
    }),
  )
  return [...drawn.messages, ...answers, ...refusals]
}

describe.each(SURFACES)('$name', (surface) => {
  it('shows every fact of every card, and every verb it offers', async () => {
    const missing = new Set<string>()
    for (const seen of drawn.cards) {
      const look = await surface.card(seen)
      const text = plain(look.text)
      for (const fact of factsOf(seen.card)) if (!text.includes(plain(fact))) missing.add(`${whereOf(seen)}: ${fact}`)
      if (seen.to.startsWith('person/'))
        for (const verb of verbsOf(seen.card.actions))
          if (!look.verbs.includes(verb)) missing.add(`${whereOf(seen)}: no ${verb}`)
      for (const problem of look.problems) missing.add(`${whereOf(seen)}: ${problem}`)
      expect(look.raw).not.toMatch(surface.evil)
    }
    expect([...missing]).toEqual([])
  })

  it('says every message, list, answer and refusal whole', () => {
    const missing = messages().flatMap((message) => {
      const look = surface.message(message)
      expect(look.raw).not.toMatch(surface.evil)
      return plain(look.text).includes(plain(message.text)) ? look.problems : [message.text]
    })
    expect(missing).toEqual([])
  })
})

describe.each(SURFACES.filter(({ form }) => form !== undefined))('$name', (surface) => {
  it('asks every field of every form, and reads back where it belongs', async () => {
    for (const form of drawn.forms) {
      const look = await surface.form?.(form)
      const { id, number, position, revision } = form
      const fields = form.fields.map((field) => field.id).sort()
      expect({ id, fields: [...(look?.fields ?? [])].sort(), problems: look?.problems }).toEqual({
        id,
        fields,
        problems: [],
      })
      const back = { ...look?.back, values: [...(look?.back.values ?? [])].sort() }
      expect(back).toEqual({ id, number, position, revision, values: fields })
    }
  })
})

describe('what there is to draw', () => {
  it('is every verb: offered on a card, and done at once or by a form that can be asked in words too', () => {
    const cards = drawn.cards.flatMap(({ card, looked }) => [card, looked.card])
    const offered = cards.flatMap(({ actions }) => actions)
    expect(
      absent(
        VERBS,
        offered.map(({ verb }) => verb),
      ),
    ).toEqual([])
    const atOnce = VERBS.filter((verb) => offered.every((action) => action.verb !== verb || !action.opens))
    const formed = drawn.forms.map(({ verb }) => verb)
    expect(absent([...VERBS, ...CASELESS], formed)).toEqual(atOnce.filter((verb) => !formed.includes(verb)))
    const spoken = [...drawn.asked.keys()].map(({ verb }) => verb)
    expect(absent([...new Set(formed)], spoken)).toEqual([])
    for (const reply of drawn.asked.values()) expect(reply).toMatchObject({ is: 'say' })
  })

  it('is what people say and attach beside a decision, in front of whoever decides (F172)', () => {
    const open = drawn.cards.filter(
      ({ card, to }) => card.key.startsWith('task/approval') && card.state === 'open' && to.startsWith('person/'),
    )
    expect(open.length).toBeGreaterThan(5)
    for (const { card } of open.filter(({ card: { key } }) => !key.includes('/ask.')))
      expect(verbsOf(card.actions)).toContain('note')
    expect(open.some(({ card }) => factsOf(card).some((fact) => fact.includes('请看说明')))).toBe(true)
    expect(drawn.forms.find(({ verb }) => verb === 'note')?.fields.map(({ kind }) => kind.input)).toEqual([
      'text',
      'files',
    ])
  })

  it('is every kind of task, block, input and answer', () => {
    // A promise has no card of its own: it stands on those of its case.
    const tasks: Readonly<Record<Exclude<TaskKind, 'promise'>, string>> = {
      form: 'task/review',
      decision: 'task/approval',
      answer: '/ask.',
      payment: 'task/payment',
      customer: 'task/told',
      callback: 'task/callback',
    }
    const keys = drawn.cards.map(({ card }) => card.key)
    expect(Object.values(tasks).filter((one) => !keys.some((key) => key.includes(one)))).toEqual([])
    // Nothing draws a picture by itself: pictures stand among the files.
    const blocks: Readonly<Record<Exclude<Block['block'], 'image'>, true>> = {
      ...{ text: true, fields: true, strip: true, files: true, divider: true },
    }
    const known = drawn.cards.flatMap(({ card, looked }) => [...card.blocks, ...looked.card.blocks])
    expect(
      absent(
        Object.keys(blocks),
        known.map(({ block }) => block),
      ),
    ).toEqual([])
    // No form of the shipped policy asks for a number.
    const inputs: Readonly<Record<Exclude<Input['input'], 'number'>, true>> = {
      ...{ text: true, money: true, select: true, tree: true, date: true, time: true, files: true, person: true },
      checkbox: true,
    }
    const asked = drawn.forms.flatMap(({ fields }) => fields.map(({ kind }) => kind.input))
    expect(absent(Object.keys(inputs), asked)).toEqual([])
    const replies: Readonly<Record<Reply['is'], true>> = {
      ...{ form: true, say: true, card: true, errors: true, done: true, refused: true },
    }
    expect(
      absent(
        Object.keys(replies),
        drawn.replies.map(({ is }) => is),
      ),
    ).toEqual([])
  })

  it('is every sentence of cards, but for those of cases that nobody lived here', () => {
    const all = drawn.cards.flatMap(({ card, looked }) => [card, looked.card])
    const words = all.flatMap((card) => [
      ...[card.header, card.fallback, ...factsOf(card)],
      ...card.actions.flatMap(({ confirm }) => (confirm ? Object.values(confirm) : [])),
    ])
    const said = plain(words.join('\n'))
    const sentences = { ...CARD_SENTENCES, ...PRECEDENT_SENTENCES, ...PLAN_SENTENCES }
    const silent = Object.entries(sentences).flatMap(([id, { zh }]) => {
      const parts = zh.split(/\{\w+\}|\[|\]/).map(plain)
      return parts.every((part) => said.includes(part)) ? [] : [id]
    })
    expect(silent.filter((id) => !NOT_LIVED.includes(id))).toEqual([])
    expect(absent(NOT_LIVED, Object.keys(sentences))).toEqual([])
  })
})

/** Sentences whose cards the tests beside `cards` draw: rules, people and outcomes this life has not. */
const NOT_LIVED: readonly string[] = [
  ...['card.nobody', 'card.fallback_people', 'card.customer_wait', 'card.skipped', 'card.stands_in', 'card.unreached'],
  ...[
    'card.voided',
    'card.against',
    'card.more_rows',
    'card.linked_under',
    'card.options',
    'card.rule.all',
    'card.rule.quorum',
  ],
  ...['card.rule.groups', 'why.any_amount', 'why.stage', 'why.band_below', 'why.budget', 'ask.ask_customer'],
  ...['confirm.approve_no_payee', 'done.dropped', 'done.against', 'done.exhausted', 'done.left', 'trail.more'],
  ...['ground.cell_free', 'ground.cell_none', 'ground.gauge_below', 'ground.no_precedent', 'ground.remark_often'],
  ...[
    'ground.remark_other_customer',
    'budget.blocked',
    'budget.rung',
    'outcome.unconfirmed',
    'outcome.not_a_complaint',
  ],
]

function absent(all: readonly string[], found: readonly string[]): readonly string[] {
  const known = new Set(found)
  return all.filter((one) => !known.has(one))
}
