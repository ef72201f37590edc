/** Speaks to playgrounds over HTTP; when one is down it goes on with another, with the same key, so nothing is done twice. */
import { z } from 'zod'

/** A button as it stands on a card. */
export interface Button {
  readonly action_id: string
  readonly value: string
}

export interface Element {
  readonly input: string
  readonly options?: readonly { readonly id: string; readonly label: string }[]
  readonly nodes?: readonly Node[]
  readonly max?: number
  readonly min?: number
  readonly maxLength?: number
  readonly format?: string
  readonly digits?: number
}

export interface Node {
  readonly id: string
  readonly children: readonly Node[]
}

export interface FormField {
  readonly block_id: string
  readonly required: boolean
  readonly redraws: boolean
  readonly value?: unknown
  readonly element: Element
}

export interface Form {
  readonly callback_id: string
  readonly fields: readonly FormField[]
  readonly number?: string
  readonly position?: string
  readonly revision?: number
}

/** What the playground answered to an act. */
export type Reply =
  | { readonly is: 'form'; readonly form: Form }
  | { readonly is: 'card'; readonly card: { readonly actions: readonly Button[] } }
  | {
      readonly is: 'errors'
      readonly code: string
      readonly errors: readonly { readonly field?: string; readonly text: string }[]
    }
  | { readonly is: 'done'; readonly number: string; readonly revision: number }
  | { readonly is: 'refused'; readonly code: string }
  | { readonly is: 'say' | 'posted' }

export interface Post {
  readonly id: number
  readonly seq: number
  readonly to: string
  readonly number?: string
  readonly body: {
    readonly type: string
    readonly key?: string
    readonly state?: string
    readonly actions?: readonly Button[]
  }
}

export interface Seen {
  readonly now: string
  readonly seq: number
  readonly people: readonly {
    readonly id: string
    readonly roles: readonly string[]
    readonly waiting: { readonly open: number }
  }[]
  readonly posts: readonly Post[]
}

/** No playground answered for as long as we were willing to wait. */
export class Unreachable extends Error {}

export interface Client {
  /** `key` makes a repeat harmless; drawing a form again needs none. */
  act(body: object, key?: string): Promise<Reply>
  see(as: string, query?: Readonly<Record<string, string>>): Promise<Seen>
  /** Moves the clock; false when there was nothing to move to. */
  clock(body: object): Promise<{ readonly now: string } | undefined>
  /** Numbers of the complaints that are still open. */
  openNumbers(): Promise<ReadonlySet<string>>
  /** A complaint as the API shows it. */
  complaint(number: string): Promise<unknown>
  /** What was sent about it: rows of the outbox. */
  messages(number: string): Promise<readonly { readonly kind: string; readonly key: string; readonly state: string }[]>
}

/** How often a request is tried, going round the playgrounds, and the pause between rounds. */
const TRIES = 300
const PAUSE = 200

/** A client of one or more playgrounds that share their memory. */
export function makeClient(urls: readonly string[], token: string): Client {
  let at = 0
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    let last: unknown
    for (let n = 0; n < TRIES; n++) {
      const url = urls[at % urls.length]
      try {
        const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(60_000) })
        if (response.status < 500) return response
        last = response.status
        await response.arrayBuffer()
      } catch (error) {
        last = error
      }
      at += 1
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    throw new Unreachable(`${urls.join(', ')}: ${last instanceof Error ? last.message : String(last)}`)
  }
  const post = (path: string, body: object): Promise<Response> =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return {
    async act(body, key) {
      const response = await post('/playground/api/act', {
        ...body,
        ...(key === undefined ? {} : { key: key.slice(0, 200) }),
      })
      if (!response.ok) throw new Error(`act: ${response.status} ${await response.text()}`)
      return (await response.json()) as Reply
    },
    async see(as, query = {}) {
      const response = await request(`/playground/api/state?${new URLSearchParams({ as, ...query })}`)
      if (!response.ok) throw new Error(`state: ${response.status} ${await response.text()}`)
      return (await response.json()) as Seen
    },
    async clock(body) {
      const response = await post('/playground/api/clock', body)
      if (response.status === 409) return undefined
      if (!response.ok) throw new Error(`clock: ${response.status} ${await response.text()}`)
      return moved.parse(await response.json())
    },
    async openNumbers() {
      const numbers = new Set<string>()
      for (let after: string | null = ''; after !== null; ) {
        const query = new URLSearchParams({ open: 'true', limit: '200', ...(after === '' ? {} : { after }) })
        const response = await request(`/api/v1/complaints?${query}`, { headers: { authorization: `Bearer ${token}` } })
        if (!response.ok) throw new Error(`complaints: ${response.status} ${await response.text()}`)
        const page = listed.parse(await response.json())
        for (const { number } of page.items) numbers.add(number)
        after = page.next
      }
      return numbers
    },
    async complaint(number) {
      const response = await request(`/api/v1/complaints/${number}`, { headers: { authorization: `Bearer ${token}` } })
      if (!response.ok) throw new Error(`complaint: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async messages(number) {
      const response = await request(`/playground/api/messages?number=${number}`)
      if (!response.ok) throw new Error(`messages: ${response.status} ${await response.text()}`)
      return ((await response.json()) as { items: readonly { kind: string; key: string; state: string }[] }).items
    },
  }
}

const moved = z.object({ now: z.string() })
const listed = z.object({ items: z.array(z.object({ number: z.string() })), next: z.string().nullable() })
