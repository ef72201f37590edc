/** `redress policy rehearse`: the whole message plan of a case, lived through by the real house on a moved clock. */
import { readFileSync, statSync } from 'node:fs'
import { MESSAGE_PLAN } from '../../cards/message-plan.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { readPolicy } from '../policy-shelf.ts'
import { examples } from '../rehearsal/examples.ts'
import type { MessagePlan } from '../rehearsal/message-plan.ts'
import type { Lang } from '../rules/nouns.ts'
import type { Policy } from '../rules/policy.ts'
import { readBeginning } from './moment.ts'
import { planJson } from './plan-json.ts'
import { planLines } from './plan-lines.ts'
import type { PolicyPart } from './policy.ts'
import { rehearse as live, NotTaken } from './rehearsal-house.ts'
import { UsageError } from './usage.ts'

/** Days that are looked at when nothing else is said, and at most. */
const DAYS = { usual: 14, most: 366 } as const
/** A file of complaints: bytes, and how many. */
const MOST = { bytes: 1_000_000, complaints: 100 } as const

export const rehearse: PolicyPart = {
  usage: 'rehearse --from ISO --nobody-answers [--case FILE] [--days N] [--lang zh|en] [--json]',
  options: {
    from: { type: 'string' },
    case: { type: 'string' },
    'nobody-answers': { type: 'boolean' },
    days: { type: 'string' },
    lang: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(rest, values) {
    if (rest.length > 0)
      throw new UsageError(`policy rehearse takes no ${JSON.stringify(rest[0])}; the complaint is --case FILE`)
    if (values['nobody-answers'] !== true)
      throw new UsageError(
        '--nobody-answers is missing: rehearsed is what happens while nobody does anything. For people who answer there is redress play.\n请写 --nobody-answers：预演的是没有人处理时会发生什么。要让人来处理，请用 redress play。',
      )
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const { policy } = readPolicy(config)
    const { tz } = policy.company
    const from = readBeginning(values.from, tz, '--from')
    const page = { lang: langOf(values.lang, policy), tz, days: daysOf(values.days) }
    const groups = values.case === undefined ? samplesOf(policy) : [complaintsIn(values.case)]
    const plans: MessagePlan[] = []
    for (const complaints of groups) plans.push(await planOf({ config, from, days: page.days, complaints }))
    const lines =
      values.json === true
        ? [JSON.stringify({ plans: plans.map((plan) => planJson(plan, page)) })]
        : plans.flatMap((plan, i) => [...(i === 0 ? [] : ['', '─'.repeat(80), '']), ...planLines(plan, page)])
    process.stdout.write(`${lines.join('\n')}\n`)
    return plans.some((plan) => plan.lines.some(({ is }) => is === 'unreached')) ? 1 : 0
  },
}

async function planOf(rehearsal: Parameters<typeof live>[0]): Promise<MessagePlan> {
  try {
    return await live(rehearsal)
  } catch (error) {
    if (error instanceof NotTaken) throw new UsageError(`--case ${error.message}`)
    throw error
  }
}

/** A house for each: what happens to one complaint is not to be mixed with another. */
function samplesOf(policy: Policy): readonly (readonly unknown[])[] {
  const { sample_text: text, sample_customer: customer, sample_product: product } = MESSAGE_PLAN
  return examples(policy, { text, customer, product }).map(({ values }) => {
    const { text, customer, product, category, channel, ...fields } = values
    return [{ text, customer, product, category, channel, fields }]
  })
}

/** One complaint, or several that are filed together. */
function complaintsIn(file: unknown): readonly unknown[] {
  const path = String(file)
  if (statSync(path).size > MOST.bytes)
    throw new UsageError(`--case ${path}: at most ${MOST.bytes} bytes / 文件最大 ${MOST.bytes} 字节`)
  const read = parsed(path)
  const complaints = Array.isArray(read) ? read : [read]
  if (complaints.length === 0 || complaints.length > MOST.complaints)
    throw new UsageError(`--case ${path}: 1 to ${MOST.complaints} complaints / 应有 1 到 ${MOST.complaints} 张单`)
  return complaints
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`--case ${path}: this is no JSON / 不是 JSON：${error.message}`)
  }
}

function langOf(given: unknown, policy: Policy): Lang {
  if (given === undefined) return policy.company.lang
  if (given !== 'zh' && given !== 'en') throw new UsageError(`--lang ${String(given)}: zh or en / 应为 zh 或 en`)
  return given
}

function daysOf(given: unknown): number {
  if (given === undefined) return DAYS.usual
  const days = /^\d{1,3}$/.test(String(given)) ? Number(given) : 0
  if (days < 1 || days > DAYS.most)
    throw new UsageError(
      `--days ${String(given)}: a whole number from 1 to ${DAYS.most} / 应为 1 到 ${DAYS.most} 的整数`,
    )
  return days
}
