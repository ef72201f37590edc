/** Turns what zod finds wrong with a raw policy into problems with a value, a sentence and a fix. */
import type { z } from 'zod'
import type { Text } from '../rules/nouns.ts'
import type { Path, Report } from './problems.ts'
import { both, listed, nearest, shown } from './problems.ts'

/** What is expected where, by the key given as `error` in the schema. */
const EXPECTED: Readonly<Record<string, Text>> = {
  id: both(
    '小写字母开头，只含小写字母、数字和下划线，例如 first_review',
    'an id: a lower-case letter, then lower-case letters, digits and _, such as first_review',
  ),
  value_id: both(
    '字母或数字开头，只含字母、数字、_ 和 -；看起来像数字的要加引号',
    'an id of letters, digits, _ and -; put it in quotes if it looks like a number',
  ),
  person_id: both('小写的人员编号，例如 wang.li', 'a lower-case person id such as wang.li'),
  condition: both('一条写成文字的条件，例如 "impact == \'A\'"', 'a condition in quotes, such as "impact == \'A\'"'),
  span: both(
    '带单位的时长：24h（自然小时）、30m（分钟）、4bh（工作小时）或 2bd（工作日）',
    'a span with its unit: 24h (clock hours), 30m (minutes), 4bh (working hours) or 2bd (working days)',
  ),
  percent: both('1% 到 99% 的整数百分比，例如 80%', 'a whole percentage of 1% to 99%, such as 80%'),
  day_count: both('天数，例如 30d（1 到 999 天，每天 24 小时）', 'days such as 30d (1 to 999 days of 24 hours)'),
  who: both('team.x、role.x、route.x、field.x 或 person.x', 'team.x, role.x, route.x, field.x or person.x'),
  field_ref: both('field.x', 'field.x'),
  common: both('字段，或多级选项的前几级，例如 category.l2', 'a field, or levels of a tree such as category.l2'),
  phrase: both('要找的词或短语，例如 burn* my/her hand*', 'words to look for, such as burn* my/her hand*'),
  date: both('日期，例如 2026-02-14', 'a date such as 2026-02-14'),
  time_of_day: both('一天里的时刻，例如 09:07', 'a time of day such as 09:07'),
  zone: both('IANA 时区，例如 Asia/Shanghai', 'an IANA time zone such as Asia/Shanghai'),
  currency: both('三个大写字母的货币代码，例如 CNY', 'a currency code of three capitals, such as CNY'),
  email: both('电子邮件地址', 'an e-mail address'),
  prefix: both('一到四个大写字母，例如 C', 'one to four capital letters, such as C'),
  hours: both('时段，例如 09:00-12:00', 'hours such as 09:00-12:00'),
  days: both('星期，例如 mon 或 mon-fri', 'days such as mon or mon-fri'),
  whole: both('整数', 'a whole number'),
  rung: both('"50%"、"100%" 或到期后的时长 "+4bh"', '"50%", "100%", or a span after the limit such as "+4bh"'),
}

const TYPES: Readonly<Record<string, Text>> = {
  string: both('文字', 'text'),
  number: both('数字', 'a number'),
  int: both('整数', 'a whole number'),
  boolean: both('true 或 false', 'true or false'),
  array: both('列表', 'a list'),
  object: both('键值表', 'keys with values'),
  record: both('键值表', 'keys with values'),
}

/**
 * Checks a raw value against a schema; every issue goes to the report. Returns the value if there was none. `at` is where
 * the value stands in its file.
 */
export function readAs<T extends z.ZodType>(
  schema: T,
  value: unknown,
  report: Report,
  at: Path = [],
): z.infer<T> | undefined {
  const result = schema.safeParse(value, { error: knownKeys })
  if (result.success) return result.data
  const own: Report = { problems: report.problems, ...under(at, report) }
  for (const issue of result.error.issues) tell(issue, issue.path as Path, value, own)
  return undefined
}

/** The same report for paths that begin at `at`. */
function under(at: Path, { error, warn }: Report): Pick<Report, 'error' | 'warn'> {
  return {
    error: (path, ...words) => error([...at, ...path], ...words),
    warn: (path, ...words) => warn([...at, ...path], ...words),
  }
}

/** For an unknown key, hands the keys that are known through zod's message. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const definition = (issue.inst as z.core.$ZodObject | undefined)?._zod.def
  return JSON.stringify(Object.keys(definition?.shape ?? {}))
}

function tell(issue: z.core.$ZodIssue, path: Path, root: unknown, report: Report): void {
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) {
        unknownKey(key, path, JSON.parse(issue.message) as string[], valueAt(root, [...path, key]) === null, report)
      }
      return
    case 'invalid_union':
      if (issue.errors.length === 0) oneOf(issue, path, root, report)
      else inUnion(issue.errors, path, root, report)
      return
    case 'invalid_key':
      // The path ends in the key itself, so the message speaks of the key.
      expected(issue.issues.map(whatItWants), path, path.at(-1), report)
      return
    case 'invalid_element':
      for (const inner of issue.issues) tell(inner, [...path, ...(inner.path as Path)], root, report)
      return
    default:
      expected([whatItWants(issue)], path, valueAt(root, path), report)
  }
}

function unknownKey(key: string, path: Path, known: readonly string[], empty: boolean, report: Report): void {
  const near = nearest(key, known)
  if (!near && empty) {
    // `{zh: 华东, en: Service, East China}`: YAML takes what follows the comma for a key without a value.
    report.error(
      [...path, key],
      both(`不认识的键 "${key}"`, `Unknown key "${key}"`),
      both(
        '如果它是前面文字的一部分，请给整段文字加引号。',
        'If it belongs to the text before it, put that text in quotes.',
      ),
    )
    return
  }
  const fix = near
    ? both(`是否想写 "${near}"？此处可用：${listed(known)}。`, `Did you mean "${near}"? Known here: ${listed(known)}.`)
    : both(`删去它；此处可用：${listed(known)}。`, `Remove it; known here: ${listed(known)}.`)
  report.error([...path, key], both(`不认识的键 "${key}"`, `Unknown key "${key}"`), fix)
}

/** A discriminated union whose `kind` or `type` is none of those there are. */
function oneOf(issue: z.core.$ZodIssueInvalidUnion, path: Path, root: unknown, report: Report): void {
  const key = issue.discriminator
  const at = key === undefined || path.at(-1) === key ? path : [...path, key]
  const options = (issue as { options?: readonly unknown[] }).options ?? []
  const words = listed(options.map(String))
  expected([both(`其中之一：${words}`, `one of: ${words}`)], at, valueAt(root, at), report)
}

/** Of several shapes, the one whose basic type fits tells what is wrong; if none does, all that would do are named. */
function inUnion(errors: readonly (readonly z.core.$ZodIssue[])[], path: Path, root: unknown, report: Report): void {
  const fitting = errors.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isMismatch(issue)))
  const chosen = fitting.length === 1 ? fitting[0] : closest(fitting)
  if (chosen) for (const issue of chosen) tell(issue, [...path, ...(issue.path as Path)], root, report)
  else
    expected(
      errors
        .flat()
        .filter((issue) => issue.path.length === 0)
        .map(whatItWants),
      path,
      valueAt(root, path),
      report,
    )
}

function isMismatch(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value'
}

/** The shape with the fewest complaints: among objects, the one the author most likely meant. */
function closest(candidates: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return [...candidates].sort((a, b) => a.length - b.length)[0]
}

function whatItWants(issue: z.core.$ZodIssue): Text {
  const named = EXPECTED[issue.message]
  if (named) return named
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? both(issue.expected, issue.expected)
    case 'invalid_value': {
      const words = listed(issue.values.map(String))
      return issue.values.length === 1 ? both(words, words) : both(`其中之一：${words}`, `one of: ${words}`)
    }
    case 'too_small':
      return atLeast(issue)
    case 'too_big':
      return both(`不超过 ${issue.maximum}`, `at most ${issue.maximum}`)
    default:
      return both(issue.message, issue.message)
  }
}

function atLeast(issue: z.core.$ZodIssueTooSmall): Text {
  if (issue.origin === 'string') return both('非空的文字', 'some text')
  if (issue.origin === 'array') return both(`至少 ${issue.minimum} 项`, `at least ${issue.minimum} of them`)
  return both(`不小于 ${issue.minimum}`, `at least ${issue.minimum}`)
}

function expected(wants: readonly Text[], path: Path, value: unknown, report: Report): void {
  const zh = [...new Set(wants.map((want) => want.zh))].join('，或 ')
  const en = [...new Set(wants.map((want) => want.en))].join(', or ')
  if (value === undefined) {
    const key = String(path.at(-1) ?? '')
    report.error(path, both(`缺少 "${key}"`, `"${key}" is missing`), both(`补上：${zh}。`, `Add it: ${en}.`))
    return
  }
  report.error(path, both(`不能是 ${shown(value)}`, `${shown(value)} will not do`), both(`应为${zh}。`, `Write ${en}.`))
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}
