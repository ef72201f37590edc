/** What `redress doctor` looks at before any platform: each check gives its findings and changes nothing. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import type { CHECKS, Diagnosis, DiagnosisName } from '../../cards/doctor.ts'
import { diagnosis } from '../../cards/doctor.ts'
import { fileSize, fullMoment } from '../../cards/format.ts'
import { type Examined, examine, tryWriting } from '../../data/sqlite/examine.ts'
import { UnusableDatabase } from '../../data/unusable.ts'
import { UNATTENDED } from '../case-watch.ts'
import type { Config, Setback } from '../config.ts'
import { isPostgres } from '../database-address.ts'
import { HOLIDAYS_AHEAD } from '../holiday-watch.ts'
import { OFFSET } from '../house-clock.ts'
import type { Loaded } from '../policy/load.ts'
import type { Problem } from '../policy/problems.ts'
import { readPolicy, WrongPolicy } from '../policy-shelf.ts'
import type { Finding } from '../ports.ts'
import type { Millis } from '../rules/nouns.ts'

type Params = Parameters<typeof diagnosis>[1]

/** A finding in the words of the catalogue. */
export function finding(
  check: keyof typeof CHECKS | (string & {}),
  is: Finding['is'],
  name: DiagnosisName,
  params: Params = {},
): Finding {
  const { message, fix }: Diagnosis = diagnosis(name, params)
  return { check, is, says: message, ...(fix === undefined ? {} : { fix }) }
}

/** Settings that cannot be used, or that do nothing. */
export function settingsFindings(setbacks: readonly Setback[], is: 'bad' | 'warning'): readonly Finding[] {
  return setbacks.map(({ name, value, message, fix }) =>
    finding('settings', is, 'setting', { name: value === undefined ? name : `${name}=${value}`, message, fix }),
  )
}

/** The policy, checked; and what was loaded when it holds. */
export function checkPolicy(config: Config): { readonly findings: readonly Finding[]; readonly loaded?: Loaded } {
  try {
    const loaded = readPolicy(config, true)
    const good = finding('policy', 'good', 'policy_good', { version: loaded.policy.version })
    return { findings: [good, ...loaded.warnings.map(policyFinding)], loaded }
  } catch (error) {
    if (error instanceof WrongPolicy) return { findings: error.problems.map(policyFinding) }
    return { findings: [finding('policy', 'bad', 'policy_unread', { why: reasonOf(error) })] }
  }
}

function policyFinding({ severity, file, path, line, message, fix }: Problem): Finding {
  const where = `${file}${line === undefined ? '' : `:${line}`} ${path}`
  return finding('policy', severity === 'error' ? 'bad' : 'warning', 'policy', { where, message, fix })
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : String(error))

/** A commit that takes longer than this makes everybody wait. */
const SLOW: Millis = 250

/** The database: whole, of our version, written durably. Gives what it found out for the clock's sake. */
export function checkDatabase({ database: file }: Config): {
  readonly findings: readonly Finding[]
  readonly examined?: Examined
} {
  if (isPostgres(file)) return { findings: [] }
  const writing = writingFindings(folderOf(file))
  if (!existsSync(file)) return { findings: [finding('database', 'good', 'database_new'), ...writing] }
  try {
    const examined = examine(file, OFFSET, UNATTENDED)
    const { damage, journal, cases, unattended } = examined
    if (damage.length > 0)
      return { findings: [finding('database', 'bad', 'database_broken', { why: damage.join('; ') })] }
    const mode = journal === 'wal' ? [] : [finding('database', 'warning', 'not_wal', { mode: journal })]
    const lacking = unattendedFindings(unattended)
    return {
      findings: [finding('database', 'good', 'database_good', { cases }), ...lacking, ...mode, ...writing],
      examined,
    }
  } catch (error) {
    if (error instanceof UnusableDatabase)
      return { findings: [finding('database', 'bad', 'database_unusable', { why: error.says })] }
    return { findings: [finding('database', 'bad', 'database_broken', { why: reasonOf(error) })] }
  }
}

/** Open cases that the house found nobody or nothing waiting for, when it last looked. */
export function unattendedFindings(count: number): readonly Finding[] {
  return count === 0 ? [] : [finding('database', 'warning', 'unattended', { count })]
}

function writingFindings(folder: string): readonly Finding[] {
  try {
    const { journal, synced, ms } = tryWriting(folder)
    const params = { folder, mode: journal, ms: Math.ceil(ms) }
    if (journal !== 'wal') return [finding('database', 'bad', 'not_wal', params)]
    if (!synced) return [finding('database', 'bad', 'not_synced', params)]
    return [ms > SLOW ? finding('database', 'warning', 'slow', params) : finding('database', 'good', 'durable', params)]
  } catch {
    return [finding('database', 'bad', 'database_folder', { folder })]
  }
}

/** The folder a path is in, or the nearest one above that is there already. */
function folderOf(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : folderOf(folder)
}

const MEGABYTE = 1024 * 1024
/** Below the first it is worth a word, below the second it will soon stand still. */
const LEAST = { advised: 1024 * MEGABYTE, needed: 100 * MEGABYTE } as const

/** Room on the disks of database and files. */
export function checkDisk(config: Config, freeAt: (folder: string) => number = freeBytes): readonly Finding[] {
  const paths = [isPostgres(config.database) ? undefined : config.database, config.filesFolder]
  const folders = paths.filter((path) => path !== undefined).map(folderOf)
  const disks = new Map(folders.reverse().map((folder) => [statSync(folder).dev, folder]))
  return [...disks.values()].map((folder) => {
    const bytes = freeAt(folder)
    const params = { free: fileSize(bytes), least: fileSize(LEAST.advised), folder }
    if (bytes >= LEAST.advised) return finding('disk', 'good', 'disk_good', params)
    return finding('disk', bytes < LEAST.needed ? 'bad' : 'warning', 'disk_low', params)
  })
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** The folder of attached files. */
export function checkFiles({ filesFolder: folder }: Config): readonly Finding[] {
  if (folder === undefined) return []
  if (!existsSync(folder)) return [finding('files', 'good', 'files_new')]
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return [finding('files', 'good', 'files_good')]
  } catch {
    return [finding('files', 'bad', 'files_closed', { folder })]
  }
}

/** No machine on which this runs is older than the program, nor a century younger. */
const EARLIEST = Date.UTC(2026, 0, 1)
const LATEST = Date.UTC(2126, 0, 1)
const MINUTE: Millis = 60_000

/** The time of this machine against the calendar, the newest entry of the database and the holidays that are known. */
export function checkClock(
  now: Millis,
  loaded: Loaded | undefined,
  examined: Pick<Examined, 'newest' | 'ahead'> | undefined,
): readonly Finding[] {
  const tz = loaded?.policy.company.tz ?? 'UTC'
  const at = (moment: Millis) => ({ zh: fullMoment(moment, 'zh', tz), en: fullMoment(moment, 'en', tz) })
  const here = { now: at(now) }
  if (now < EARLIEST || now > LATEST) return [finding('clock', 'bad', 'clock_wrong', here)]
  const newest = examined?.newest
  const seen = now + (examined?.ahead ?? 0)
  const clock =
    newest !== undefined && newest > seen + MINUTE
      ? finding('clock', 'bad', 'clock_back', { ...here, last: at(newest) })
      : finding('clock', 'good', 'clock_good', here)
  const calendars = Object.values(loaded?.live.calendars ?? {})
  const missing = new Set(calendars.flatMap((calendar) => calendar.missingYears(now, now + HOLIDAYS_AHEAD)))
  return [clock, ...[...missing].map((year) => finding('clock', 'warning', 'holidays', { year: String(year) }))]
}

/** The port: free, or our own server answers behind it. */
export async function checkPort({ host, port }: Config): Promise<readonly Finding[]> {
  const why = await listening(host, port)
  if (why === undefined) return [finding('port', 'good', port === 0 ? 'port_any' : 'port_free', { port: String(port) })]
  if (why !== 'EADDRINUSE') return [finding('port', 'bad', 'port_denied', { host, port: String(port), why })]
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  const url = `http://${near}:${port}`
  const ready = await readiness(url)
  if (ready === undefined) return [finding('port', 'bad', 'port_taken', { port: String(port) })]
  if (ready.length === 0) return [finding('port', 'good', 'port_ours', { url })]
  return [finding('port', 'bad', 'port_unready', { url, why: ready.join('; ') })]
}

/** Undefined when somebody may listen there, else why not. */
function listening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

/** Why the server there is not ready; undefined when it is none of ours. */
async function readiness(url: string): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000), redirect: 'error' })
    const said = (await response.json()) as { readonly ok?: unknown; readonly reasons?: unknown }
    if (typeof said.ok !== 'boolean' || !Array.isArray(said.reasons)) return undefined
    return said.reasons.map((reason) => String(reason).slice(0, 200))
  } catch {
    return undefined
  }
}
