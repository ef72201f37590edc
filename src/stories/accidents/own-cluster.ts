/** A PostgreSQL server for one test alone, which may be made to die: `.ci/postgres` starts it. */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SCRIPT = fileURLToPath(new URL('../../../.ci/postgres', import.meta.url))

export interface OwnCluster {
  readonly address: string
  /** It dies with all that is under way, and comes back. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts one. */
export async function ownCluster(): Promise<OwnCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-cluster-'))
  // The server runs under a user of its own.
  chmodSync(folder, 0o755)
  const run = async (verb: string): Promise<string> =>
    (await promisify(execFile)('bash', [SCRIPT, verb, folder])).stdout.trim()
  const address = await run('start')
  return { address, restart: async () => void (await run('restart')), stop: async () => void (await run('stop')) }
}
