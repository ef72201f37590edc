/** `redress audit verify`: was anything changed past Redress? Works beside a running server, and changes nothing. */
import { AUDIT, audited, FOUND } from '../../cards/audit.ts'
import { type AuditQuestion, type AuditReport, audit, MOST } from '../audit.ts'
import type { Finding } from '../audit-seals.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { keptAuditKey } from '../house-key.ts'
import { replay } from '../rules/evolve.ts'
import type { Lang, Text } from '../rules/nouns.ts'
import { auditKeys } from '../seal.ts'
import { langOf, openToRead } from './reading.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary:
    'Checks every chain of facts against the daily seals, and names what was changed. 核对封存，找出被改过的记录。',
  usage: 'audit verify [--since DATE] [--root HEX --day DATE] [--lang zh|en] [--json]',
  options: {
    since: { type: 'string' },
    root: { type: 'string' },
    day: { type: 'string' },
    lang: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ positionals, values }) {
    if (positionals.join(' ') !== 'verify') throw new UsageError('audit verify is all there is. 只有 audit verify。')
    const question = questionOf(values)
    const asked = langOf(values.lang)
    // Both languages unless one is asked for.
    const langs: readonly Lang[] = asked === undefined ? ['zh', 'en'] : [asked]
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const keys = auditKeys(keptAuditKey(config) ?? '')
    const { seals, close } = await openToRead(config)
    try {
      const report = await audit({ seals, keys, fold: replay }, question)
      const { findings, ...rest } = report
      const told = findings.map((finding) => ({ ...finding, says: wordsOf(finding) }))
      const json = { ok: report.found === 0, ...rest, findings: told }
      process.stdout.write(values.json === true ? `${JSON.stringify(json)}\n` : linesOf(report, langs))
      return report.found === 0 ? 0 : 1
    } finally {
      await close()
    }
  },
}

function questionOf({ since, root, day }: Readonly<Record<string, unknown>>): AuditQuestion {
  if ((root === undefined) !== (day === undefined)) {
    throw new UsageError('--root and --day belong together. --root 和 --day 要一起写。')
  }
  const hex = typeof root === 'string' ? root.toLowerCase() : undefined
  if (hex !== undefined && !/^[0-9a-f]{16,64}$/.test(hex)) {
    throw new UsageError('--root takes 16 to 64 hex digits, as they were posted. --root 填发布的指纹，16 到 64 位。')
  }
  return {
    ...(since === undefined ? {} : { since: dateOf('since', since) }),
    ...(hex === undefined ? {} : { anchor: { root: hex, day: dateOf('day', day) } }),
  }
}

function dateOf(name: string, value: unknown): string {
  const date = String(value)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new UsageError(`--${name} takes a date like 2026-11-22. --${name} 填日期，例如 2026-11-22。`)
  }
  return date
}

const wordsOf = ({ is, number, seq, day, params }: Finding): Text => audited(FOUND[is], { ...params, number, seq, day })

function linesOf(report: AuditReport, langs: readonly Lang[]): string {
  const { findings, found, newest, unsealed, unproven, passed } = report
  const say = (sentence: Text, params: Parameters<typeof audited>[1] = {}): string => {
    const words = audited(sentence, params)
    return `${langs.map((lang) => words[lang]).join('\n')}\n`
  }
  const wrong = findings.map((finding) => {
    const words = wordsOf(finding)
    return `${langs.map((lang, i) => `${i === 0 ? '✗' : ' '} ${words[lang]}`).join('\n')}\n`
  })
  return [
    ...wrong,
    ...(found > findings.length ? [say(AUDIT.more, { most: MOST })] : []),
    say(AUDIT.looked, { ...report, passed: passed || undefined } as never),
    newest === undefined ? say(AUDIT.no_seal) : say(AUDIT.newest, { ...newest }),
    ...(newest !== undefined && unsealed > 0 ? [say(AUDIT.unsealed, { unsealed })] : []),
    ...(unproven > 0 ? [say(AUDIT.unproven, { unproven })] : []),
    found === 0 ? say(AUDIT.holds) : say(AUDIT.broken, { found }),
  ].join('')
}
