/** response_url as Slack has it: five uses within half an hour, seen only by the person it was made for. */
import type { ServerResponse } from 'node:http'
import { messageProblems } from './block-kit.ts'
import type { Fault } from './block-kit-text.ts'

const LIVES = 30 * 60_000
const USES = 5

export interface Hooks {
  /** A new address for an answer to somebody; gives its id, to stand behind `/hooks/`. */
  make(user: string): string
  use(id: string): string | undefined
}

export function makeHooks(): Hooks {
  const hooks = new Map<string, { readonly user: string; readonly made: number; uses: number }>()
  return {
    make(user) {
      const id = `h${hooks.size + 1}`
      hooks.set(id, { user, made: Date.now(), uses: 0 })
      return id
    },
    use(id) {
      const hook = hooks.get(id)
      if (hook === undefined || hook.uses >= USES || Date.now() - hook.made > LIVES) return undefined
      hook.uses += 1
      return hook.user
    },
  }
}

interface Seen {
  readonly hooks: Hooks
  readonly whispers: { user: string; hook?: string; message: Readonly<Record<string, unknown>> }[]
  readonly broken: { method: string; faults: readonly Fault[] }[]
  changed(): void
}

/** Answers a POST to `/hooks/<id>`. */
export function answerHook(state: Seen, id: string, body: string, response: ServerResponse): void {
  const user = state.hooks.use(id)
  const message = JSON.parse(body) as Record<string, unknown>
  const faults = messageProblems(message)
  if (faults.length > 0) state.broken.push({ method: 'response_url', faults })
  if (user === undefined || faults.length > 0) {
    response.writeHead(user === undefined ? 404 : 400).end('used_url')
    return
  }
  state.whispers.push({ user, hook: id, message })
  state.changed()
  response.writeHead(200).end('ok')
}
