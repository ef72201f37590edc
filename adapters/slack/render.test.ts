/** What Slack is sent, held against golden files (`npx vitest run adapters/slack -u` writes them anew) and a strict reader. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card, Form, Message } from '../../cards/model.ts'
import type { Lang } from '../../src/rules/nouns.ts'
import { drawTold } from './answer.ts'
import { LIMITS } from './clamp.ts'
import { renderHome } from './home.ts'
import { readForm, type ViewState } from './read-form.ts'
import { renderBare, renderCard, renderMessage } from './render.ts'
import { renderForm } from './render-form.ts'
import { matching } from './suggest.ts'
import { blocksProblems, messageProblems, viewProblems } from './testing/block-kit.ts'
import { buttonsOf } from './testing/messages.ts'
import { action, approval, decided, everyInput, home, nag } from './testing/samples.ts'
import { inReadersZone } from './times.ts'

const LANGS: readonly Lang[] = ['zh', 'en']
const ORIGIN = { channel: 'C1', thread: '1.1', responseUrl: 'https://hooks.slack.com/actions/T1/2/x' }

const DRAWN: Readonly<Record<string, (lang: Lang) => unknown>> = {
  approval: (lang) => renderCard(approval(lang)),
  'approval-bare': (lang) => renderBare(approval(lang)),
  decided: (lang) => renderCard(decided(lang)),
  nag: (lang) => renderMessage(nag(lang)),
  form: (lang) => renderForm(everyInput(lang), ORIGIN),
  home: (lang) => renderHome(home(lang)),
}

describe.each(Object.keys(DRAWN))('%s', (name) => {
  it.each(LANGS)('is drawn as before, in %s', async (lang) => {
    await expect(JSON.stringify(DRAWN[name]?.(lang), null, 1)).toMatchFileSnapshot(`golden/${name}.${lang}.golden`)
  })
})

describe('whatever the house draws', () => {
  it.each(LANGS)('is Block Kit that Slack takes, in %s', (lang) => {
    for (const message of [
      renderCard(approval(lang)).payload,
      renderBare(approval(lang)),
      renderMessage(nag(lang)).payload,
    ])
      expect(messageProblems(message)).toEqual([])
    expect(viewProblems(renderForm(everyInput(lang), ORIGIN).payload)).toEqual([])
    expect(blocksProblems(renderHome(home(lang)), 'home')).toEqual([])
    const refused = { is: 'refused', code: 'already_decided', message: { text: '晚了', lang } } as const
    expect(messageProblems(drawTold(refused))).toEqual([])
  })

  it('stays Block Kit and keeps every decision, however long and strange it is', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '',
        '<!channel>',
        '<@U1>',
        '&',
        '>',
        '*',
        '\n',
        '😀'.repeat(40),
        'x'.repeat(9_000),
        '&'.repeat(4_000),
      ),
    )
    const block = fc.oneof(
      fc.record({
        block: fc.constant('text' as const),
        text: wild,
        tone: fc.constantFrom('plain', 'quote', 'quiet', 'warn', 'good'),
      }),
      fc.record({
        block: fc.constant('fields' as const),
        rows: fc.array(fc.record({ label: wild, value: wild }), { maxLength: 25 }),
      }),
      fc.constant({ block: 'divider' as const }),
    )
    const card = fc.record({
      header: wild,
      fallback: wild,
      key: wild,
      blocks: fc.array(block, { maxLength: 70 }),
      label: wild,
    })
    fc.assert(
      fc.property(card, ({ label, ...drawn }) => {
        const actions = approval('zh').actions.map((one) => ({ ...one, label }))
        const whole = { ...approval('zh'), ...drawn, actions } as Card
        for (const message of [renderCard(whole).payload, renderBare(whole)]) {
          if (drawn.fallback.trim() !== '') expect(messageProblems(message)).toEqual([])
          const verbs = buttonsOf(message as never).map(({ verb }) => verb)
          expect(verbs.toSorted()).toEqual(actions.map(({ verb }) => verb).toSorted())
        }
      }),
      { numRuns: 60 },
    )
  })

  it('says what it had to leave out', () => {
    const long = renderCard({
      ...approval('zh'),
      blocks: Array.from({ length: 80 }, () => ({ block: 'divider' as const })),
    })
    expect(long.payload.blocks).toHaveLength(LIMITS.messageBlocks)
    expect(long.degraded).toEqual(['33 blocks left out'])
    expect(JSON.stringify(long.payload.blocks.at(-2))).toContain('省略')
  })

  it('puts decisions on buttons, what asks nothing more into the menu, and the amount into the question', () => {
    const blocks = renderCard(approval('zh')).payload.blocks
    const actions = blocks.at(-1)
    if (actions?.type !== 'actions') throw new Error('no actions')
    const [first] = actions.elements
    expect(first).toMatchObject({
      type: 'button',
      action_id: 'redress.approve',
      value: 'C-20261122-0001:7',
      style: 'primary',
    })
    expect(first).toMatchObject({ confirm: { text: { text: expect.stringContaining('¥500.01') } } })
    const menu = actions.elements.at(-1)
    expect(menu).toMatchObject({ type: 'overflow', action_id: 'redress.more' })
    expect(menu?.type === 'overflow' && menu.options.map(({ value }) => value)).toContain('note:C-20261122-0001:7')
    expect(actions.block_id).toBe('redress|task/approval#1/director|r12')
  })

  it('tells each reader their own time where several read along', () => {
    const text = JSON.stringify(renderCard(approval('zh')).payload.blocks)
    expect(text).toContain('<!date^1795514400^{date_short_pretty} {time}|11月24日 18:00>')
    const { moments: _moments, ...own } = approval('zh')
    expect(JSON.stringify(renderCard(own).payload)).not.toContain('<!date')
    const moments = [
      { words: '1月1日', at: 0 },
      { words: '1月1日 10:00', at: 1_000 },
    ]
    expect(inReadersZone('从 1月1日 10:00 到 1月1日 &lt;', moments, 400)).toBe(
      '从 <!date^1^{date_short_pretty} {time}|1月1日 10:00> 到 <!date^0^{date_short_pretty} {time}|1月1日> &lt;',
    )
    expect(inReadersZone('1月1日', moments, 20)).toBe('1月1日')
  })

  it('never lets what people wrote mention or call anybody', () => {
    const text = JSON.stringify(renderCard(approval('zh')).payload)
    expect(text).not.toMatch(/<!channel>/)
    expect(renderMessage({ text: '<!here> & <@U1>', lang: 'zh' } as Message).payload.text).toBe(
      '&lt;!here&gt; &amp; &lt;@U1&gt;',
    )
  })
})

describe('a form', () => {
  const roundTrip = (form: Form) => {
    const view = renderForm(form, ORIGIN).payload
    const values = Object.fromEntries(
      view.blocks.flatMap((block) =>
        block.type === 'input'
          ? [[block.block_id ?? '', { [elementId(block)]: heldBy((block as unknown as { element: never }).element) }]]
          : [],
      ),
    )
    return readForm({ ...view, id: 'V1', state: { values } } as unknown as ViewState)
  }
  const elementId = (block: object): string => (block as { element: { action_id: string } }).element.action_id
  const heldBy = (element: Record<string, unknown>) => ({
    type: element.type,
    value: element.initial_value ?? null,
    selected_option: element.initial_option ?? null,
    selected_options: element.initial_options ?? [],
    selected_date: element.initial_date,
    selected_time: element.initial_time,
    files: element.type === 'file_input' ? [{ id: 'F1' }] : undefined,
  })

  it('gives back what it was drawn with', () => {
    expect(roundTrip(everyInput('zh'))).toEqual({
      answer: {
        ...{ id: 'plan', number: 'C-20261122-0001', position: 'plan#1', revision: 7 },
        values: {
          ...{ text: '坏了', phone: null, email: 'a@example.com', count: '3', amount: '500.01', kind: 'b' },
          ...{ wish: ['a', 'c'], two: ['a'], to: null, tree: 'q.f.y', day: '2026-11-30', hour: '13:30' },
          ...{ files: ['a'.repeat(64)], sure: true },
        },
      },
      uploads: { files: [{ id: 'F1' }] },
    })
  })

  it('searches on the server where a list is too long to be sent', () => {
    const options = Array.from({ length: 300 }, (_, i) => ({ id: `p${i}`, label: `王 ${i}` }))
    const base = everyInput('zh')
    const fields = base.fields.map((one) =>
      one.id === 'to' ? { ...one, kind: { input: 'person' as const, options } } : one,
    )
    const view = renderForm({ ...base, fields }, {}).payload
    expect(viewProblems(view)).toEqual([])
    expect(JSON.stringify(view)).toContain('"external_select"')
    expect(matching(options, '王 29').map(({ id }) => id)).toEqual([
      ...['p29', 'p129', 'p229'],
      ...Array.from({ length: 10 }, (_, i) => `p29${i}`),
    ])
    expect(matching(options, '')).toHaveLength(100)
    expect(matching(options, '李')).toEqual([])
  })

  it('opens for every button that is drawn for it', () => {
    expect(
      buttonsOf({
        blocks: renderCard({ ...approval('en'), actions: [action('note', 'en', { minor: true })] }).payload
          .blocks as never,
      }),
    ).toEqual([{ verb: 'note', value: 'C-20261122-0001:7' }])
  })
})
