/** `redress migrate-store`: moves a stopped SQLite installation into an empty PostgreSQL database, with a proof. */
import { operationWords } from '../../cards/operations.ts'
import { UnusableDatabase } from '../../data/unusable.ts'
import type { CliCommand } from '../cli.ts'
import { environment, readConfig, WrongSettings } from '../config.ts'
import { databaseName, isPostgres } from '../database-address.ts'
import { progressBars } from './bar.ts'
import { caveats, sideBySide } from './told-proof.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Moves a stopped SQLite installation into an empty PostgreSQL database, with a proof. 搬到 PostgreSQL。',
  usage: 'migrate-store --to postgres://… [--without-missing-files] [--json]',
  options: { to: { type: 'string' }, 'without-missing-files': { type: 'boolean' }, json: { type: 'boolean' } },
  async run({ positionals, values }) {
    const { to } = values
    if (typeof to !== 'string' || to === '' || positionals.length > 0)
      throw new UsageError('--to postgres://user:password@host/database / 请写 --to')
    if (!isPostgres(to)) throw new UnusableDatabase('target_sqlite', {})
    const [here, there] = [readConfig(), readConfig({ ...environment(), DATABASE_URL: to })]
    if ('problems' in here) throw new WrongSettings(here.problems)
    if ('problems' in there) throw new WrongSettings(there.problems)
    const { database: file, filesFolder } = here
    if (isPostgres(file) || filesFolder === undefined)
      throw new UnusableDatabase('source_postgres', { database: databaseName(file) })
    const { moveStore } = await import('../../data/portable/move.ts')
    const toFolder = there.filesFolder
    const moved = await moveStore({
      file,
      filesFolder,
      to,
      progress: progressBars(),
      withoutMissing: values['without-missing-files'] === true,
      ...(toFolder ? { toFolder } : {}),
    })
    const { source, target, files, broken } = moved
    const ok = broken.length + files.missing.length === 0 && files.source === files.target
    const database = databaseName(to)
    const proof = sideBySide(source, target, [['* files', String(files.source), String(files.target)]])
    const words = `${proof}${operationWords('moved', { database, file })}${caveats(broken, files.missing)}`
    process.stdout.write(values.json === true ? `${JSON.stringify({ ok, database, ...moved })}\n` : words)
    return ok ? 0 : 1
  },
}
