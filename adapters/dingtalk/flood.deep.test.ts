/**
 * 10,000 complaints by message, with duplicates, messages out of order, a connection that breaks twenty times and
 * acknowledgements that get lost: every message that the platform does not drop for good becomes one case, and one only.
 */
import { expect, it, vi } from 'vitest'
import { accountOf, plotDingtalk } from './testing/house.ts'
import { robotPayload } from './testing/phone.ts'

const MESSAGES = 10_000
const AT_ONCE = 60
/** None of them is asked anything by the complaints of this test. */
const PEOPLE = [
  'wang.li',
  'liu.yang',
  'cao.rui',
  'peng.na',
  'yuan.lei',
  'dong.qing',
  'su.jing',
  'ye.zi',
  'shi.min',
  'bai.lu',
]
const RECONNECTS = 20
const DROPPED = 25

/** The same dice every time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

interface Push {
  readonly message: number
  readonly frame: string
}

/** Every message once, a twentieth of them twice on another frame, a twentieth out of order. */
function plan(random: () => number): readonly Push[] {
  const pushes: Push[] = Array.from({ length: MESSAGES }, (_, message) => ({ message, frame: `f-${message}` }))
  const twice = pushes.filter(() => random() < 0.05).map(({ message }) => ({ message, frame: `again-${message}` }))
  for (const push of twice) pushes.splice(Math.min(pushes.length, push.message + Math.floor(random() * 300)), 0, push)
  for (let i = 0; i < pushes.length; i++) {
    if (random() >= 0.05) continue
    const j = Math.min(pushes.length - 1, i + 1 + Math.floor(random() * 100))
    const [one, other] = [pushes[i], pushes[j]]
    if (one && other) [pushes[i], pushes[j]] = [other, one]
  }
  return pushes
}

it('every message becomes one case', async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  const random = dice(20_261_122)
  const plot = await plotDingtalk({ template: false, redeliver: 2_000, tries: 200, only: PEOPLE })
  const { standIn } = plot
  // Nothing is sent meanwhile: this is about what comes in.
  standIn.limits.month.calls = 0
  standIn.limits.month.pushes = Number.POSITIVE_INFINITY
  const { house } = await plot.open()
  try {
    const pushes = plan(random)
    const payloads = new Map<number, Record<string, unknown>>()
    const payloadOf = (message: number): Record<string, unknown> => {
      const user = accountOf(PEOPLE[message % PEOPLE.length] ?? '')
      const made =
        payloads.get(message) ??
        robotPayload(
          standIn,
          user,
          `客诉 客户=客户${message} 产品=BCD 产品线=冰箱 型号=M 批次=B 购买渠道=官方商城 问题类型=不制冷 描述=第${message}条 不制冷`,
          {
            messageId: `msg-${message}`,
          },
        )
      payloads.set(message, made)
      return made
    }
    const every = Math.floor(pushes.length / (RECONNECTS + 1))
    const under = new Set<Promise<unknown>>()
    let unanswered = 0
    const begun = performance.now()
    for (const [i, { message, frame }] of pushes.entries()) {
      if (i > 0 && i % every === 0) (i / every) % 2 === 0 ? standIn.gateway.notice(1_000) : standIn.gateway.cut()
      if (i % 100 === 50) standIn.gateway.mood.loseAcks += 1
      if (i % 400 === 200) standIn.gateway.mood.dropFrames += 1
      const one: Promise<unknown> = standIn.gateway
        .push('/v1.0/im/bot/messages/get', payloadOf(message), frame)
        .then((ack) => {
          if (ack?.code !== 200) unanswered += 1
        })
        .finally(() => under.delete(one))
      under.add(one)
      if (under.size >= AT_ONCE) await Promise.race(under)
    }
    await Promise.all(under)
    const seconds = (performance.now() - begun) / 1000
    const { counts } = standIn.gateway
    const filed = new Map<string, number>()
    let after: string | undefined
    do {
      const page = await house.store.list({ limit: 200, ...(after === undefined ? {} : { after }) })
      if ('refused' in page) throw new Error(page.refused)
      for (const { text } of page.items) filed.set(text, (filed.get(text) ?? 0) + 1)
      after = page.next
    } while (after !== undefined)
    const twice = [...filed].filter(([, times]) => times > 1)
    const missing = MESSAGES - filed.size
    console.log(
      JSON.stringify({
        filed: filed.size,
        missing,
        dropped: counts.dropped,
        frames: counts.frames,
        connections: counts.connected,
        seconds: Math.round(seconds),
      }),
    )
    expect(twice).toEqual([])
    // A message is lost only when every frame of it was dropped for good.
    expect(unanswered).toBe(counts.dropped)
    expect(missing).toBeLessThanOrEqual(counts.dropped)
    expect(counts.dropped).toBeGreaterThanOrEqual(DROPPED)
    expect(missing).toBeGreaterThan(0)
    expect(counts.connected).toBeGreaterThan(RECONNECTS)
  } finally {
    await house.stop()
    await plot.clear()
  }
})
