/** Golden files: what a card, a text and a form look like on the wire. Look at them when they change. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, clampBytes, plainText } from './plain-text.ts'
import { cardAsText, LABELS, messageAsText, NO_FORM, pageLink, renderCard } from './render.ts'
import { nextPage } from './render-form.ts'
import { approvalCard, doneCard, EVERY_FIELD, nag } from './testing/samples.ts'
import { documentedVariables } from './testing/stand-in.ts'

const golden = (name: string): string => `./testing/golden/${name}.golden`
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

describe('golden files', () => {
  it('an approval, its resolved twin, and both without a template', async () => {
    await expect(json(renderCard(approvalCard(), 'https://redress.example/f/case/C-1'))).toMatchFileSnapshot(
      golden('card-open'),
    )
    await expect(json(renderCard(doneCard(), ''))).toMatchFileSnapshot(golden('card-done'))
    await expect(
      json([
        cardAsText(approvalCard(), [pageLink('打开表单', 'https://redress.example/f/a?b=c&d')]),
        cardAsText(doneCard()),
      ]),
    ).toMatchFileSnapshot(golden('card-text'))
    await expect(json(messageAsText(nag('请处理\n第二行')))).toMatchFileSnapshot(golden('message'))
  })

  it('a form with a field of every kind', async () => {
    await expect(json(nextPage(EVERY_FIELD, { asked: [], partial: {}, values: {} }))).toMatchFileSnapshot(
      golden('form'),
    )
  })
})

describe('the template', () => {
  it('as documented has every variable we send, and every label of a button is private', () => {
    const variables = documentedVariables()
    const { open, labels } = renderCard(approvalCard(), '').payload
    for (const name of Object.keys({ ...open, ...NO_FORM })) expect([name, variables.get(name)]).toEqual([name, false])
    for (const name of Object.keys(labels)) expect([name, variables.get(name)]).toEqual([name, true])
    expect(LABELS.every((name) => variables.get(name) === true)).toBe(true)
    const sent = new Set([...Object.keys(open), ...Object.keys(NO_FORM), ...Object.keys(labels)])
    expect([...variables.keys()].filter((name) => !sent.has(name))).toEqual([])
  })
})

describe('a card of any length', () => {
  it('keeps every value under a kilobyte, says that there is more, and never drops a button', () => {
    const word = fc.string({ unit: fc.constantFrom('冰', 'a', '\n', '*', ' ', '😀'), maxLength: 1500 })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), word, (texts, header) => {
        const card = approvalCard({ header, blocks: texts.map((text) => ({ block: 'text', text })) })
        const { payload, degraded } = renderCard(card, '')
        for (const value of Object.values({ ...payload.open, ...payload.labels }))
          expect(bytesOf(value)).toBeLessThanOrEqual(1_000)
        expect(payload.labels.approve_text).toBe('同意')
        const { body = '', body2 = '', body3 = '' } = payload.open
        expect(degraded.length > 0).toBe(`${body}${body2}${body3}`.includes(`查 ${card.number}`))
      }),
      { numRuns: 60 },
    )
  })
})

describe('words of people', () => {
  it('hold no markdown, whatever they wrote, and lose nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]<>*`~|\\_#-+! 冰a1\n\u0007\u202e') }), (text) => {
        const plain = plainText(text)
        expect(plain).not.toMatch(/[[\]<>*`~|\\_]/)
        expect(plain.includes('\u0007') || plain.includes('\u202e')).toBe(false)
        expect(plain).not.toMatch(/^\s*(?:#|[-+]\s)/m)
        expect(plain.replace(/[^冰a1]/g, '')).toBe(text.replace(/[^冰a1]/g, ''))
      }),
    )
  })

  it('are cut between characters', () => {
    expect(clampBytes('冰箱😀', 100)).toBe('冰箱😀')
    expect(clampBytes('冰箱😀', 9)).toBe('冰箱…')
    expect(bytesOf(clampBytes('冰'.repeat(500), 100))).toBeLessThanOrEqual(100)
  })
})
