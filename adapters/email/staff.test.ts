/** Staff and mail: who wishes for letters gets them beside their chat, who has no chat gets everything, and no one decides by them. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { edited, type PolicyFile, policyFile } from '../../src/stories/changed-policy.ts'
import { FRIDGE, type Told, tell } from '../../src/stories/house.ts'
import { type MailServerStandIn, openMailServer } from './testing/mail-server.ts'

/** Reviews by post only: her account is on a platform that is off. */
const CHATLESS = 'feng.lan'

let server: MailServerStandIn
let house: Told
let policy: PolicyFile

beforeAll(async () => {
  server = await openMailServer()
  policy = policyFile(edited(({ set }) => set(['people', CHATLESS, 'accounts'], { elsewhere: 'feng' })))
  const PUBLIC_URL = 'http://127.0.0.1:3000'
  const env = { SMTP_URL: server.url, MAIL_FROM: 'care@breeze.example', MAIL_PER_MINUTE: '6000', PUBLIC_URL }
  house = await tell({ policyFile: policy.path, env })
}, 30_000)
beforeEach(() => {
  server.letters.length = 0
})
afterAll(async () => {
  await house.close()
  await server.close()
  policy.remove()
})

const mine = (person: string) => server.letters.filter(({ envelope }) => envelope.to.includes(`${person}@example.com`))
const filed = async () => {
  const number = await house
    .as('wang.li')
    .files({ ...FRIDGE, text: '冰箱三天不制冷，打 13812345678', safety: 'none', region: 'east' })
  await house.settle()
  return number
}

it('who has no chat gets what waits for them, masked, and nothing to press', async () => {
  const number = await filed()
  expect(await house.asked(number)).toContain(CHATLESS)
  const [card, ...others] = mine(CHATLESS)
  expect(others).toEqual([])
  expect(card?.subject).toContain(number)
  expect(card?.text).toContain('等您处理：')
  expect(card?.text).toContain('冰箱三天不制冷')
  // The playground signs nobody in: a way to a page would lead nowhere.
  expect(card?.text).toContain('请到聊天软件里处理')
  expect(`${card?.text}${card?.html}`).not.toMatch(/https?:/)
  // A letter is kept and passed on: it shows what a channel may see.
  expect(`${card?.text}${card?.html}${card?.subject}`).not.toMatch(/13812345678|张三/)
  expect(card?.html).not.toMatch(/<form|<button|redress\.(?:submit|approve)/)
  // Somebody else did it: a letter that left stays as it was.
  const [other = ''] = (await house.asked(number)).filter((one) => one !== CHATLESS)
  await house.as(other).does('submit', number, { verdict: 'complaint', core_function: 'lost', scope: 'one' })
  await house.settle()
  expect(mine(CHATLESS)).toHaveLength(1)
})

it('who wishes for letters gets what their chat gets, until they wish for none', async () => {
  const reader = 'chen.jie'
  const settings = (values: object) =>
    house.as(reader).act({ do: 'submit', form: 'redress.form.preferences', values: { language: 'en', ...values } })
  const before = await filed()
  expect(await house.asked(before)).toContain(reader)
  expect(mine(reader)).toEqual([])
  const form = await house.as(reader).act({ do: 'command', text: '/complaint settings' })
  expect(JSON.stringify(form)).toContain('f.letters')
  expect(await settings({ letters: true })).toMatchObject({ is: 'say' })
  const number = await filed()
  expect((await house.as(reader).cards(number)).length).toBeGreaterThan(0)
  expect(mine(reader).map(({ subject }) => subject)).toEqual([expect.stringContaining(number)])
  expect(await settings({ letters: false })).toMatchObject({ is: 'say' })
  await filed()
  expect(mine(reader)).toHaveLength(1)
})

it('who has no chat is reminded by mail too', async () => {
  const number = await filed()
  server.letters.length = 0
  await house.pass('24h')
  await house.settle()
  const reminded = mine(CHATLESS).map(({ text }) => text)
  // Those that come together are one letter, and each names what waits.
  expect(reminded).toHaveLength(1)
  expect(reminded[0]).toContain(number)
  expect(reminded[0]).toContain('初审')
})
