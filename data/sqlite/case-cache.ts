/** The cases used last, parsed, with what writing their next change needs. */
import type { Case } from '../../src/rules/case.ts'
import type { Task } from '../../src/rules/views.ts'
import type { ListPlace } from '../case-columns.ts'

/** A case as it is stored, and what was last written around it. Never changed in place. */
export interface Known {
  readonly state: Case
  /** Hash of its last fact. */
  readonly head: string
  /** When it was last written. */
  readonly changed: number
  /** Open tasks by id, as stored. */
  readonly tasks: ReadonlyMap<string, KnownTask>
  /** Planned moment of each timer by key, as stored. */
  readonly timers: ReadonlyMap<string, number>
  /** Its claims as stored; see claims.ts. */
  readonly claims: string
  readonly place: ListPlace
}

/** A stored task: its JSON, and what its people's rows say. */
export interface KnownTask extends Pick<Task, 'people' | 'since' | 'due'> {
  readonly body: string
}

/** The stored task of a task, or of the JSON of one. */
export function knownTask(task: Task, body = JSON.stringify(task)): KnownTask {
  const people = [...new Set(task.people)]
  return { body, people, since: task.since, ...(task.due !== undefined && { due: task.due }) }
}

export interface CaseCache {
  get(number: string): Known | undefined
  set(number: string, known: Known): void
  delete(number: string): void
  clear(): void
}

/** Keeps the `size` cases used last. */
export function caseCache(size: number): CaseCache {
  const entries = new Map<string, Known>()
  return {
    get(number) {
      const known = entries.get(number)
      if (known === undefined) return undefined
      entries.delete(number)
      entries.set(number, known)
      return known
    },
    set(number, known) {
      entries.delete(number)
      entries.set(number, known)
      if (entries.size <= size) return
      for (const oldest of entries.keys()) {
        entries.delete(oldest)
        return
      }
    },
    delete: (number) => void entries.delete(number),
    clear: () => entries.clear(),
  }
}
