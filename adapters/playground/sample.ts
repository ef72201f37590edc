/**
 * `/playground/api/sample`: loads three months of a sample company into a house that holds no complaint yet. While it
 * does, the clock stands in the past, so nobody else may act.
 */
import type { Context, Hono, Next } from 'hono'
import type { Sending } from './client.ts'
import { makeClient } from './client.ts'
import { Malformed } from './problem.ts'
import type { Sample } from './story-options.ts'

/** What the page is told about it. `of` is 0 until it is known. */
interface Standing {
  readonly state: 'offered' | 'loading' | 'full' | 'failed'
  readonly done: number
  readonly of: number
  /** The day the sample company has reached. */
  readonly day?: string
}

export interface SampleDesk {
  /** Where it stands. */
  look(c: Context): Promise<Response>
  /** Begins; answers at once. 409 when there is a complaint already, or it is loading. */
  begin(c: Context): Promise<Response>
  /** Refuses whatever would change something while it loads. */
  gate(c: Context, next: Next): Promise<void>
}

const HERE = 'http://127.0.0.1'

/** `inner` are the routes without the gate: the sample company acts through them, as a person at the page would. */
export function makeSampleDesk(sample: Sample, inner: Hono, changed: () => void): SampleDesk {
  let standing: Standing | undefined

  const within: Sending = async (url, init) =>
    inner.fetch(new Request(url, { ...init, headers: { ...init.headers, host: new URL(url).host } }))

  async function load(): Promise<void> {
    try {
      // Nothing of it is read through the API, so it needs no token.
      await sample.load(makeClient([HERE], '', within), (done, of, now) => {
        standing = { state: 'loading', done, of, day: new Date(now).toISOString() }
      })
      standing = undefined
    } catch {
      standing = { state: 'failed', done: 0, of: 0 }
    }
    changed()
  }

  const look = async (): Promise<Standing> =>
    standing ?? { state: (await sample.fits()) ? 'offered' : 'full', done: 0, of: 0 }

  return {
    async look(c) {
      c.header('cache-control', 'no-store')
      return c.json(await look())
    },
    async begin(c) {
      if (standing?.state === 'loading') throw new Malformed(409, 'sample_loading', 'sample_loading')
      standing = { state: 'loading', done: 0, of: 0 }
      const fits = await sample.fits().catch((error: unknown) => {
        standing = undefined
        throw error
      })
      if (!fits) {
        standing = undefined
        throw new Malformed(409, 'sample_full', 'sample_full')
      }
      void load()
      return c.json(standing, 202)
    },
    async gate(c, next) {
      if (c.req.method === 'POST' && standing?.state === 'loading')
        throw new Malformed(409, 'sample_loading', 'sample_loading')
      await next()
    },
  }
}
