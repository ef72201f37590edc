/** A replica that dies with lanes in its hands, after the platform took what it sent: the next one does not send it again. */
import { expect, it } from 'vitest'
import { acting, card, decide, fileOne, notice, START, view } from '../../../data/contract/samples.ts'
import { schemasIn } from '../../../data/postgres/testing/schemas.ts'
import { type Delivery, makeDelivery } from '../../delivery.ts'
import { makeLog } from '../../log.ts'
import type { Platform, Store } from '../../ports.ts'
import { chat } from '../../testing/outbox.ts'
import { describePostgres } from '../test-database.ts'

const LEASE = 30_000

function replica(store: Store, platform: Platform, wall: number): Delivery {
  const delivery = makeDelivery({
    store,
    platforms: new Map([['test', platform]]),
    draw: async ({ number }) => ({ card: card(number, 2), digest: 'drawn' }),
    report: async () => undefined,
    onGivenUp: () => undefined,
    reminders: { roundup: () => ({ text: '', lang: 'en' }) },
    clock: { now: () => START },
    wall: () => wall,
    log: makeLog({ logLevel: 'silent' }),
    patience: 60_000,
  })
  delivery.start()
  return delivery
}

describePostgres('a replica that died after it sent', (url) => {
  const schemas = schemasIn(url)

  it('is followed by one that looks first, and then goes on with the lane', async () => {
    const at = await schemas.fresh()
    const [a, b] = [(await schemas.opening(at)).store, (await schemas.opening(at)).store]
    const { platform, calls, answers } = chat({ recognisesKeys: false })
    const looks: string[] = []
    const lookup: Platform['lookup'] = async (_to, key) => {
      looks.push(key)
      return calls.some((call) => call.key === key) ? { is: 'sent', handle: 'found' } : { is: 'absent' }
    }
    // It arrives, and whoever sent it never hears so.
    const late: (() => void)[] = []
    answers(() => new Promise((resolve) => late.push(() => resolve({ is: 'never', why: 'too late' }))))
    const number = await fileOne(a, 'a', () => ({ notices: [notice('test:li', 'n1')], views: [view('test:quality')] }))
    const dying = replica(a, { ...platform, lookup }, 0)
    while (calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))
    // The dead take nothing more.
    const dead = dying.drain()
    await decide(b, acting('k', number), () => ({ notices: [notice('test:li', 'n2')] }))

    answers((call) => ({ is: 'sent', handle: call.handle ?? 'h' }))
    const early = replica(b, { ...platform, lookup }, LEASE - 1)
    await early.idle()
    expect(calls).toHaveLength(2)
    await early.drain()
    const next = replica(b, { ...platform, lookup }, LEASE)
    await next.idle()
    expect(looks.sort()).toEqual([`${number}|n1|test:li`, `test:quality|${number}|case`])
    expect(
      calls
        .filter(({ did }) => did !== 'update')
        .map(({ did, to }) => `${did} ${to}`)
        .sort(),
    ).toEqual(['card quality', 'message li', 'message li'])
    expect((await b.messages(number)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
    for (const hear of late) hear()
    await Promise.all([next.drain(), dead])
  })
})
