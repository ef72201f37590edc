/** Whom and what Slack's payloads are believed: who acted, and where something may be fetched or said. */
import { expect, it } from 'vitest'
import type { PlatformParts } from '../../src/ports.ts'
import type { Directory, Person } from '../../src/rules/nouns.ts'
import { isSlacks } from './addresses.ts'
import { drawTold, makeAnswers, said } from './answer.ts'
import { addressOf, callerOf } from './people.ts'
import { clickOf } from './press.ts'

const LIVE = 'https://slack.com/api/'
const LOCAL = 'http://127.0.0.1:4000/api/'

it('takes only addresses of Slack, or of this machine while Slack is played there', () => {
  const takes = (url: string, api = LIVE): boolean => isSlacks(new URL(url), api)
  for (const url of [
    'https://hooks.slack.com/actions/T/1/x',
    'https://files.slack.com/files-pri/x',
    'https://slack.com/x',
  ])
    expect([url, takes(url)]).toEqual([url, true])
  for (const url of [
    ...[
      'http://hooks.slack.com/x',
      'https://slack.com.example.com/x',
      'https://evilslack.com/x',
      'https://example.com/slack.com',
    ],
    ...['http://127.0.0.1/x', 'http://169.254.169.254/latest', 'https://hooks.slack.com:8443/x', 'file:///etc/passwd'],
  ])
    expect([url, takes(url)]).toEqual([url, false])
  expect(takes('http://127.0.0.1:5000/hooks/1', LOCAL)).toBe(true)
  expect(takes('https://hooks.slack.com/x', LOCAL)).toBe(false)
  expect(takes('http://127.0.0.1.example.com/x', LOCAL)).toBe(false)
})

it('says nothing to a response_url that is not of Slack, and says it beside instead', async () => {
  const calls: string[] = []
  const call = async <T>(method: string): Promise<T> => {
    calls.push(method)
    return {} as T
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const answers = makeAnswers({ call, apiUrl: LIVE, log })
  await answers.tell('U1', { channel: 'C1', responseUrl: 'https://example.com/steal' }, said('x', 'zh'))
  expect(calls).toEqual(['chat.postEphemeral'])
})

const wang: Person = {
  id: 'wang',
  name: { zh: '王', en: 'W' },
  lang: 'zh',
  tz: 'Asia/Shanghai',
  roles: [],
  accounts: { slack: 'U1' },
}
const directory: Directory = {
  people: { wang },
  teams: {},
  channels: {
    care: { id: 'care', name: { zh: '关怀', en: 'Care' }, addresses: { slack: 'C1', wecom: { appchat: 'x' } } },
  },
}
const parts = { directory: () => directory, company: () => ({ lang: 'en', tz: 'UTC' }) } as unknown as PlatformParts

it('knows people by their account in our own workspace, and nobody by the same id in another', () => {
  const who = (user: string, team: string | undefined, home: string | undefined) =>
    callerOf(parts, { user, team }, home)
  expect(who('U1', 'T1', 'T1')).toEqual({ actor: { kind: 'person', id: 'wang' }, via: 'slack', lang: 'zh' })
  for (const [team, home] of [
    [undefined, 'T1'],
    ['T2', undefined],
  ] as const)
    expect(who('U1', team, home).actor).toEqual({ kind: 'person', id: 'wang' })
  expect(who('U1', 'T2', 'T1')).toEqual({
    actor: { kind: 'account', platform: 'slack', account: 'T2/U1' },
    ...{ via: 'slack', lang: 'en' },
  })
  expect(who('U9', 'T1', 'T1').actor).toEqual({ kind: 'account', platform: 'slack', account: 'U9' })
})

it('knows where people and channels are, and that customers are not on Slack', () => {
  expect(addressOf({ in: 'channel', channel: 'care' }, directory)).toBe('C1')
  expect(addressOf({ in: 'person', person: 'wang' }, directory)).toBe('U1')
  expect(addressOf({ in: 'channel', channel: 'other' }, directory)).toBeUndefined()
  expect(addressOf({ in: 'person', person: 'other' }, directory)).toBeUndefined()
  expect(addressOf({ in: 'customer', number: 'C-20261122-0001' }, directory)).toBeUndefined()
})

it('reads a click by its parts, and nothing into what is none of ours', () => {
  const block = 'redress|task/approval#1/director|r12'
  const number = 'C-20261122-0001'
  expect(clickOf({ action: 'redress.approve', value: `${number}:7`, block })).toEqual({
    ...{ verb: 'approve', number, revision: 7, position: 'approval#1' },
  })
  expect(clickOf({ action: 'redress.more', value: `note:${number}:7`, block: 'redress|case|r3' })).toEqual({
    ...{ verb: 'note', number, revision: 7 },
  })
  for (const [action, value] of [
    ...[
      ['redress.approve', number],
      ['redress.approve', `${number}:x`],
      ['redress.approve', ':7'],
      ['redress.fly', `${number}:7`],
    ],
    ...[
      ['redress.more', `${number}:7`],
      ['approve', `${number}:7`],
      ['redress.', ''],
      ['redress.approve', `${number}:1e3`],
    ],
  ] as const)
    expect(clickOf({ action: action ?? '', value: value ?? '', block })).toBeUndefined()
})

it('names every kind of answer on the wire', () => {
  const message = { text: 'x', lang: 'zh' } as const
  const ids = [
    drawTold({ is: 'say', message }),
    drawTold({ is: 'done', number: 'C-1', revision: 2, message }),
    drawTold({ is: 'refused', code: 'not_yours', message }),
    drawTold({ is: 'errors', code: 'field_type', errors: [{ text: 'x' }] }),
  ].map(({ blocks }) => blocks[0]?.block_id)
  expect(ids).toEqual(['redress.say', 'redress.done|C-1|2', 'redress.refused|not_yours', 'redress.refused|field_type'])
})
