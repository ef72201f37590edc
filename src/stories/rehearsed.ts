/** A real Redress that people use, and those people (`redress play`), each a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { isPostgres } from '../database-address.ts'
import { ROOT, type Started, startProcess } from './serving.ts'

const TOKEN = 'secret-secret-secret'

/** Where a server lives: its database is the path of a SQLite file or the address of a PostgreSQL one. */
export interface Home {
  readonly database: string
  /** Absent: attached files are in the database. */
  readonly files?: string
  readonly port: number
}

/** Starts a server; another `program` than the usual one may say more on a fourth channel. */
export function startServer({ database, files, port }: Home, program?: readonly string[]): Started {
  const env = {
    DATABASE_URL: isPostgres(database) ? database : `file:${database}`,
    ...(files === undefined ? {} : { FILES_URL: `file:${files}` }),
    API_TOKENS: `crm:${TOKEN}:read`,
    PORT: String(port),
    LOG_LEVEL: 'error',
  }
  return startProcess(env, program)
}

/** What `redress play` printed and how it ended. */
export interface Played {
  readonly code: number | null
  readonly printed: string
  readonly complained: string
}

/** A rehearsal that goes on. */
export interface Rehearsal {
  readonly done: Promise<Played>
  end(): void
}

/** Plays the complaints of a file against a server, or against all replicas of one. */
export function rehearse(input: string, urls: readonly string[], seed: number): Rehearsal {
  const asked = urls.flatMap((url) => ['--url', url])
  const args = ['play', '--input', input, ...asked, '--token', TOKEN, '--seed', String(seed), '--json']
  const child = spawn(process.execPath, ['src/redress.js', ...args], {
    cwd: ROOT,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let complained = ''
  child.stdout.on('data', (bytes: Buffer) => {
    printed += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    complained += bytes.toString()
  })
  return {
    done: once(child, 'close').then(([code]) => ({ code: code as number | null, printed, complained })),
    end: () => void child.kill('SIGKILL'),
  }
}
