/** The strict reader of Block Kit refuses what Slack refuses: without this the other tests would prove little. */
import { describe, expect, it } from 'vitest'
import { messageProblems, viewProblems } from './testing/block-kit.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), value: 'v', ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const option = (value: string) => ({ text: plain('Option'), value })
const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'f.x',
  label: plain('X'),
  element,
  ...more,
})
const select = (more: object) => ({ type: 'static_select', action_id: 'v', ...more })
const modal = (blocks: readonly object[], more: object = {}) => ({
  type: 'modal',
  title: plain('T'),
  submit: plain('Go'),
  blocks,
  ...more,
})
const section = (text: string) => ({ type: 'section', text: plain(text) })
const message = (...blocks: object[]) => messageProblems({ text: 'x', blocks })

/** Each with the pointer at which it is found. */
const BROKEN: readonly (readonly [what: string, found: () => readonly (readonly [string, string])[], at: string])[] = [
  ['no text beside blocks', () => messageProblems({ blocks: [section('x')] }), '/text'],
  ['51 blocks', () => message(...Array(51).fill({ type: 'divider' })), '/blocks'],
  ['a block nobody knows', () => message({ type: 'approval_card' }), '/blocks/0/type'],
  ['a key nobody knows', () => message({ type: 'divider', color: 'red' }), '/blocks/0/color'],
  ['an empty section', () => message(section('')), '/blocks/0/text'],
  ['a section over 3000', () => message(section('x'.repeat(3001))), '/blocks/0/text'],
  ['a header over 150', () => message({ type: 'header', text: plain('x'.repeat(151)) }), '/blocks/0/text'],
  ['markup in a header', () => message({ type: 'header', text: { type: 'mrkdwn', text: 'x' } }), '/blocks/0/text/type'],
  ['11 fields', () => message({ type: 'section', fields: Array(11).fill(plain('x')) }), '/blocks/0/fields'],
  ['a shout', () => message({ type: 'section', text: { type: 'mrkdwn', text: '<!channel> now' } }), '/blocks/0/text'],
  ['an unescaped angle', () => message({ type: 'section', text: { type: 'mrkdwn', text: '1 < 2' } }), '/blocks/0/text'],
  ['a button over 75', () => message(actions(button({ text: plain('x'.repeat(76)) }))), '/blocks/0/elements/0/text'],
  ['a style nobody knows', () => message(actions(button({ style: 'good' }))), '/blocks/0/elements/0/style'],
  ['one action_id twice', () => message(actions(button(), button())), '/blocks/0'],
  [
    'one block_id twice',
    () => message({ type: 'divider', block_id: 'b' }, { type: 'divider', block_id: 'b' }),
    '/blocks',
  ],
  [
    '26 buttons',
    () => message(actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` })))),
    '/blocks/0/elements',
  ],
  [
    'a menu of six',
    () => message(actions({ type: 'overflow', action_id: 'm', options: [...'123456'].map(option) })),
    '/blocks/0/elements/0/options',
  ],
  [
    'a question over 300',
    () =>
      message(
        actions(
          button({
            confirm: { title: plain('T'), text: plain('x'.repeat(301)), confirm: plain('Y'), deny: plain('N') },
          }),
        ),
      ),
    '/blocks/0/elements/0/confirm/text',
  ],
  ['an input in a message', () => message(input({ type: 'plain_text_input', action_id: 'v' })), '/blocks/0'],
  [
    'inputs without submit',
    () => viewProblems(modal([input({ type: 'plain_text_input', action_id: 'v' })], { submit: undefined })),
    '/submit',
  ],
  ['a title over 24', () => viewProblems(modal([section('x')], { title: plain('x'.repeat(25)) })), '/title'],
  [
    '101 options',
    () => viewProblems(modal([input(select({ options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) }))])),
    '/blocks/0/element/options',
  ],
  [
    'options and groups',
    () => viewProblems(modal([input(select({ options: [option('1')], option_groups: [] }))])),
    '/blocks/0/element',
  ],
  [
    'a start that is not offered',
    () => viewProblems(modal([input(select({ options: [option('1')], initial_option: option('2') }))])),
    '/blocks/0/element/initial_option',
  ],
  [
    'a value over 150',
    () => viewProblems(modal([input(select({ options: [option('x'.repeat(151))] }))])),
    '/blocks/0/element/options/0/value',
  ],
  [
    'metadata over 3000',
    () => viewProblems(modal([section('x')], { private_metadata: 'x'.repeat(3001) })),
    '/private_metadata',
  ],
  ['a view without blocks', () => viewProblems(modal([])), '/blocks'],
  [
    'files outside of a modal',
    () => viewProblems({ type: 'home', blocks: [input({ type: 'file_input', action_id: 'v' })] }),
    '/blocks/0/element',
  ],
]

describe('the strict reader', () => {
  it.each(BROKEN)('refuses %s', (_what, found, at) => {
    expect(found().map(([pointer]) => pointer)).toContain(at)
  })

  it('has enough to refuse, and takes what is right', () => {
    expect(BROKEN.length).toBeGreaterThanOrEqual(20)
    expect(message(section('x'), actions(button({ style: 'primary' })))).toEqual([])
    expect(viewProblems(modal([input({ type: 'plain_text_input', action_id: 'v', max_length: 3000 })]))).toEqual([])
    expect(
      message({ type: 'section', text: { type: 'mrkdwn', text: '1 &lt; 2 <@U123ABC> <!date^1^{time}|x>' } }),
    ).toEqual([])
  })
})
