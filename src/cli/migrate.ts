/** `redress migrate`: brings a stopped database to this program's schema, or one version back in an emergency. */
import { operationWords } from '../../cards/operations.ts'
import { migrateDatabase } from '../../data/migrate.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { databaseName } from '../database-address.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Upgrades the schema of a stopped database; --back takes it one version back. 升级或退回一版结构。',
  usage: 'migrate [--back] [--json]',
  options: { back: { type: 'boolean' }, json: { type: 'boolean' } },
  async run({ positionals, values }) {
    if (positionals.length > 0) throw new UsageError(`migrate takes no ${JSON.stringify(positionals[0])}`)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const back = values.back === true
    const { from, schema } = await migrateDatabase(config.database, { back, now: Date.now() })
    const database = databaseName(config.database)
    const name = from === schema ? 'current' : back ? 'taken_back' : 'upgraded'
    const words = operationWords(name, { database, schema, from })
    process.stdout.write(values.json === true ? `${JSON.stringify({ database, from, schema })}\n` : words)
    return 0
  },
}
