/** A database with one complaint that was really filed and delivered: what the fillers multiply. */
import { join } from 'node:path'
import { templateOf } from '../../data/bench/filler.ts'
import type { Template } from '../../data/bench/same-rows.ts'
import type { Config } from '../config.ts'
import { readConfig } from '../config.ts'
import { makeLog } from '../log.ts'
import { openHouse } from '../main.ts'
import { KINDS, TOKEN } from './kinds.ts'

/** Settings of a playground of the bench's own, on this database file in `folder`. */
export function settings(folder: string, name: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: `file:${join(folder, name)}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    API_TOKENS: `crm:${TOKEN}`,
    PORT: '0',
    LOG_LEVEL: 'error',
  }
}

/** The same, read. */
export function configOf(folder: string, name: string): Config {
  const config = readConfig(settings(folder, name))
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  return config
}

/** Makes the database and files one complaint in it. Gives all rows that are about it. */
export async function fileOne(folder: string, name: string): Promise<Template> {
  const config = configOf(folder, name)
  const house = await openHouse(config, { log: makeLog({ logLevel: 'error' }) })
  await house.start()
  const { path, headers, body } = KINDS.file.ask('one', 1)
  const request = new Request(`http://127.0.0.1${path}`, {
    method: 'POST',
    headers: { ...headers, host: '127.0.0.1' },
    body,
  })
  const answer = await house.server.fetch(request)
  const { number } = (await answer.json()) as { readonly number?: string }
  await house.settle()
  await house.stop()
  if (number === undefined) throw new Error(`the first complaint was not filed: ${answer.status}`)
  return templateOf(config.database, number)
}
