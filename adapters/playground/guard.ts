/**
 * Keeps other sites out. Whoever can reach this page can play every role, so a request must be addressed to this very
 * machine (a rebound name would say otherwise) and must not come from another site's page.
 */
import type { IncomingMessage } from 'node:http'
import type { Context, Next } from 'hono'
import { Malformed } from './problem.ts'

const NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The port we are listening on, as the socket knows it; undefined outside a real server. */
function portOf(c: Context): number | undefined {
  return (c.env as { incoming?: IncomingMessage } | undefined)?.incoming?.socket?.localPort
}

/** Refuses with 403 what is not of this machine. */
export async function guard(c: Context, next: Next): Promise<void> {
  const port = portOf(c)
  if (!isHere(c.req.header('host'), port)) throw new Malformed(403, 'forbidden', 'foreign', {}, 'Host')
  const origin = c.req.header('origin')
  if (origin !== undefined && !isHere(origin.replace(/^http:\/\//, ''), port)) {
    throw new Malformed(403, 'forbidden', 'foreign', {}, 'Origin')
  }
  // A link on another site may open the page, but nothing else of that site may reach us.
  const foreign = ['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? '')
  if (foreign && c.req.path !== '/') throw new Malformed(403, 'forbidden', 'foreign', {}, 'Sec-Fetch-Site')
  await next()
}

function isHere(host: string | undefined, port: number | undefined): boolean {
  const [, name = '', given = '80'] = /^(\[[0-9a-f:]+\]|[^:/]+)(?::(\d+))?$/i.exec(host ?? '') ?? []
  return NAMES.has(name.toLowerCase()) && (port === undefined || Number(given) === port)
}
