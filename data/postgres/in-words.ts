/** What a PostgreSQL server refused, in words for whoever runs Redress. */
import { UnusableDatabase } from '../unusable.ts'
import { codeOf, isLost } from './transaction.ts'

/** The same failure with the way out; one that is not the operator's to mend comes back as it is. */
export function inWords(error: unknown, database: string): unknown {
  if (error instanceof UnusableDatabase || !(error instanceof Error)) return error
  const code = codeOf(error)
  // A server that asks for a password when none was given is told by the driver alone, without a code.
  if (code === '28P01' || code === '28000' || /password must be/.test(error.message))
    return new UnusableDatabase('login', { database })
  if (code === '3D000') return new UnusableDatabase('no_database', { database })
  if (code === '42501') return new UnusableDatabase('denied', { database, why: error.message.slice(0, 200) })
  if (isLost(error)) return new UnusableDatabase('unreachable', { database, code: code || 'timeout' })
  return error
}
