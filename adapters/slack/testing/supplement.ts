/**
 * What emulate 0.12.2 lacks, written by us after Slack's documentation and named as ours: chat.unfurl, usergroups.*,
 * apps.connections.open, blocks.validate, app scopes, and files that people put into modals.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { blocksProblems } from './block-kit.ts'

export interface Supplement {
  /** Scopes that every answer's header names. */
  scopes: readonly string[]
  /** Members by user group. */
  readonly groups: Map<string, readonly string[]>
  readonly unfurls: { readonly channel: string; readonly unfurls: Readonly<Record<string, unknown>> }[]
  /** Who a trigger was made for. */
  readonly triggers: Map<string, string>
  userOf(trigger: string): string
  /** A file somebody uploaded; gives it as Slack describes it. */
  putFile(bytes: Uint8Array, name: string, origin: string): Readonly<Record<string, unknown>>
  /** How long a file takes to come. */
  slowFiles: number
  answer(
    method: string,
    args: Readonly<Record<string, unknown>>,
    request: IncomingMessage,
    place: { readonly origin: string },
  ): object | undefined
  serveFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>
}

export function makeSupplement(): Supplement {
  const files = new Map<string, Uint8Array>()
  const supplement: Supplement = {
    scopes: [],
    groups: new Map(),
    unfurls: [],
    triggers: new Map(),
    slowFiles: 0,
    userOf: (trigger) => supplement.triggers.get(trigger) ?? '',
    putFile(bytes, name, origin) {
      const id = `F${String(files.size + 1).padStart(8, '0')}`
      files.set(id, bytes)
      return {
        id,
        name,
        size: bytes.length,
        url_private: `${origin}/files/${id}`,
        mimetype: 'application/octet-stream',
      }
    },
    answer(method, args, request, place) {
      switch (method) {
        case 'chat.unfurl':
          supplement.unfurls.push({ channel: String(args.channel), unfurls: args.unfurls as Record<string, unknown> })
          return { ok: true }
        case 'usergroups.users.list': {
          const users = supplement.groups.get(String(args.usergroup))
          return users === undefined ? { ok: false, error: 'no_such_subteam' } : { ok: true, users }
        }
        case 'usergroups.list':
          return { ok: true, usergroups: [...supplement.groups.keys()].map((id) => ({ id, handle: id.toLowerCase() })) }
        case 'apps.connections.open':
          return String(request.headers.authorization).includes('xapp-')
            ? { ok: true, url: `${place.origin.replace('http', 'ws')}/link` }
            : { ok: false, error: 'not_allowed_token_type' }
        case 'blocks.validate': {
          const faults = blocksProblems(args.blocks, 'message')
          return faults.length === 0
            ? { ok: true }
            : { ok: false, errors: faults.map(([pointer, message]) => ({ pointer, message })) }
        }
        default:
          return undefined
      }
    },
    async serveFile(path, request, response) {
      await new Promise((resolve) => setTimeout(resolve, supplement.slowFiles))
      const bytes = files.get(path.slice('/files/'.length))
      const trusted = String(request.headers.authorization).startsWith('Bearer xoxb-')
      // Slack sends its sign-in page instead of a refusal.
      if (!trusted) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>sign in</html>')
      else if (bytes === undefined) response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes)
    },
  }
  return supplement
}
