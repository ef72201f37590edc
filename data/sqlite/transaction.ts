/** Transactions without an await in them, and savepoints inside them. */
import type { Database } from 'better-sqlite3'
import { faults } from '../../src/faults.ts'
import { Unwritten } from '../../src/unwritten.ts'

export interface Transactions {
  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; any throw rolls everything back and goes on to the caller. */
  whole<T>(work: () => T): T
  /** Runs `work` inside a transaction under a savepoint; a throw undoes `work` alone and goes on to the caller. */
  part<T>(work: () => T): T
  /** True when `error`, met inside, leaves no transaction to go on with. */
  lost(error: unknown): boolean
}

const SPOILED = /^SQLITE_(FULL|IOERR|NOMEM|CORRUPT|NOTADB|READONLY|BUSY|LOCKED|PROTOCOL|CANTOPEN|INTERRUPT)/

/** True for errors that are not one statement's own: a full or failing disk, a lock not to be had. */
export const spoils = (error: unknown): boolean => error instanceof Unwritten || SPOILED.test(codeOf(error))

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

function inWords(error: unknown): unknown {
  if (error instanceof Unwritten || !spoils(error)) return error
  const code = codeOf(error)
  if (code.startsWith('SQLITE_FULL')) return new Unwritten('full', error)
  return new Unwritten(code.startsWith('SQLITE_READONLY') ? 'read_only' : 'failing', error)
}

/** Transactions on one connection. */
export function transactions(db: Database): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const save = db.prepare('SAVEPOINT part')
  const release = db.prepare('RELEASE part')
  const undo = db.prepare('ROLLBACK TO part')
  return {
    whole(work) {
      begin.run()
      try {
        const result = work()
        faults?.('commit/asked')
        commit.run()
        faults?.('commit/done')
        return result
      } catch (error) {
        // After a full disk SQLite may have rolled back already.
        if (db.inTransaction) rollback.run()
        throw inWords(error)
      }
    },
    part(work) {
      save.run()
      try {
        const result = work()
        release.run()
        return result
      } catch (error) {
        if (db.inTransaction) {
          undo.run()
          release.run()
        }
        throw error
      }
    },
    lost: (error) => !db.inTransaction || spoils(error),
  }
}
