/** A server over a backend that lives in memory, for the tests of this folder. */
import { randomUUID } from 'node:crypto'
import type { ApiBackend, Filing, Look } from '../../../src/api-port.ts'
import type { Answer } from '../../../src/rules/commands.ts'
import type { FileRef } from '../../../src/rules/nouns.ts'
import { API_UPLOADS, makeApi } from '../api.ts'
import { makeServer, type WebServer } from '../server.ts'
import type { Token } from '../tokens.ts'

export const NOW = Date.UTC(2026, 10, 22, 2, 0, 0)

const TOKENS: readonly Token[] = [
  { name: 'shop', secret: 'secret-of-the-shop', scopes: ['file', 'read'] },
  { name: 'boss', secret: 'secret-of-the-boss', scopes: ['read', 'directory'] },
]

/** A running server, what was filed, and the lines that were logged. */
export interface House {
  readonly url: string
  readonly server: WebServer
  readonly filed: Filing[]
  readonly logged: string[]
  /** Makes the next filing throw this. */
  breakWith(error: Error): void
  /** Why the house is not ready; tests add to it. */
  readonly reasons: string[]
}

/** Starts it on a free port. */
export async function startHouse(): Promise<House> {
  const filed: Filing[] = []
  const logged: string[] = []
  const reasons: string[] = []
  let broken: Error | undefined
  const backend = makeBackend(filed, () => {
    const error = broken
    broken = undefined
    if (error !== undefined) throw error
  })
  const note = (details: object, message: string) => void logged.push(JSON.stringify({ ...details, message }))
  const server = makeServer({
    host: '127.0.0.1',
    port: 0,
    routes: [{ app: makeApi({ backend, tokens: TOKENS }), uploads: API_UPLOADS }],
    log: { debug: note, info: note, warn: note, error: note },
    ready: async () => reasons,
    metrics: async () => ({ text: 'cases 1\n', type: 'text/plain; version=0.0.4' }),
    drain: 500,
  })
  const { url } = await server.start()
  const breakWith = (error: Error) => {
    broken = error
  }
  return { url, server, filed, logged, reasons, breakWith }
}

function makeBackend(filed: Filing[], maybeThrow: () => void): ApiBackend {
  const keys = new Map<string, { digest: string; answer: Answer }>()
  return {
    now: () => NOW,
    tz: () => 'Asia/Shanghai',
    directory: () => ({
      people: {
        'wang.li': {
          id: 'wang.li',
          name: { zh: '王丽', en: 'Wang Li' },
          lang: 'zh',
          tz: 'Asia/Shanghai',
          roles: [],
          accounts: { playground: 'wang.li' },
        },
      },
      teams: {},
      channels: {},
    }),
    actor: (name) => ({ kind: 'service', id: name }),
    file: async (filing, digest) => {
      maybeThrow()
      const seen = keys.get(filing.id)
      if (seen !== undefined && seen.digest !== digest) return { refused: 'key_reused' }
      if (seen !== undefined) return { ...seen.answer, repeated: true } as Answer
      filed.push(filing)
      const answer = { number: `C-20261122-${String(filed.length).padStart(4, '0')}`, revision: 1 }
      keys.set(filing.id, { digest, answer })
      return answer
    },
    look: async (number, personal) => (number === 'C-20261122-0001' ? lookOf(personal === 'plain') : undefined),
    list: async ({ after }) => {
      if (after !== undefined && after !== 'more') return { refused: 'bad_request', field: 'after' }
      return { items: [lookOf(false).row], ...(after === undefined ? { next: 'more' } : {}) }
    },
    payments: async (days) => ({ ...days, items: [], totals: [] }),
    paymentsFile: async () => ({ bytes: new Uint8Array(), type: 'text/csv', name: 'payments.csv' }),
    keep: async (bytes, name): Promise<FileRef | { refused: 'file_type' }> =>
      name.endsWith('.exe')
        ? { refused: 'file_type' }
        : { sha256: 'a'.repeat(64), name, type: 'image/png', size: bytes.length },
    explain: (refusal) => ({
      message: { zh: `不行：${refusal.refused}`, en: `No: ${refusal.refused}` },
      fix: { zh: '换一个', en: 'Use another' },
    }),
  }
}

function lookOf(plain: boolean): Look {
  const customer = plain ? '张伟' : '张*'
  return {
    row: {
      number: 'C-20261122-0001',
      filed: NOW - 3_600_000,
      changed: NOW,
      stage: 'review',
      grade: 'B',
      level: 2,
      alert: 'none',
      filer: 'wang.li',
      owner: '',
      customer,
      product: 'BCD-480',
      category: 'quality.failure.no_cooling',
      amount: { minor: 50001, currency: 'CNY' },
      text: '冰箱不制冷',
    },
    values: { customer, text: '冰箱不制冷' },
    tasks: [
      {
        id: 'review#1',
        kind: 'form',
        stage: 'review',
        position: 'review#1',
        people: ['wang.li'],
        fallback: false,
        verbs: ['submit'],
        since: NOW - 3_600_000,
        due: NOW - 60_000,
        revision: 3,
      },
    ],
    facts: [
      {
        seq: 1,
        at: NOW,
        by: { kind: 'person', id: 'wang.li' },
        via: 'api',
        what: { is: 'noted', text: 'x', files: [] },
      },
    ],
  }
}

/** A request with the shop's token and a JSON body. */
export function post(house: House, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${house.url}/api/v1/complaints`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer secret-of-the-shop',
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  })
}
