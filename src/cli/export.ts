/** `redress export payments`: what was paid within some days, as a file. Works beside a running server. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import type { Days } from '../payment-book.ts'
import { entriesOf, isDay, movementsIn } from '../payment-book.ts'
import { EXPORT_FORMATS, exportPayments } from '../payment-export.ts'
import { readPolicy } from '../policy-shelf.ts'
import { companyOf, langOf, openToRead } from './reading.ts'
import { UsageError } from './usage.ts'

/** Only its owner may read it: it names who got what. */
const MODE = 0o600

export const command: CliCommand = {
  summary: 'Writes down what was paid and what came back, for the books. 导出付款，供记账和对账。',
  usage: 'export payments --from DATE --to DATE --format csv|xlsx|journal --out FILE [--lang zh|en]',
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    format: { type: 'string' },
    out: { type: 'string' },
    lang: { type: 'string' },
  },
  async run({ positionals, values }) {
    if (positionals.length !== 1 || positionals[0] !== 'payments') throw new UsageError('Export what? 请写 payments。')
    const days = daysOf(values)
    const format = EXPORT_FORMATS.find((one) => one === values.format)
    if (!format) throw new UsageError(`--format is one of ${EXPORT_FORMATS.join(', ')}. --format 只能是这几种。`)
    if (typeof values.out !== 'string') throw new UsageError('--out names the file to write. --out 写文件名。')
    const asked = langOf(values.lang)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const loaded = readPolicy(config)
    const lang = asked ?? loaded.policy.company.lang
    const { store, close } = await openToRead(config)
    try {
      const entries = await entriesOf({ store, ...companyOf(loaded, store) }, days, lang)
      const movements = movementsIn(entries, days)
      const { bytes } = await exportPayments(movements, format, lang)
      writeFileSync(resolve(values.out), bytes, { mode: MODE })
      process.stdout.write(`${values.out}: ${movements.length}\n`)
      return 0
    } finally {
      await close()
    }
  },
}

function daysOf({ from, to }: Readonly<Record<string, unknown>>): Days {
  if (!isDay(from) || !isDay(to) || from > to)
    throw new UsageError(
      '--from and --to take days such as 2026-11-01, in order. --from 和 --to 填日期，例如 2026-11-01。',
    )
  return { from, to }
}
