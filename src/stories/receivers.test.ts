/** Who talks to the customer when no person of the company filed: one of the policy's receivers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Case } from '../rules/case.ts'
import { decide } from '../rules/decide.ts'
import type { Actor } from '../rules/nouns.ts'
import { isRefusal } from '../rules/nouns.ts'
import { edited } from './changed-policy.ts'
import { companyOf, policySource } from './company.ts'
import type { Told } from './house.ts'
import { MONDAY, tell } from './house.ts'

const SERVICE = ['wang.li', 'liu.yang', 'chen.jie', 'xu.meng', 'emma.clarke']
const CRM: Actor = { kind: 'service', id: 'crm' }
const STRANGER: Actor = { kind: 'account', platform: 'playground', account: 'passer-by' }

function filedBy(actor: Actor, number: string, source = policySource, values = {}): Case {
  const context = { ...companyOf(source), now: MONDAY, reachesCustomer: () => true, claims: () => [] }
  const command = { do: 'file', id: 'f', actor, via: 'api', lang: 'zh', strict: false } as const
  const made = decide(undefined, { ...command, values: { text: '冰箱不制冷', ...values } }, context, () => number)
  if (isRefusal(made)) throw new Error(made.refused)
  return made.state
}

const receivers = (who: unknown): string => edited((edit) => edit.set('flow.receivers', who))

test.each([
  ['a service', CRM],
  ['a stranger', STRANGER],
])('what %s files is received by one of the front line, each in turn', (_who, actor) => {
  const names = [1, 2, 3, 4, 5].map((n) => filedBy(actor, `C-20260302-000${n}`).values.receiver)
  expect(names.toSorted()).toEqual(SERVICE.toSorted())
})

test('a person who files receives it, and a receiver who was named stays', () => {
  expect(filedBy({ kind: 'person', id: 'cao.rui' }, 'C-1').values.receiver).toBe('cao.rui')
  expect(filedBy(CRM, 'C-1', policySource, { receiver: 'ye.zi' }).values.receiver).toBe('ye.zi')
})

test('receivers may be any who-expression; a route sees the complaint', () => {
  expect(filedBy(CRM, 'C-1', receivers('person.du.juan')).values.receiver).toBe('du.juan')
  expect(['tom.becker', 'ye.zi', 'fan.zhe']).toContain(
    filedBy(CRM, 'C-7', receivers(['team.brand', 'person.fan.zhe'])).values.receiver,
  )
  const washer = { category: 'quality.failure.dead', line: 'washer' }
  expect(['guo.ting', 'lin.feng']).toContain(filedBy(CRM, 'C-3', receivers('route.quality'), washer).values.receiver)
})

test('with none named, or none who is left, one of those asked first receives it', () => {
  const none = policySource.replace(/^ {2}receivers:.*\n/m, '')
  expect(none).not.toBe(policySource)
  expect(['feng.lan', 'han.xue']).toContain(filedBy(CRM, 'C-1', none).values.receiver)
  expect(['feng.lan', 'han.xue']).toContain(filedBy(CRM, 'C-1', receivers('field.owner')).values.receiver)
})

test('a team that is not there stops the policy, with the place', () => {
  expect(() => companyOf(receivers('team.servise'))).toThrow(
    /flow\.receivers.*"team\.servise"|flow\.receivers.*servise/,
  )
})

let house: Told
beforeAll(async () => {
  house = await tell({ env: { API_TOKENS: 'crm:a-secret-only-stories-know:file+read' } })
})
afterAll(() => house.close())

test('a complaint from the API has a receiver who will be asked to call the customer back', async () => {
  const response = await fetch(`${house.url}/api/v1/complaints`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-secret-only-stories-know', 'content-type': 'application/json' },
    body: JSON.stringify({ text: '冰箱不制冷' }),
  })
  expect(response.status).toBe(201)
  const { number } = (await response.json()) as { number: string }
  expect(SERVICE).toContain((await house.store.case(number))?.values.receiver)
})
