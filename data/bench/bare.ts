/** A database that is open and answers, and nothing more. */
import BetterSqlite from 'better-sqlite3'

/** Opens it; gives whether it answers. */
export function openBare(file: string): () => boolean {
  const one = new BetterSqlite(file).prepare('SELECT 1').pluck()
  return () => one.get() === 1
}
