/** Processes of the bench: each says one thing at a time, and all are ended with it. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A process that answers messages. */
export interface Subject {
  /** What it says next. Rejects when it ends first. */
  heard<T>(): Promise<T>
  /** Sends a message and gives what it says next. */
  ask<T>(message: unknown): Promise<T>
}

/** A folder that is thrown away, and processes that are ended, when `work` is over. */
export async function onStage<T>(
  work: (stage: { readonly folder: string; start(name: string, ...args: readonly string[]): Subject }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'))
  const children: ChildProcess[] = []
  try {
    return await work({
      folder,
      start(name, ...args) {
        const child = fork(fileURLToPath(new URL(`./subjects/${name}.ts`, import.meta.url)), args, { env: {} })
        children.push(child)
        return subjectOf(child, name)
      },
    })
  } finally {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function subjectOf(child: ChildProcess, name: string): Subject {
  const heard = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`the bench's ${name} ended with ${code}`))
      child.once('exit', ended)
      child.once('message', (message) => {
        child.off('exit', ended)
        resolve(message as T)
      })
    })
  return {
    heard,
    ask<T>(message: unknown) {
      const next = heard<T>()
      child.send(message as object)
      return next
    },
  }
}
