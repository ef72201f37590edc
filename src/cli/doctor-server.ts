/** What `redress doctor` looks at where the database is a PostgreSQL server. */
import { fileSize } from '../../cards/format.ts'
import type { ExaminedServer } from '../../data/postgres/examine.ts'
import { UnusableDatabase } from '../../data/unusable.ts'
import { UNATTENDED } from '../case-watch.ts'
import type { Config } from '../config.ts'
import { databaseName } from '../database-address.ts'
import { OFFSET } from '../house-clock.ts'
import type { Finding } from '../ports.ts'
import type { Millis } from '../rules/nouns.ts'
import { finding, unattendedFindings } from './doctor-checks.ts'

/** A commit that takes longer than this makes everybody wait. */
const SLOW: Millis = 250
/** Leases last some seconds: clocks further apart than this make replicas take over from each other for nothing. */
const APART: Millis = 2_000

export interface ServerChecked {
  readonly findings: readonly Finding[]
  /** For the clock's sake. */
  readonly examined?: { readonly newest?: Millis; readonly ahead: Millis }
}

/** The server: there, ours, of our version, durable, quick, of the same time; and the files in it. */
export async function checkServer({ database: url, filesFolder }: Config): Promise<ServerChecked> {
  const database = databaseName(url)
  try {
    const { examineServer } = await import('../../data/postgres/examine.ts')
    const found = await examineServer(url, OFFSET, UNATTENDED)
    const { server, connections, content } = found
    const there = content
      ? finding('database', 'good', 'server_good', { database, server, connections, cases: content.cases })
      : finding('database', 'good', 'server_new', { database, server })
    const files =
      content === undefined || filesFolder !== undefined
        ? []
        : [finding('files', 'good', 'files_in_database', { count: content.files, size: fileSize(content.bytes) })]
    const lacking = unattendedFindings(content?.unattended ?? 0)
    const findings = [there, ...lacking, durability(found), ...clocks(found), ...files]
    return { findings, ...(content === undefined ? {} : { examined: content }) }
  } catch (error) {
    if (error instanceof UnusableDatabase)
      return { findings: [finding('database', 'bad', 'database_unusable', { why: error.says })] }
    const why = error instanceof Error ? error.message.slice(0, 300) : String(error)
    return { findings: [finding('database', 'bad', 'server_failed', { database, why })] }
  }
}

function durability({ standby, synced, ms = 0 }: ExaminedServer): Finding {
  if (standby) return finding('database', 'bad', 'server_standby')
  if (!synced) return finding('database', 'bad', 'server_not_synced')
  const params = { ms: Math.ceil(ms) }
  return ms > SLOW
    ? finding('database', 'warning', 'server_slow', params)
    : finding('database', 'good', 'server_durable', params)
}

function clocks({ skew }: ExaminedServer): readonly Finding[] {
  if (Math.abs(skew) <= APART) return []
  return [finding('clock', 'warning', 'server_clock', { seconds: (Math.abs(skew) / 1000).toFixed(1) })]
}
