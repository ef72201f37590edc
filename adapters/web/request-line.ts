/** Every request gets an id, which the answer carries, a line in the log and a place in the counts. */
import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Log } from './log.ts'

/** What became of a request: the route as it is written in the code, never the path somebody typed. */
export interface Served {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
}

const ids = new WeakMap<Context, string>()

/** The id of this request. Ours alone: one that a caller sends could be anything, also somebody's name. */
export function requestId(c: Context): string {
  const known = ids.get(c)
  if (known !== undefined) return known
  const made = randomUUID()
  ids.set(c, made)
  return made
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The method, or `other` for what only an attacker sends. */
const methodOf = (c: Context): string => (METHODS.has(c.req.method) ? c.req.method : 'other')

/** The route that answered; `*` for a path that leads nowhere. */
export function routeOf(c: Context): string {
  const route = routePath(c, -1)
  return route === '' || route === '/*' ? '*' : route
}

/** Case numbers stand in paths; anything else there stays out of the log. */
const NUMBER = /\/([A-Z]{1,8}-\d{8}-\d{4,9})$/

function caseOf(c: Context): { readonly caseNumber?: string } {
  const number = NUMBER.exec(c.req.path)?.[1] ?? c.req.query('number')
  return number !== undefined && NUMBER.test(`/${number}`) ? { caseNumber: number } : {}
}

/** Goes around all routes. Lines of requests are written at level debug; what went wrong is logged where it did. */
export function requestLine(log: Log, observe?: (served: Served) => void): MiddlewareHandler {
  return async (c, next) => {
    const id = requestId(c)
    const began = performance.now()
    await next()
    c.res.headers.set('x-request-id', id)
    const ms = Math.round((performance.now() - began) * 10) / 10
    const served = { method: methodOf(c), route: routeOf(c), status: c.res.status, ms }
    observe?.(served)
    log.debug?.({ id, ...served, ...caseOf(c) }, 'request')
  }
}
