/**
 * The one door. Every command walks the same six steps: seen before? → load → may this person? → decide → commit →
 * wake delivery. Commands that wait are decided one after the other inside one shared commit (group commit) and
 * answered only after it is durable.
 */
import { UnknownPolicy } from './company.ts'
import { faults } from './faults.ts'
import { type JudgingParts, judgeAt } from './judging.ts'
import type { Applied, Clock, Incoming, Judge, Store, Write } from './ports.ts'
import type { Case } from './rules/case.ts'
import type { Answer, Command } from './rules/commands.ts'
import { isRefusal } from './rules/nouns.ts'

export interface DeskParts extends JudgingParts {
  readonly store: Store
  readonly clock: Clock
  /** Loads a policy version that open cases still live under. */
  loadPolicy(version: string): Promise<void>
  /** Called after a commit that queued something to deliver or changed a timer. */
  committed(): void
  /** What was committed with a command, for metrics. */
  happened?(write: Write): void
  /** What became of each command, for metrics; never personal data. `before`: the case it was decided on. */
  observe?(command: Command, outcome: 'done' | 'repeated' | 'refused' | 'failed', code?: string, before?: Case): void
}

export interface Desk {
  /**
   * Decides and commits; resolves after the change is durable. `digest` marks the body a key came with.
   * Rejects only on a surprise: then nothing of this command was kept.
   */
  submit(command: Command, digest?: string): Promise<Answer>
  /** Resolves when everything submitted so far is answered. */
  settle(): Promise<void>
}

/** Most commands in one commit: bounds how long the first of them waits. */
const MOST_PER_COMMIT = 256

interface Waiting {
  readonly incoming: Incoming
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Opens the desk. */
export function makeDesk(parts: DeskParts): Desk {
  const queue: Waiting[] = []
  /** How each command under way was decided last: the store may ask more than once. */
  const decided = new WeakMap<Command, { readonly before: Case | undefined; readonly write: Write | undefined }>()
  const noting =
    (judge: Judge): Judge =>
    (command, loaded) => {
      const verdict = judge(command, loaded)
      decided.set(command, { before: loaded.case, write: verdict.write })
      return verdict
    }
  let working: Promise<void> | undefined

  const submit: Desk['submit'] = (command, digest) =>
    new Promise((resolve, reject) => {
      queue.push({ incoming: { command, ...(digest === undefined ? {} : { digest }) }, resolve, reject })
      working ??= work()
    })

  // Waiting for one turn of the event loop lets clicks that arrived together share one commit.
  async function work(): Promise<void> {
    try {
      while (queue.length > 0) {
        await new Promise<void>((next) => setImmediate(next))
        await commit(queue.splice(0, MOST_PER_COMMIT))
      }
    } finally {
      working = undefined
    }
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    try {
      if (parts.clock.sync) await parts.clock.sync()
      const now = parts.clock.now()
      faults?.('desk/taken')
      const applied = await parts.store.apply(
        batch.map((waiting) => waiting.incoming),
        noting(judgeAt(parts, now)),
        now,
      )
      faults?.('desk/committed')
      parts.committed()
      await Promise.all(batch.map((waiting, i) => answer(waiting, applied[i])))
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
  }

  async function answer(waiting: Waiting, applied: Applied | undefined): Promise<void> {
    const { command } = waiting.incoming
    if (!applied) return waiting.reject(new Error('the store forgot a command'))
    if ('answer' in applied) {
      report(command, applied.answer)
      return waiting.resolve(applied.answer)
    }
    if (applied.error instanceof UnknownPolicy) return retryUnder(applied.error.version, waiting)
    parts.observe?.(command, 'failed')
    waiting.reject(applied.error)
  }

  async function retryUnder(version: string, waiting: Waiting): Promise<void> {
    try {
      await parts.loadPolicy(version)
      queue.push(waiting)
    } catch (error) {
      waiting.reject(error)
    }
  }

  function report(command: Command, given: Answer): void {
    if (isRefusal(given)) return parts.observe?.(command, 'refused', given.refused)
    const { before, write } = decided.get(command) ?? {}
    if (write && !given.repeated) parts.happened?.(write)
    parts.observe?.(command, given.repeated ? 'repeated' : 'done', undefined, before)
  }

  return {
    submit,
    async settle() {
      while (working) await working
    },
  }
}
