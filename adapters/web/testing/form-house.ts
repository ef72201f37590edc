/** A whole house with its form pages on a port of their own, and a chat that exists only in tests: it recognises people by a name in a cookie. */
import type { Hono } from 'hono'
import { makeLinks } from '../../../src/links.ts'
import type { House, HouseOptions } from '../../../src/main.ts'
import { makePageDesk } from '../../../src/page-desk.ts'
import type { SignIn } from '../../../src/ports.ts'
import { freePort } from '../../../src/stories/front.ts'
import { makePlot, type Plot } from '../../playground/testing/real-house.ts'
import { makeFormPages } from '../form-pages.ts'
import { makeServer } from '../server.ts'

export const SECRET = 'a secret key that only tests ever use, and long enough'

export interface FormHouse {
  readonly house: House
  readonly plot: Plot
  readonly url: string
  readonly links: ReturnType<typeof makeLinks>
  /** The same pages under another PUBLIC_URL, without a server. */
  pagesAt(publicUrl: string): Hono
  /** Lines the pages logged. */
  readonly logged: readonly unknown[]
  /** Closes the house and opens it again on the same data and port. */
  reopen(): Promise<FormHouse>
  close(): Promise<void>
}

/** The platform of the tests: a cookie `who` stands for what a real one would prove. */
export const PLATFORM = 'playground'

const signIn: SignIn = {
  async identify(request, back) {
    const cookie = /(?:^|; )who=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    if (cookie !== undefined) return { account: decodeURIComponent(cookie) }
    return Response.redirect(`https://chat.example/login?back=${encodeURIComponent(back)}`)
  },
}

/** Opens it in a fresh folder. */
export async function openFormHouse(lang: 'zh' | 'en' = 'zh', options: HouseOptions = {}): Promise<FormHouse> {
  return openOn(makePlot(lang), await freePort(), options)
}

async function openOn(plot: Plot, port: number, options: HouseOptions): Promise<FormHouse> {
  const { house } = await plot.open(options)
  const wall = options.wall ?? Date.now
  const url = `http://127.0.0.1:${port}`
  const links = makeLinks({ publicUrl: url, secret: SECRET, wall })
  const logged: unknown[] = []
  const log = (fields: object, message: string) => void logged.push([fields, message])
  const { reception, desk, store, files, shelf, clock, drafts } = house
  const loadPolicy = (version: string) => shelf.load(version)
  const made = (under: ReturnType<typeof makeLinks>) =>
    makeFormPages({
      ...{ reception, drafts, files, wall, links: under },
      desk: makePageDesk({ reception, desk, store, files, company: shelf.company, clock, loadPolicy }),
      signIns: new Map([[PLATFORM, signIn]]),
      directory: () => shelf.company.live.directory,
      lang: () => shelf.company.current.company.lang,
      now: () => clock.now(),
      log: { info: log, warn: log, error: log },
    })
  const pages = made(links)
  const pagesAt = (publicUrl: string): Hono => made(makeLinks({ publicUrl, secret: SECRET, wall })).app
  const server = makeServer({
    host: '127.0.0.1',
    port,
    routes: [pages],
    log: { info: log, warn: log, error: log },
    ready: async () => [],
    metrics: async () => ({ text: '', type: 'text/plain' }),
    drain: 100,
  })
  await server.start()
  const stop = async (): Promise<void> => {
    await server.stop()
    await house.stop()
  }
  return {
    ...{ house, plot, url, links, logged },
    pagesAt,
    async reopen() {
      await stop()
      return openOn(plot, port, options)
    },
    async close() {
      await stop()
      plot.clear()
    },
  }
}
