/** Mail through the whole house: customers are written to by themselves, or told by hand; staff get what is urgent. */
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FRIDGE, type Told, tell } from '../../src/stories/house.ts'
import { files, only, reviewed, TERMS, upToPlan } from '../../src/stories/road.ts'
import { type MailServerStandIn, openMailServer } from './testing/mail-server.ts'

const CUSTOMER = 'zhang.san@post.example'
/** The first executive above Wang Li; reads English. */
const BOSS = 'andrew.lin'

let server: MailServerStandIn
let house: Told
const lines: string[] = []

beforeAll(async () => {
  server = await openMailServer()
  house = await tell({
    env: { SMTP_URL: server.url, MAIL_FROM: 'Breeze <care@breeze.example>', MAIL_PER_MINUTE: '6000' },
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    // As with a real chat: customers are reached by mail or by hand.
    wrap: (platform) =>
      platform.name === 'playground'
        ? { ...platform, abilities: { ...platform.abilities, reachesCustomers: false } }
        : platform,
  })
}, 30_000)
beforeEach(() => {
  server.letters.length = 0
  for (const place of Object.keys(server.manners)) delete server.manners[place as keyof typeof server.manners]
})
afterAll(async () => {
  await house.close()
  await server.close()
})

const subjects = (to: string) =>
  server.letters.filter((one) => one.envelope.to.includes(to)).map(({ subject }) => subject)

/** A plan that needs no money goes straight to telling the customer. */
async function upToTelling(values: object): Promise<string> {
  const number = await files(house, values)
  await reviewed(house, number)
  const engineer = await only(house, number)
  await house
    .as(engineer)
    .does('submit', number, { reproduced: true, cause_kind: 'production', root_cause: '虚焊', advice: '退款' })
  await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: '99' })
  await house.as(await only(house, number)).does('approve', number)
  const [payer = ''] = await house.asked(number)
  await house.as(payer).does('pay', number, { voucher_no: `V-${number}` })
  await house.settle()
  return number
}

describe('a customer with an e-mail address', () => {
  it('is written to by itself, in their language, and nobody has to tell them', async () => {
    const number = await upToTelling({ email: CUSTOMER })
    expect(await house.happened(number, 'told')).toMatchObject([{ notice: 'result', how: 'sent' }])
    expect(subjects(CUSTOMER)).toEqual([`清风电器已收到您的投诉 ${number}`, expect.stringContaining(number)])
    expect(server.letters[1]?.text).toContain('99.00')
    expect(server.letters.map(({ envelope }) => envelope.to)).toEqual([[CUSTOMER], [CUSTOMER]])
    expect(server.letters[1]?.references).toBe(server.letters[0]?.references)
  })

  it('reads the language the complaint was written in', async () => {
    const to = 'ann@post.example'
    const number = await house
      .as('wang.li')
      .files({ ...FRIDGE, text: 'The fridge is warm, all food is spoilt.', email: to })
    await house.settle()
    expect(subjects(to)).toEqual([`Breeze Appliances: we have your complaint ${number}`])
    expect(server.letters[0]?.html).toContain('<html lang="en">')
  })

  it('is told by hand when the mailbox refuses, or nobody knows whether it arrived', async () => {
    server.manners.recipients = { [CUSTOMER]: [550, '5.1.1 no such user'] }
    const refused = await upToTelling({ email: CUSTOMER })
    expect(await house.happened(refused, 'not_told')).toMatchObject([{ why: 'no_mailbox' }])
    delete server.manners.recipients
    server.manners.letter = 'vanish'
    const lost = await upToTelling({ email: CUSTOMER })
    expect(await house.happened(lost, 'not_told')).toMatchObject([{ why: 'unknown: letter connection' }])
    expect(subjects(CUSTOMER)).toHaveLength(2)
    for (const number of [refused, lost]) {
      expect(await only(house, number)).toBe('wang.li')
      await house.as('wang.li').does('submit', number)
      expect(await house.happened(number, 'told')).toMatchObject([{ how: 'person' }])
    }
  })

  it('hears of it once when the server comes back', async () => {
    server.manners.letter = [451, '4.3.0 later']
    const number = await upToTelling({ email: CUSTOMER })
    expect(await house.happened(number, 'told')).toEqual([])
    expect(await house.asked(number)).toEqual([])
    delete server.manners.letter
    await house.pass('1h')
    await house.settle()
    expect(await house.happened(number, 'told')).toMatchObject([{ how: 'sent' }])
    expect(subjects(CUSTOMER)).toHaveLength(2)
  })

  it('gets it at the address that was corrected meanwhile; without one they are told by hand', async () => {
    const { number, engineer } = await upToPlan(house)
    await house.as(engineer).does('amend', number, { email: 'new@post.example' })
    await house.as(engineer).does('submit', number, { ...TERMS, plan_kind: 'refund', plan_amount: '99' })
    await house.as(await only(house, number)).does('approve', number)
    const [payer = ''] = await house.asked(number)
    await house.as(payer).does('pay', number, { voucher_no: `V-${number}` })
    await house.settle()
    expect(subjects('new@post.example')).toHaveLength(1)
    const mute = await upToTelling({})
    expect(await house.happened(mute, 'not_told')).toMatchObject([{ why: 'no_channel' }])
  })
})

describe('staff', () => {
  it('get by mail what is urgent, beside their chat, and nothing else', async () => {
    const number = await house.as('wang.li').files({ ...FRIDGE, text: '插座起火了，孩子的手被烫伤' })
    await house.settle()
    expect((await house.as(BOSS).words(number)).length).toBeGreaterThan(0)
    // Others may hear of a batch by now: this is about the one case.
    const about = server.letters.filter(({ subject }) => subject?.includes(number))
    expect(about.map(({ envelope }) => envelope.to)).toEqual([[`${BOSS}@example.com`], [`${BOSS}@example.com`]])
    for (const { subject } of about) expect(subject).toMatch(/^Alert \(/)
  })

  it('who cannot get mail still have their chat, and nobody is asked in their place', async () => {
    server.manners.recipients = { '*': [550, '5.1.1 no such user'] }
    const number = await house.as('wang.li').files({ ...FRIDGE, text: '插座起火了，孩子的手被烫伤' })
    await house.settle()
    expect((await house.as(BOSS).words(number)).length).toBeGreaterThan(0)
    expect(await house.happened(number, 'unreached')).toEqual([])
    const given = await house.rows(`select lane, why from outbox where state = 'given_up' and number = '${number}'`)
    expect(new Set(given.map(({ lane, why }) => `${lane} ${why}`))).toEqual(
      new Set([`email:person/${BOSS} no_mailbox`]),
    )
  })
})

it('puts no address and no word of a letter into the log', () => {
  const logged = lines.join('')
  expect(logged).toContain('the mail server did not take a letter')
  expect(logged).not.toMatch(/post\.example|example\.com|breeze\.example|起火|no such user|99\.00/)
})
