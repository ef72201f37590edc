import { afterAll, beforeAll, expect, it } from 'vitest'
import type { House } from '../../src/main.ts'
import { makePlot, type Plot } from './testing/real-house.ts'

const HOUR = 3_600_000
/** A Monday morning in an ordinary week. */
const MONDAY = Date.parse('2026-03-02T09:30:00+08:00')
const CUSTOMER = 'Ann Baker<img src=x onerror=alert(1)>'
const PHONE = '13800138000'

let plot: Plot
let house: House
let url: string
let wall = MONDAY
beforeAll(async () => {
  plot = makePlot('en')
  ;({ house, url } = await plot.open({ wall: () => wall }))
})
afterAll(async () => {
  await house.stop()
  plot.clear()
})

const json = async (response: Response) => ({ status: response.status, body: await response.json() })
const get = async (path: string) => json(await fetch(`${url}/playground/api/${path}`))
const post = async (path: string, body: object) =>
  json(
    await fetch(`${url}/playground/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

/** Fills in a form as somebody; it must be taken. */
async function submit(as: string, form: string, values: object, number?: string): Promise<string> {
  const { body } = await post('act', {
    as,
    do: 'submit',
    form: `redress.form.${form}`,
    values,
    ...(number ? { number } : {}),
  })
  expect(body).toMatchObject({ is: 'done' })
  await house.settle()
  return body.number
}

const INTAKE = {
  text: `The fridge does not cool. Call ${CUSTOMER} on ${PHONE}.`,
  category: 'quality.failure.no_cooling',
  customer: CUSTOMER,
  phone: PHONE,
  product: 'BCD-480',
  line: 'fridge',
  model: 'BCD-480W',
  batch: 'B1',
  purchase_channel: 'mall',
  wish: ['refund'],
  safety: 'none',
}
const REVIEW = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' }
const APPRAISAL = { reproduced: true, cause_kind: 'design', root_cause: 'A relay.', advice: 'Replace it.' }

const storyOf = async (number: string, as: string, lang = 'en') =>
  (await get(`case?number=${number}&as=${as}&lang=${lang}`)).body

it('tells who is asked, how much time is left, what time brings and what it brought', async () => {
  const number = await submit('emma.clarke', 'intake', INTAKE)
  const story = await storyOf(number, 'feng.lan')
  expect(story.stages.map((one: { name: string; state: string }) => `${one.state} ${one.name}`).slice(0, 2)).toEqual([
    'now First review',
    'next Appraisal',
  ])
  expect(story.tasks).toMatchObject([
    { stage: 'First review', people: [{ id: 'feng.lan' }, { id: 'han.xue' }], clock: { is: 'running' } },
  ])
  expect(story.tasks[0].clock.words).toBe('2 h left, due Mon 2 Mar, 11:30')
  expect(story.tasks[0].actions.map((one: { action_id: string }) => one.action_id)).toContain('redress.submit')
  expect((await storyOf(number, 'zhou.wei')).tasks[0].actions).toEqual([])

  const { body: clock } = await get('clock?as=feng.lan&lang=en')
  expect(clock).toMatchObject({
    ahead: 0,
    next: { number, words: `Reminder: “First review” of ${number} is due` },
  })
  // Due at half past eleven, told some minutes later.
  expect(Date.parse(clock.next.at) - Date.parse('2026-03-02T03:30:00Z')).toBeLessThan(HOUR / 6)
  const { body: moved } = await post('clock?as=feng.lan&lang=en', { to: 'next-timer' })
  expect(moved.passed).toMatchObject({ reminders: 1, escalations: 0, opened: 0 })
  expect(moved.passed.items).toMatchObject([{ is: 'reminder', number }])
  expect(await post('clock?lang=zh', { advance: '9h' })).toMatchObject({ body: { passed: { escalations: 1 } } })
  const { ahead } = (await get('clock')).body
  expect(Math.floor(ahead / HOUR)).toBe(11)
  const late = await storyOf(number, 'feng.lan', 'zh')
  expect(late).toMatchObject({ late: true, tasks: [{ clock: { is: 'late' } }] })
  expect(late.tasks[0].clock.words).toContain('超时')
  wall += HOUR
  expect((await get('clock')).body.ahead).toBe(ahead)
})

it('says why an approver is asked, and shows contact data nowhere', async () => {
  const number = await submit('emma.clarke', 'intake', INTAKE)
  await submit('feng.lan', 'review', REVIEW, number)
  const engineer = (await storyOf(number, 'feng.lan')).tasks[0].people[0].id
  await submit(engineer, 'appraisal', APPRAISAL, number)
  await submit('emma.clarke', 'note', { reason: `Rang ${PHONE}; ${CUSTOMER} will send photos.` }, number)
  const plan = { plan_kind: 'refund', plan_amount: '800', plan_reason: 'By receipt.', plan_due: '2026-03-20' }
  await submit(engineer, 'plan', { ...plan, payee: CUSTOMER, pay_method: 'bank', account: '6222021234567890' }, number)
  const story = await storyOf(number, 'zhao.minghui')
  expect(story.approvals).toMatchObject([
    { open: true, steps: [{ name: 'Director', state: 'asked', words: 'waits for Zhao Minghui' }] },
  ])
  expect(story.approvals[0].steps[0].why).toBe('amounts over CNY 500.00 and up to CNY 2,000.00')
  expect(story.tasks[0].actions.map((one: { action_id: string }) => one.action_id)).toContain('redress.approve')
  const told = JSON.stringify(story)
  for (const secret of [CUSTOMER, 'Ann Baker', PHONE, '6222021234567890']) expect(told).not.toContain(secret)
  expect(story.days[0].items[0]).toMatchObject({ what: 'filed', words: 'Emma Clarke filed the complaint' })
  expect(story.days[0].items[0].rows).toContainEqual({ label: 'Phone', value: '138****8000' })
  expect(story.messages.filter((one: { kind: string }) => one.kind === 'customer')).toMatchObject([
    { to: 'The customer', state: 'sent' },
  ])
  expect(story.facts.length).toBe(story.revision)
})

it('says where the customer has to answer, and who writes it down', async () => {
  const number = await submit('emma.clarke', 'intake', INTAKE)
  await submit('feng.lan', 'return', { reason: 'Which batch?' }, number)
  const asked = (await storyOf(number, 'emma.clarke')).customerView.waits
  expect(asked).toMatchObject({ verb: 'submit', people: ['emma.clarke'], position: 'more_info#1' })
  expect(asked.words).toContain('Emma Clarke asks')
  await submit('emma.clarke', 'pause', { reason: 'She looks it up.', to: 'customer' }, number)
  const paused = await storyOf(number, 'emma.clarke')
  expect(paused.tasks[0].clock).toMatchObject({ is: 'paused' })
  expect(paused.customerView.waits).toMatchObject({ verb: 'resume' })
})

it('knows nothing of a number nobody has, and loads no sample over what is there', async () => {
  expect(await get('case?number=C-1&as=feng.lan')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect((await get('sample')).body.state).toBe('full')
  expect(await post('sample', {})).toMatchObject({ status: 409, body: { code: 'sample_full' } })
})
