/** `redress doctor`: looks at everything Redress needs to run and says what to mend. It changes nothing. */
import { CHECKS, filled, VERDICT } from '../../cards/doctor.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig } from '../config.ts'
import { isPostgres } from '../database-address.ts'
import { missingKeys } from '../house-key.ts'
import type { Finding } from '../ports.ts'
import type { Lang, Text } from '../rules/nouns.ts'
import {
  checkClock,
  checkDatabase,
  checkDisk,
  checkFiles,
  checkPolicy,
  checkPort,
  finding,
  settingsFindings,
} from './doctor-checks.ts'
import { checkPlatforms } from './doctor-platforms.ts'
import { checkServer } from './doctor-server.ts'
import { langOf } from './reading.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Checks settings, policy, database, disk, time, port and platforms. 自检。',
  usage: 'doctor [--lang zh|en] [--json]',
  options: { json: { type: 'boolean' }, lang: { type: 'string' } },
  async run({ positionals, values }) {
    if (positionals.length > 0) throw new UsageError(`doctor takes no ${JSON.stringify(positionals[0])}`)
    const lang = langOf(values.lang)
    const langs: readonly Lang[] = lang === undefined ? ['zh', 'en'] : [lang]
    const found: Finding[] = []
    for await (const one of examination()) {
      found.push(one)
      if (values.json !== true) process.stdout.write(lineOf(one, langs))
    }
    const ok = found.every((one) => one.is !== 'bad')
    process.stdout.write(values.json === true ? `${JSON.stringify({ ok, findings: found })}\n` : verdict(found, langs))
    return ok ? 0 : 1
  },
}

/** All findings, one after the other. Without settings or policy, what depends on them is not looked at. */
async function* examination(): AsyncIterable<Finding> {
  const config = readConfig()
  if ('problems' in config) {
    yield* settingsFindings(config.problems, 'bad')
    return
  }
  const on = [...(config.playground ? ['playground'] : []), ...Object.keys(config.chat)].join(', ')
  yield finding('settings', 'good', 'settings_good', { on })
  yield* settingsFindings(config.warnings, 'warning')
  const { findings: ofPolicy, loaded } = checkPolicy(config)
  yield* ofPolicy
  if (loaded !== undefined) yield* settingsFindings(missingKeys(config, loaded.policy), 'bad')
  const { findings: ofDatabase, examined } = isPostgres(config.database)
    ? await checkServer(config)
    : checkDatabase(config)
  yield* ofDatabase
  yield* checkDisk(config)
  yield* checkFiles(config)
  yield* checkClock(Date.now(), loaded, examined)
  yield* await checkPort(config)
  if (loaded !== undefined) yield* checkPlatforms(config, loaded)
}

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const

function lineOf({ check, is, says, fix }: Finding, langs: readonly Lang[]): string {
  const name: Text | undefined = Object.hasOwn(CHECKS, check) ? CHECKS[check as keyof typeof CHECKS] : undefined
  const head = name === undefined ? check : langs.map((lang) => name[lang]).join(' ')
  const body = langs.flatMap((lang) => [says[lang], ...(fix === undefined || is === 'good' ? [] : [`→ ${fix[lang]}`])])
  return `${MARKS[is]} ${head}\n${body.map((line) => `    ${line}\n`).join('')}`
}

function verdict(found: readonly Finding[], langs: readonly Lang[]): string {
  const count = (is: Finding['is']): number => found.filter((one) => one.is === is).length
  const [bad, warnings] = [count('bad'), count('warning')]
  const text = bad > 0 ? VERDICT.bad : warnings > 0 ? VERDICT.warned : VERDICT.good
  const words = filled(text, { bad, warnings })
  return `${langs.map((lang) => words[lang]).join(' ')}\n`
}
