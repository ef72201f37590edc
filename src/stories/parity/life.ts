/** People who do everything that can be done, once: what the house draws meanwhile is held against every platform. */
import { pictureOf } from '../../rehearsal/pictures.ts'
import type { PersonId } from '../../rules/nouns.ts'
import { isRefusal } from '../../rules/nouns.ts'
import { edited, policyFile } from '../changed-policy.ts'
import { FRIDGE, type Told, tell } from '../house.ts'
import { FINDING, FOUND, SATISFIED, TERMS } from '../road.ts'
import { type Drawn, makeRecorder, type People } from './recording.ts'

/** What somebody types to make a chat do something: it stands in the complaint, the product and the reasons. */
export const EVIL =
  '<!channel> <@U1> <a href="https://evil.example">x</a> [x](https://evil.example) <font color="warning">'

const COMPLAINT = {
  ...FRIDGE,
  text: `冰箱三天不制冷。${EVIL}`,
  product: `双门冰箱 ${EVIL}`,
  safety: 'none',
  wish: ['refund'],
  order_no: 'TB-1001',
}

/** Why more than comparable complaints were granted; asked only where it is. */
const UNUSUAL = { plan_unusual: `食物损失大 ${EVIL}` }

interface Living {
  readonly house: Told
  readonly people: People
}

/** Lives it; closes the house. */
export async function liveThrough(): Promise<Drawn> {
  const recorder = makeRecorder()
  const policy = policyFile(
    edited(({ set, add }) => {
      set('approval.precedents.at_least', 5)
      add('budget', { month: { quality: 4600 }, full: 'rung' })
    }),
  )
  let reaches = true
  const house = await tell({
    policyFile: policy.path,
    wrap: (platform) => ({
      ...recorder.wrap(platform),
      get abilities() {
        return { ...platform.abilities, reachesCustomers: reaches }
      },
    }),
  })
  const living = { house, people: recorder.people(house) }
  try {
    const before = { house, people: recorder.people(house, true) }
    for (const amount of ['100', '200', '250', '300', '320']) await precedent(before, amount)
    await decided(living)
    await proposedAgain(living)
    reaches = false
    await toldByHand(living)
    await around(living)
    await together(living)
    await theSameTwice(living)
    return recorder.drawn
  } finally {
    await house.close()
    policy.remove()
  }
}

/** Filed, reviewed and appraised: ready for its plan. */
async function ready({ people }: Living, values: object = {}): Promise<{ number: string; engineer: PersonId }> {
  const number = await people.files('wang.li', { ...COMPLAINT, ...values })
  await people.does(await people.asked(number), 'submit', number, FOUND)
  const engineer = await people.asked(number)
  await people.does(engineer, 'submit', number, { ...FINDING, root_cause: `焊点虚焊 ${EVIL}` })
  return { number, engineer }
}

async function planned(living: Living, amount: string, plan: object = {}, values: object = {}) {
  const { number, engineer } = await ready(living, values)
  const { people } = living
  const terms = { ...TERMS, plan_kind: 'refund', plan_amount: amount, ...UNUSUAL, ...plan }
  await people.does(engineer, 'submit', number, terms)
  return { number, engineer }
}

/** The first was for the very order that is decided about later. */
const orderOf = (amount: string): string => (amount === '100' ? COMPLAINT.order_no : `TB-9${amount}`)

/** A comparable case, closed. */
async function precedent(living: Living, amount: string): Promise<void> {
  const { people, house } = living
  const { number } = await planned(living, amount, {}, { order_no: orderOf(amount), customer: `客户${amount}` })
  await people.does(await people.asked(number), 'approve', number)
  await people.does(await people.asked(number), 'pay', number, { voucher_no: `V-${number}` })
  await house.settle()
  await house.pass('24h')
  await people.does('wang.li', 'submit', number, SATISFIED)
}

/** Two steps, and everything that can be done about a decision; then paid in parts, and a part comes back. */
async function decided(living: Living): Promise<void> {
  const { people, house } = living
  const other = await planned(living, '400')
  const first = await people.asked(other.number)
  await people.does(first, 'unflag', other.number, { to: 'order_no', reason: '是他家里人' })
  await people.does(first, 'approve', other.number)
  const { number, engineer } = await planned(living, '2500', { plan_kind: 'cash' })
  const lawyer = await people.asked(number)
  await people.does(lawyer, 'note', number, { reason: `请看说明 ${EVIL}` })
  await people.does(lawyer, 'ask', number, { to: 'owner', reason: '依据是什么？' })
  await people.does(engineer, 'answer', number, { reason: `小票在附件里 ${EVIL}` })
  await people.does(lawyer, 'add', number, { to: 'qian.yuhan', how: 'beside', reason: '请服务负责人也看' })
  await people.does('qian.yuhan', 'approve', number)
  await people.does(lawyer, 'approve', number)
  const vp = await people.asked(number)
  await people.does(vp, 'return', number, { to: 'step.legal', how: 'straight', reason: '请再核对条款' })
  await people.does(await people.asked(number), 'approve', number)
  await house.pass('3d')
  await people.asked(number)
  await people.says('meng.qi', `show ${number}`)
  await people.does('meng.qi', 'rescue', number, { reason: '出差，联系不上' })
  await people.does(await people.asked(number), 'approve', number)
  await paidInParts(living, number)
}

async function paidInParts({ people, house }: Living, number: string): Promise<void> {
  const payer = await people.asked(number)
  await people.does(payer, 'claim', number)
  await house.pass('3d')
  await people.does(payer, 'acknowledge', number, { to: '1h' })
  await people.does(payer, 'snooze', number, { to: '1h' })
  await people.does(payer, 'unmask', number, { reason: '要付款' })
  await people.does(payer, 'pay', number, { voucher_no: 'V-1', paid_amount: '1000' })
  await people.does(payer, 'pay', number, { voucher_no: 'V-2' })
  await house.settle()
  await house.pass('24h')
  const bounce = await people.opens(payer, 'bounce', number)
  const [first] = bounce.fields.flatMap(({ kind }) => (kind.input === 'select' ? kind.options : []))
  await people.sends(payer, bounce, { to: first?.id, reason: '账号不存在' })
  await people.says(payer, 'reconcile')
  const again = await people.asked(number)
  await people.does(again, 'pay', number, { voucher_no: 'V-3' })
}

/** A plan that is taken back, turned down, and whose payment fails. */
async function proposedAgain(living: Living): Promise<void> {
  const { people } = living
  const { number, engineer } = await planned(living, '300', {}, { order_no: 'TB-2' })
  const plan = { ...TERMS, plan_kind: 'refund', plan_amount: '310', ...UNUSUAL }
  await people.does(engineer, 'recall', number, { reason: '算错了' })
  const transfer = await people.opens(engineer, 'transfer', number)
  const [colleague] = transfer.fields.flatMap(({ kind }) => (kind.input === 'person' ? kind.options : []))
  await people.sends(engineer, transfer, { to: colleague?.id, reason: '请您接手' })
  const taker = colleague?.id ?? ''
  await people.does(taker, 'submit', number, plan)
  await people.does(await people.asked(number), 'reject', number, { reason: `太高 ${EVIL}` })
  await people.does(taker, 'submit', number, { ...plan, plan_amount: '305' })
  await people.does(await people.asked(number), 'approve', number)
  await people.does(await people.asked(number), 'fail', number, { reason: '收款人不符' })
}

/** Where no platform reaches customers somebody tells them, and says so; nobody answers the call-back at first. */
async function toldByHand(living: Living): Promise<void> {
  const { people, house } = living
  const { number } = await planned(living, '310', {}, { order_no: 'TB-3' })
  await people.does(await people.asked(number), 'approve', number)
  await people.does(await people.asked(number), 'pay', number, { voucher_no: 'V-4' })
  await people.does('wang.li', 'submit', number)
  await house.pass('24h')
  await people.does('wang.li', 'submit', number, { answer: 'unreached' })
  await house.pass('24h')
  await people.does('wang.li', 'submit', number, {
    answer: 'unsatisfied',
    accepted: 'no',
    customer_words: `还是不行 ${EVIL}`,
  })
}

/** What concerns the case as a whole; clocks that stand still and run out; what people ask in words. */
async function around(living: Living): Promise<void> {
  const { people, house } = living
  const photo = await house.files.put(pictureOf('fridge'), '照片<b>.png')
  if (isRefusal(photo)) throw new Error(photo.refused)
  const number = await people.files('wang.li', {
    ...COMPLAINT,
    order_no: 'TB-4',
    text: `漏电起火，有人受伤。${EVIL}`,
    photos: [photo],
  })
  const reviewer = await people.asked(number)
  await people.does(reviewer, 'return', number, { reason: '请补照片' })
  const receiver = await people.asked(number)
  await people.does(receiver, 'pause', number, { to: 'customer', reason: '等客户发照片' })
  await people.does(receiver, 'resume', number)
  await people.does('wang.li', 'urge', number)
  await people.does('wang.li', 'amend', number, { product: '三门冰箱' })
  await people.does('wang.li', 'room', number, { reason: '客户在门店等' })
  await people.does('andrew.lin', 'clear', number, { to: 'fire', reason: `是烤箱的烟 ${EVIL}` })
  const until = { day: '2026-04-01', time: '18:00' }
  await people.does('wang.li', 'contact', number, { reason: `已致歉 ${EVIL}`, promise: `回电 ${EVIL}`, ...until })
  await people.asked(number)
  await people.does('wang.li', 'renew', number, { ...until, day: '2026-03-25', reason: '客户改了时间' })
  await people.does('wang.li', 'keep', number, { reason: `已回电 ${EVIL}` })
  await house.pass('4d')
  await people.asked(number)
  for (const [words, lang] of [['help'], ['list'], ['mine'], ['settings'], ['help', 'en'], ['list', 'en']] as const)
    await people.says('wang.li', words, lang)
  await people.says('wang.li', `show ${number}`)
  await people.says('wang.li', 'show C-20200101-0001')
  await people.says('andrew.lin', `show ${number}`)
  await people.does('wang.li', 'withdraw', number, { reason: '客户自己解决了' })
}

/** Two complaints about one order: the second is merged into the first. */
async function theSameTwice({ people }: Living): Promise<void> {
  const same = { ...COMPLAINT, order_no: 'TB-7', phone: '13911112222' }
  const into = await people.files('wang.li', same)
  const number = await people.files('wang.li', { ...same, text: `还是那台冰箱 ${EVIL}` })
  await people.does(await people.asked(number), 'merge', number, { to: into, reason: `同一台 ${EVIL}` })
  await people.asked(into)
}

/** Two approvals at once, from the list that is offered. */
async function together(living: Living): Promise<void> {
  const { people } = living
  const made = [
    await planned(living, '501', {}, { order_no: 'TB-5' }),
    await planned(living, '502', {}, { order_no: 'TB-6' }),
  ]
  const director = await people.asked(made[0]?.number ?? '')
  await people.home(director)
  await people.says(director, 'mine')
  const bulk = await people.says(director, 'bulk')
  if (bulk.is !== 'form') throw new Error(JSON.stringify(bulk))
  const options = bulk.form.fields.flatMap(({ id, kind }) =>
    id === 'cases' && kind.input === 'select' ? kind.options : [],
  )
  await people.sends(director, bulk.form, { cases: options.map(({ id }) => id), verb: 'approve' })
  await people.sends(director, bulk.form, { cases: [], verb: 'reject' })
}
