/** The same complaint on pages: links of the robot, people known by the app's sign-in, and nobody else. */
import { expect, it } from 'vitest'
import { accountOf, plotDingtalk } from './testing/house.ts'
import { inApp, linkIn } from './testing/in-app.ts'
import { says } from './testing/phone.ts'

const PUBLIC_URL = 'http://127.0.0.1:65000'
const SECRET_KEY = 'a secret key that only tests ever use, and long enough'
const DAY = 24 * 3_600_000

it('a refund of 800, from the first word to closed, on pages', async () => {
  const plot = await plotDingtalk({ template: false, env: { PUBLIC_URL, SECRET_KEY } })
  const { house } = await plot.open()
  const { standIn } = plot
  const { store, shelf, clock } = house
  const app = (person: string) =>
    inApp(standIn, accountOf(person), PUBLIC_URL, (request) => house.server.fetch(request))
  const asked = async (number: string): Promise<string> => {
    for (const person of Object.keys(shelf.company.live.directory.people))
      if ((await store.tasksOf(person)).some(({ row }) => row.number === number)) return person
    throw new Error('nobody is asked')
  }
  const lastTo = (person: string): string =>
    standIn.lines.findLast(({ place }) => place === `user/${accountOf(person)}`)?.text ?? ''
  /** Opens the case from the card the robot sent, and the form of its first button from there. */
  const work = async (number: string, values?: Readonly<Record<string, unknown>>): Promise<void> => {
    await house.settle()
    const person = await asked(number)
    const phone = app(person)
    const page = await phone.open(linkIn(lastTo(person)))
    const form = /href="([^"]*\/f\/dingtalk\/[\w-]{20,}\.[\w-]+)"/.exec(page)?.[1]
    await phone.open(form ?? '')
    expect(values === undefined ? await phone.press() : await phone.submit(values)).toMatchObject({ is: 'done' })
    await house.settle()
  }
  try {
    const phone = app('wang.li')
    await phone.open(linkIn((await says(standIn, accountOf('wang.li'), '投诉')).join()))
    const filing = {
      text: '冰箱不制冷',
      category: 'quality.failure.no_cooling',
      customer: '张伟',
      product: 'BCD-480',
      line: 'fridge',
      model: 'M',
      batch: 'B',
      purchase_channel: 'mall',
    }
    const filed = await phone.submit(filing)
    const number = /C-\d{8}-\d{4}/.exec(filed.html ?? '')?.[0] ?? ''
    expect([filed.is, number]).toEqual(['done', expect.stringMatching(/^C-/)])
    await work(number, { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] })
    await work(number, { cause_kind: 'design', root_cause: '压缩机', advice: '退款' })
    await work(number, {
      plan_kind: 'refund',
      plan_amount: '800.00',
      plan_reason: '按约定',
      plan_due: '2027-01-15',
      payee: '张伟',
      pay_method: 'bank',
      account: '6222021234567890',
    })
    await work(number)
    await work(number, { voucher_no: 'V-1' })
    await house.moveTo(clock.now() + DAY)
    await work(number, { answer: 'satisfied', accepted: 'yes', customer_words: '满意', evidence: '录音 12' })
    expect((await store.case(number))?.ended?.outcome).toBe('closed')
    // The filer was asked in a chat, everything else on pages: hardly any pushes.
    expect(standIn.limits.used.pushes).toBe(1)
    expect(standIn.limits.used.calls).toBeLessThanOrEqual(20)
  } finally {
    await house.stop()
    await plot.clear()
  }
})
