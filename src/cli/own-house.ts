/** A house of a command's own, for as long as the command runs: only this process reaches it, with a token nobody else has. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sending } from '../../adapters/playground/client.ts'
import { makeClient } from '../../adapters/playground/client.ts'
import { requireNobody } from '../../data/idle.ts'
import type { Config } from '../config.ts'
import { isPostgres } from '../database-address.ts'
import { makeLog } from '../log.ts'
import type { House } from '../main.ts'
import { openHouse } from '../main.ts'
import { readPolicy } from '../policy-shelf.ts'
import type { Client } from '../rehearsal/port.ts'
import type { Millis } from '../rules/nouns.ts'

export interface OwnHouse {
  readonly house: House
  readonly client: Client
  /** A request to its API, with the token of this process. */
  ask(path: string, init: { readonly method: string; readonly body?: string }): Promise<Response>
  /** Stops it; what was made up for it is deleted. */
  close(): Promise<void>
}

export interface OwnHouseOptions {
  readonly config: Config
  /** Path or address of the database; one in memory, gone with this process, when absent. */
  readonly database?: string
  /** Where uploaded files go; a folder that is thrown away when absent. */
  readonly files?: string
  /** Its real time, so that it may live at another one. */
  readonly wall?: () => Millis
  /** How it waits for a platform's pace, where its real time is not ours. */
  readonly sleep?: (ms: Millis) => Promise<void>
  /** Changes it before it starts, e.g. puts other platforms in. */
  furnish?(house: House): void
}

/**
 * Opens and starts it, on a free port of this machine.
 * @throws UnusableDatabase while somebody else works on the database.
 */
export async function openOwnHouse(options: OwnHouseOptions): Promise<OwnHouse> {
  const { config, database, files, wall, sleep } = options
  if (database !== undefined) await requireNobody(database)
  const folder = mkdtempSync(join(tmpdir(), 'redress-own-'))
  const { filesFolder: _, ...rest } = config
  const discard = (): void => rmSync(folder, { recursive: true, force: true })
  const secret = randomBytes(24).toString('base64url')
  const name = Object.keys(readPolicy(config).live.services)[0] ?? 'rehearsal'
  try {
    const house = await openHouse(
      {
        ...rest,
        host: '127.0.0.1',
        port: 0,
        database: database ?? ':memory:',
        ...(database !== undefined && isPostgres(database) && files === undefined
          ? {}
          : { filesFolder: files ?? join(folder, 'files') }),
        // Whatever else is on, nobody real hears of what is only played.
        ...{ playground: true, chat: {} },
        apiTokens: [{ name, secret, scopes: ['read', 'file'] }],
      },
      { log: makeLog({ logLevel: 'error' }), ...(wall ? { wall } : {}), ...(sleep ? { sleep } : {}) },
    )
    options.furnish?.(house)
    const { url } = await house.start()
    const close = async (): Promise<void> => {
      await house.stop()
      discard()
    }
    const send = within(house)
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const ask: OwnHouse['ask'] = (path, init) => send(`${url}${path}`, { ...init, headers })
    return { house, client: makeClient([url], secret, send), ask, close }
  } catch (error) {
    discard()
    throw error
  }
}

/** Requests to this house stay in this process: what they pass through is the same, but no socket is opened. */
function within({ server }: House): Sending {
  return (url, init) =>
    server.fetch(new Request(url, { ...init, headers: { ...init.headers, host: new URL(url).host } }))
}
