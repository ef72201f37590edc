/** What a disk refused while something was copied, in words for whoever runs Redress. */
import { UnusableDatabase } from '../unusable.ts'

/** The same failure with the way out; one that no disk has to do with comes back as it is. */
export function diskWords(error: unknown, path: string): unknown {
  if (error instanceof UnusableDatabase || !(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code.startsWith('SQLITE_FULL'))
    return new UnusableDatabase('no_room', { path })
  if (/^(?:EACCES|EPERM|EROFS|EEXIST|ENOTDIR|EISDIR|ENOTEMPTY|EIO)$|^SQLITE_(?:READONLY|CANTOPEN|IOERR)/.test(code))
    return new UnusableDatabase('not_written', { path, code })
  return error
}
