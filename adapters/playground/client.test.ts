/** A script's client over several playgrounds: what one that dies in the middle of something means for the others. */
import { describe, expect, it } from 'vitest'
import { makeClient, type Sending } from './client.ts'

const [A, B] = ['http://a', 'http://b']
const NOON = Date.parse('2026-03-02T12:00:00Z')

/** Playgrounds that share a clock; `dying` may end one before it answers, after it did what was asked. */
function playgrounds(dying: (url: string, body: string) => boolean) {
  const asked: { readonly at: string; readonly body: string }[] = []
  const time = { now: NOON }
  const send: Sending = async (url, init) => {
    const at = new URL(url).origin
    const body = String(init.body ?? '')
    asked.push({ at, body })
    if (url.endsWith('/clock') && body !== '') {
      const { to, advance } = JSON.parse(body) as { to?: string; advance?: string }
      if (advance !== undefined && advance !== '0s') throw new Error('a span counts twice when it is asked again')
      if (to !== undefined && Date.parse(to) < time.now) return new Response('{}', { status: 400 })
      if (to !== undefined) time.now = Date.parse(to)
    }
    if (dying(at, body)) throw new TypeError('fetch failed')
    const answer = url.endsWith('/act') ? { is: 'done', number: 'C-1' } : { now: new Date(time.now).toISOString() }
    return Response.json(answer)
  }
  return { client: makeClient([A, B], '', send), asked, time }
}

describe('a client of two playgrounds', () => {
  it('asks the other one the very same when one dies, and gives both work otherwise', async () => {
    let dead: string | undefined
    const { client, asked } = playgrounds((url, body) => {
      if (dead === undefined && body.includes('C-7')) dead = url
      return url === dead
    })
    const press = { as: 'wang.li', do: 'press', button: { verb: 'approve', ref: 'C-7:3' } } as const
    expect(await client.act(press, 'k')).toEqual({ is: 'done', number: 'C-1' })
    expect(asked).toHaveLength(2)
    expect(asked[0]?.body).toBe(asked[1]?.body)
    expect(new Set(asked.map(({ at }) => at))).toEqual(new Set([A, B]))
    await Promise.all(Array.from({ length: 16 }, (_, i) => client.act(press, `k${i}`)))
    const counts = [A, B].map((url) => asked.filter(({ at }) => at === url).length)
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(17)
  })

  it('moves the clock once, though the one that moved it died before it said so', async () => {
    let died = false
    const { client, time } = playgrounds((_url, body) => {
      const dies = !died && body.includes('"to"')
      died ||= dies
      return dies
    })
    expect(await client.advance(3_600_000)).toBe(NOON + 3_600_000)
    expect(time.now).toBe(NOON + 3_600_000)
    expect(died).toBe(true)
  })
})
