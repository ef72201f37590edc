/** `redress backup`: a backup beside a running server, read back before it counts. */
import { resolve } from 'node:path'
import { operationWords } from '../../cards/operations.ts'
import { backUp } from '../../data/portable/backup.ts'
import packageFile from '../../package.json' with { type: 'json' }
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { progressBars } from './bar.ts'
import { caveats, contents } from './told-proof.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Backs up database and files, beside a running server too, and reads it back. 备份（不停机）。',
  usage: 'backup --to FOLDER [--json]',
  options: { to: { type: 'string' }, json: { type: 'boolean' } },
  async run({ positionals, values }) {
    if (typeof values.to !== 'string' || values.to === '' || positionals.length > 0)
      throw new UsageError('--to FOLDER: where backups are kept / 请写 --to 存放备份的文件夹')
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const { folder, manifest } = await backUp({
      database: config.database,
      ...(config.filesFolder === undefined ? {} : { filesFolder: config.filesFolder }),
      to: resolve(values.to),
      version: packageFile.version,
      now: new Date(),
      progress: progressBars(),
    })
    const { proof, files, broken } = manifest
    const words = `${operationWords('backed_up', { folder })}${contents(proof, files)}${caveats(broken, files.missing)}`
    process.stdout.write(values.json === true ? `${JSON.stringify({ folder, ...manifest })}\n` : words)
    return broken.length + files.missing.length === 0 ? 0 : 1
  },
}
