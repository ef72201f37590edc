import { describe, expect, it } from 'vitest'
import type { Card, Form, Message } from '../../cards/model.ts'
import {
  positionOf,
  renderAnswer,
  renderButtons,
  renderClosed,
  renderForChat,
  renderMessage,
  renderNotice,
  renderStory,
  renderText,
} from './render.ts'
import { holdsWords, renderFormLink } from './render-form.ts'
import { checkCard } from './testing/card-rules.ts'
import { APPROVAL, APPROVAL_EN, APPROVED, crowded, NAG } from './testing/cards.ts'
import { LINKS } from './testing/stage.ts'

const WITH = { links: LINKS, position: 'approval#1' }
const WITHOUT = { links: undefined, position: 'approval#1' }
const TASK = 'C-20261122-0001_r8_1'

const golden = async (name: string, rendered: object): Promise<void> => {
  await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(`./golden/${name}.golden`)
}

describe('golden files', () => {
  it.each([
    ['approval-with-pages', () => renderButtons(APPROVAL, TASK, WITH)],
    ['approval-in-words', () => renderButtons(APPROVAL, TASK, WITHOUT)],
    ['approval-en', () => renderButtons(APPROVAL_EN, TASK, WITH)],
    ['approved', () => renderClosed(APPROVED, TASK, WITH)],
    ['approved-afresh', () => renderNotice(APPROVED, WITH, 'C-20261122-0001_r9_2')],
    ['group-with-pages', () => renderForChat(APPROVAL, WITH)],
    ['group-in-words', () => renderForChat(APPROVAL, WITHOUT)],
    ['robot', () => renderNotice(APPROVAL, WITH)],
    ['reminder', () => renderMessage(NAG, WITH)],
    ['crowded', () => renderButtons(crowded(APPROVAL), TASK, WITH)],
  ])('hold %s', (name, render) => golden(name, render()))
})

describe('a button card', () => {
  it.each([
    ['usual', APPROVAL],
    ['crowded', crowded(APPROVAL)],
    ['in English', APPROVAL_EN],
  ])('is what WeCom takes, and nothing on it is cut by a phone: %s', (_what, card: Card) => {
    for (const drawing of [WITH, WITHOUT])
      for (const drawn of [
        renderButtons(card, TASK, drawing),
        renderClosed({ ...APPROVED, header: card.header }, TASK, drawing),
      ])
        expect(checkCard(drawn.payload)).toEqual({ wrong: undefined, cut: [] })
  })

  it('never leaves out a decision, and says what it had to leave out', () => {
    const { payload, degraded } = renderButtons(crowded(APPROVAL), TASK, WITHOUT)
    const { button_list, action_menu } = payload as {
      button_list: { key: string }[]
      action_menu: { action_list: { key: string }[] }
    }
    expect(button_list.map(({ key }) => key)).toEqual(['approve', 'reject', 'return'])
    expect(action_menu.action_list.map(({ key }) => key)).toEqual(['transfer', 'amend', 'note'])
    expect(degraded).toEqual(expect.arrayContaining(['no room for withdraw', 'no room for 6 rows', 'text cut']))
  })

  it('opens pages where there are pages, and asks us where there are none', () => {
    const kinds = (drawing: typeof WITH | typeof WITHOUT) =>
      (renderButtons(APPROVAL, TASK, drawing).payload.button_list as { url?: string; key?: string }[]).map(
        ({ url, key }) => (url ? 'page' : key),
      )
    expect(kinds(WITHOUT)).toEqual(['approve', 'reject', 'return'])
    expect(kinds(WITH)).toEqual(['approve', 'page', 'page'])
  })
})

describe('what people typed', () => {
  const evil = '<a href="https://evil.example">点这里</a> <@all> <font color="warning">'
  const said = (text: string): Card => ({
    ...APPROVAL,
    header: text,
    blocks: [
      { block: 'text', text },
      { block: 'text', text },
      { block: 'fields', rows: [{ label: text, value: text }] },
    ],
  })

  it('never becomes a link, a mention or a colour', () => {
    const message: Message = { text: evil, lang: 'zh' }
    const drawn = [
      renderButtons(said(evil), TASK, WITH),
      renderClosed(said(evil), TASK, WITH),
      renderNotice(said(evil), WITH),
      renderForChat(said(evil), WITH),
      renderForChat(said(evil), WITHOUT),
      renderText({ ...said(evil), actions: [] }, WITH),
      renderStory(said(evil)),
      renderMessage(message, WITH),
    ]
    for (const one of drawn) expect(JSON.stringify(one)).not.toMatch(/<(?:a|@|font)/)
  })

  it('is cut between characters, never beyond what a text may hold', () => {
    for (const text of ['冰'.repeat(5_000), '😀'.repeat(3_000), 'x'.repeat(9_000)]) {
      const { content } = renderMessage({ text, lang: 'zh' }, WITHOUT).payload
      const sent = String(content.content)
      expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(2048)
      expect(sent.isWellFormed()).toBe(true)
      expect(sent.endsWith('…')).toBe(true)
    }
    const story = renderStory({ ...APPROVAL, blocks: [{ block: 'text', text: '经过。\n'.repeat(900) }] })
    expect(story.length).toBeGreaterThan(2)
    for (const { content } of story) expect(Buffer.byteLength(String(content.content))).toBeLessThanOrEqual(2048)
  })
})

it('says a long list whole, in as many texts as it takes', () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `• C-20261122-${String(i).padStart(4, '0')} ${'冰箱不制冷'.repeat(6)}`,
  )
  const answers = renderAnswer({ text: lines.join('\n'), lang: 'zh' }, WITH).map(({ content }) =>
    String(content.content),
  )
  expect(answers.length).toBeGreaterThan(1)
  expect(answers.join('\n')).toBe(lines.join('\n'))
  for (const one of answers) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(2048)
  expect(renderAnswer({ text: '好的', lang: 'zh' }, WITH)).toEqual([
    renderMessage({ text: '好的', lang: 'zh' }, WITH).payload,
  ])
})

it('opens a form’s page, but for a new complaint that holds words already', () => {
  const form = (verb: 'file' | 'preferences' | 'submit', value?: string): Form => ({
    ...{ id: 'f', verb, lang: 'zh', title: '标题'.repeat(90), intro: [], submit: '', cancel: '' },
    fields: [
      {
        id: 'a',
        label: 'A',
        required: true,
        redraws: false,
        kind: { input: 'date' },
        ...(value === undefined ? {} : { value }),
      },
    ],
    ...(verb === 'submit' ? { number: 'C-20261122-0001', position: 'review#1', revision: 3 } : {}),
  })
  expect([form('file'), form('file', 'x'), form('preferences', 'x'), form('submit', 'x')].map(holdsWords)).toEqual([
    false,
    true,
    false,
    false,
  ])
  const { msgtype, content } = renderFormLink(form('submit'), LINKS)
  expect([msgtype, Buffer.byteLength(String(content.title)) <= 128]).toEqual(['textcard', true])
  const target = JSON.parse(Buffer.from(String(content.url).split('/').at(-1) ?? '', 'base64url').toString())
  expect(target).toEqual({ verb: 'submit', number: 'C-20261122-0001', position: 'review#1', revision: 3 })
})

it('finds the position a card asks at in its key', () => {
  expect([
    positionOf({ key: 'task/approval#1/director' }),
    positionOf({ key: 'task/review#2' }),
    positionOf({ key: 'case' }),
  ]).toEqual(['approval#1', 'review#2', undefined])
})
