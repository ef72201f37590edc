/**
 * Loads a policy: YAML text → raw (checked by schema.ts) → compiled types of src/rules → linted. Whatever is wrong comes
 * back as problems with path, value, line and fix; a policy with an error is never returned.
 */
import type { Live, Policy } from '../rules/policy.ts'
import { alarmsOf } from './compile-alarms.ts'
import { approvalOf, budgetOf, matrixOf } from './compile-approval.ts'
import { batchesOf, emergencyOf, surgesOf } from './compile-batches.ts'
import { derivedOf, derivedTypes } from './compile-derived.ts'
import { categoriesOf, fieldsOf, formsOf, kindsOf } from './compile-fields.ts'
import { flowOf, routesOf } from './compile-flow.ts'
import { promisesOf } from './compile-promises.ts'
import type { ReadHolidays } from './compile-time.ts'
import { calendarsOf, choicesOf, clocksOf, rungsOf } from './compile-time.ts'
import type { Compiling } from './compile-words.ts'
import { textOf } from './compile-words.ts'
import { environmentShape, GENERAL, isVariableName, makeConditions } from './conditions.ts'
import { directoryOf, loadDirectory } from './directory.ts'
import { domainsOf } from './domains.ts'
import { lintPolicy } from './lint.ts'
import { placed } from './places.ts'
import type { Problem, Report } from './problems.ts'
import { both, newReport, sound } from './problems.ts'
import { defined, mapped, record } from './records.ts'
import type { RawPolicy } from './schema.ts'
import { rawPolicy } from './schema.ts'
import { noiseOf } from './schema-noise.ts'
import { readAs } from './schema-problems.ts'
import { versionOf } from './version.ts'
import { readYaml } from './yaml.ts'

export interface LoadOptions {
  readonly readHolidays: ReadHolidays
  /** Text of DIRECTORY_FILE, laid over the policy's people, teams and channels. */
  readonly extraDirectory?: string
  /** Names of the chat platforms there are; others in accounts and channels are errors. Absent: any name will do. */
  readonly platforms?: readonly string[]
  /**
   * An earlier version that cases still run under: it was linted when it was published, and people may have left since,
   * so only what stops it from being compiled counts.
   */
  readonly published?: boolean
}

export interface Loaded {
  readonly policy: Policy
  readonly live: Live
  /** The text it was loaded from, to be kept with the version. */
  readonly source: string
  readonly warnings: readonly Problem[]
}

/** Loads and checks a policy. */
export function loadPolicy(source: string, options: LoadOptions): Loaded | { readonly problems: readonly Problem[] } {
  const yaml = readYaml(source, 'policy')
  if (!('value' in yaml)) return { problems: yaml }
  const report = newReport()
  const raw = readAs(rawPolicy, yaml.value, report)
  if (!raw) return { problems: placed(report.problems, yaml) }
  const { currency } = raw.company
  const digits = raw.company.digits?.[currency] ?? 2
  const compiling = { report, source: yaml, currency, digits }
  const policy = compile(raw, compiling)
  const calendars = calendarsOf(raw, options.readHolidays, report)
  const own = directoryOf(raw, raw.company)
  const extra =
    options.extraDirectory === undefined ? undefined : loadDirectory(own, options.extraDirectory, raw.company)
  const directory = extra && 'directory' in extra ? extra.directory : own
  const budget = budgetOf(raw, compiling)
  const services = mapped(raw.services ?? {}, textOf)
  const noise = noiseOf(raw)
  const live: Live = { directory, calendars, services, ...(budget ? { budget } : {}), ...(noise ? { noise } : {}) }
  const inDirectory = extra && 'problems' in extra ? extra.problems : []
  // Lint speaks of what the policy means; with parts that did not compile it would only repeat them.
  if (sound(report.problems) && !options.published) report.problems.push(...lintPolicy(policy, live, options))
  const problems = [...placed(report.problems, yaml), ...inDirectory]
  if (!sound(problems)) return { problems }
  if (problems.length === 0) yaml.keep()
  return { policy, live, source, warnings: problems }
}

function compile(raw: RawPolicy, compiling: Compiling): Policy {
  const { report } = compiling
  checkNames(raw, report)
  const types = derivedTypes(raw, report)
  const categories = categoriesOf(raw, report)
  // The fields' types and options are needed to compile conditions, some of which belong to fields.
  const outline = fieldsOf(raw, { compile: (text) => ({ source: text, test: () => false }) }, newReport())
  const domains = domainsOf(raw, outline, categories)
  const shape = environmentShape({ fields: outline, derived: types })
  const { stage: _unknown, ...early } = shape
  const conditions = makeConditions(shape, [], domains, report)
  const beforeStages = makeConditions(early, ['stage'], domains, report)
  const { company } = raw
  return {
    version: versionOf(raw),
    company: {
      name: textOf(company.name),
      lang: company.lang,
      tz: company.tz,
      currency: company.currency,
      digits: record(Object.entries({ [company.currency]: compiling.digits, ...company.digits })),
      numberPrefix: company.number_prefix,
      calendar: company.calendar,
    },
    families: mapped(raw.families, ({ name, team }) => ({ name: textOf(name), team })),
    categories,
    fields: fieldsOf(raw, conditions, report),
    derived: derivedOf(raw, outline, domains, types, report),
    forms: formsOf(raw),
    routes: routesOf(raw, beforeStages),
    flow: flowOf(raw, beforeStages, conditions, compiling),
    kinds: kindsOf(raw),
    approval: approvalOf(raw, conditions, compiling),
    matrix: matrixOf(raw, beforeStages, compiling),
    clocks: clocksOf(raw, beforeStages, compiling),
    ...(raw.complex === undefined ? {} : { complex: beforeStages.compile(raw.complex, ['complex']) }),
    ladder: rungsOf(raw.ladder ?? [], ['ladder'], compiling),
    ...choicesOf(raw, compiling),
    pauses: mapped(raw.pauses ?? {}, textOf),
    texts: mapped(raw.texts, ({ subject, body }) => ({ subject: textOf(subject), body: textOf(body) })),
    ...defined({
      dwell: raw.dwell,
      received: raw.received,
      mail: raw.mail,
      worth: raw.worth,
      duplicates: raw.duplicates && { days: Number.parseInt(raw.duplicates.within, 10), same: raw.duplicates.same },
      alarms: alarmsOf(raw, compiling),
      batches: batchesOf(raw, beforeStages, compiling),
      surges: surgesOf(raw, beforeStages, compiling),
      emergency: emergencyOf(raw, beforeStages),
    }),
    ...promisesOf(raw, compiling),
  }
}

/** Fields and derived values share one set of names with what every condition may use. */
function checkNames(raw: RawPolicy, report: Report): void {
  const general: readonly string[] = Object.keys(GENERAL)
  for (const part of ['fields', 'derived'] as const) {
    for (const id of Object.keys(raw[part])) {
      const taken = general.includes(id) || id === 'filer' || (part === 'derived' && Object.hasOwn(raw.fields, id))
      if (!taken && isVariableName(id)) continue
      report.error(
        [part, id],
        taken
          ? both(`名字 ${id} 已经有别的含义`, `The name ${id} already means something else`)
          : both(`${id} 是条件语言的保留字`, `${id} is a reserved word of conditions`),
        both('换一个名字。', 'Choose another name.'),
      )
    }
  }
}
