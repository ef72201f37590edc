/** `redress restore`: puts a backup where a database is to be, checked through, never over one that holds something. */
import { resolve } from 'node:path'
import { operationWords } from '../../cards/operations.ts'
import { restore } from '../../data/portable/restore.ts'
import type { CliCommand } from '../cli.ts'
import { environment, readConfig, WrongSettings } from '../config.ts'
import { databaseName } from '../database-address.ts'
import { progressBars } from './bar.ts'
import { caveats, contents } from './told-proof.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Checks a backup and puts it into an empty database, SQLite or PostgreSQL. 恢复备份。',
  usage: 'restore --from FOLDER [--into URL] [--json]',
  options: { from: { type: 'string' }, into: { type: 'string' }, json: { type: 'boolean' } },
  async run({ positionals, values }) {
    const { from, into } = values
    if (typeof from !== 'string' || from === '' || positionals.length > 0)
      throw new UsageError('--from FOLDER: the folder of one backup / 请写 --from 一次备份的文件夹')
    const config = readConfig(typeof into === 'string' ? { ...environment(), DATABASE_URL: into } : environment())
    if ('problems' in config) throw new WrongSettings(config.problems)
    const { manifest, proof } = await restore({
      from: resolve(from),
      into: config.database,
      ...(config.filesFolder === undefined ? {} : { filesFolder: config.filesFolder }),
      now: new Date(),
      progress: progressBars(),
    })
    const database = databaseName(config.database)
    const { broken, files } = manifest
    const words = `${operationWords('restored', { database })}${contents(proof, files)}${caveats(broken, files.missing)}`
    process.stdout.write(values.json === true ? `${JSON.stringify({ database, proof, files, broken })}\n` : words)
    return broken.length + files.missing.length === 0 ? 0 : 1
  },
}
