/**
 * A disk that a test may fill up and make read-only: a small file system in memory. Where nobody may mount one, the size of
 * this process's files is limited instead, and writing is forbidden by the folder's mode.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Which of the two it is. */
  readonly how: 'mounted' | 'limited'
  /** From here on no file can grow. */
  fill(): void
  /** There is room again, and it can be written. */
  clear(): void
  /** From here on nothing can be written; nobody may have a file open for it. */
  protect(): void
  remove(): void
}

const FILLER = 'filler'

/** A disk of so many megabytes. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'redress-disk-'))
  const mounted = ran('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'redress-test', folder)
  process.stdout.write(`a small disk: ${mounted ? 'a file system of its own' : 'a limit on the size of files'}\n`)
  return mounted ? mountedAt(folder) : limitedIn(folder)
}

const mountedAt = (folder: string): SmallDisk => ({
  folder,
  how: 'mounted',
  fill: () => fillUp(join(folder, FILLER)),
  clear() {
    execFileSync('mount', ['-o', 'remount,rw', folder])
    rmSync(join(folder, FILLER), { force: true })
  },
  protect: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
  remove() {
    // Lazily: whoever still has a file open there keeps it until he lets go.
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  },
})

function limitedIn(folder: string): SmallDisk {
  const limit = (bytes: string): void =>
    void execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`])
  const setModes = (ofFolder: number, ofFiles: number): void => {
    chmodSync(folder, ofFolder)
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), ofFiles)
  }
  const largest = (): number => Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).size), 0)
  return {
    folder,
    how: 'limited',
    fill: () => limit(String(largest())),
    clear() {
      limit('unlimited')
      setModes(0o755, 0o644)
    },
    protect: () => setModes(0o555, 0o444),
    remove() {
      setModes(0o755, 0o644)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fillUp(file: string): void {
  const open = openSync(file, 'w')
  try {
    for (const size of [65_536, 1]) {
      const bytes = Buffer.alloc(size)
      try {
        for (;;) if (writeSync(open, bytes) < size) break
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      }
    }
  } finally {
    closeSync(open)
  }
}

function ran(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
