/**
 * The shipped policy with every stage, team, category, approval step and clock under another id, and every amount and
 * span another. Works on the parsed document, place by place; whatever it does not understand makes it throw, so that
 * nothing keeps its old name or number unnoticed.
 */
import { parse, stringify } from 'yaml'
import { OUTCOMES } from '../rules/policy.ts'
import { policySource } from './company.ts'

/** What the rules call something else: the old id under a new name. */
export const renamed = (id: string): string => `x_${id}`

/** A category's path with every part renamed. */
export const renamedPath = (path: string): string => path.split('.').map(renamed).join('.')

/** The tiers' bounds, and what becomes of them. Any other amount is half as large again. */
const TIERS: Readonly<Record<string, number>> = { 500: 300, 2000: 1500 }

// biome-ignore lint/suspicious/noExplicitAny: the document is read as it is written, by its keys
type Node = any

/** The text of the renamed policy. */
export function renamedPolicy(source: string = policySource): string {
  const policy: Node = parse(source)
  const categories = new Set(pathsOf(policy.categories))
  const walked = walk(policy, [], (value, path) => (isCondition(path) ? conditionOf(value, categories) : value))
  return stringify(
    {
      ...walked,
      teams: keys(walked.teams, (team) => team),
      families: values(walked.families, (family) => ({ ...family, team: renamed(family.team) })),
      categories: keys(walked.categories, category),
      routes: values(walked.routes, (ways) => ways.map((way: Node) => ({ ...way, to: who(way.to) }))),
      flow: flow(walked.flow),
      batches: values(walked.batches, told),
      surges: values(walked.surges, told),
      emergency: emergency(walked.emergency),
      approval: approval(walked.approval),
      matrix: values(walked.matrix, (row) => values(row, cell)),
      clocks: keys(walked.clocks, clock),
      dwell: renamed(walked.dwell),
      ladder: walked.ladder.map(rung),
      acknowledge: putOff(walked.acknowledge),
      snooze: putOff(walked.snooze),
    },
    { lineWidth: 0 },
  )
}

/** A rule that tells somebody. */
const told = (rule: Node): Node => ({ ...rule, to: who(rule.to) })

const emergency = ({ stage, team, ...rest }: Node): Node => ({
  ...rest,
  stage: renamed(stage),
  team: values(team, (role) => ({ ...role, who: who(role.who) })),
})

const values = (record: Node, change: (value: Node) => Node): Node =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]))

const keys = (record: Node, change: (value: Node, id: string) => Node): Node =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [renamed(id), change(value, id)]))

// ───────────────────────────────────────────────────────────────────────────── people and categories

function who(said: string | readonly string[]): string | readonly string[] {
  if (typeof said !== 'string') return said.flatMap(who)
  return said.startsWith('team.') ? `team.${renamed(said.slice('team.'.length))}` : said
}

function category({ team, children, ...rest }: Node): Node {
  return {
    ...rest,
    ...(team === undefined ? {} : { team: renamed(team) }),
    ...(children === undefined ? {} : { children: keys(children, category) }),
  }
}

function pathsOf(nodes: Node, above = ''): readonly string[] {
  return Object.entries<Node>(nodes ?? {}).flatMap(([id, node]) => [
    `${above}${id}`,
    ...pathsOf(node.children, `${above}${id}.`),
  ])
}

// ───────────────────────────────────────────────────────────────────────────── flow

function flow({ start, anywhere, receivers, stages, ...rest }: Node): Node {
  return {
    ...rest,
    start: renamed(start),
    anywhere: values(anywhere, renamed),
    receivers: who(receivers),
    stages: keys(stages, stage),
  }
}

function stage(said: Node, id: string): Node {
  const changed = { ...said }
  if (said.who !== undefined) changed.who = who(said.who)
  if (said.clock !== undefined) changed.clock = renamed(said.clock)
  if (said.next !== undefined) changed.next = next(said.next)
  if (said.opens !== undefined) changed.opens = span(said.opens)
  if (said.tries !== undefined) changed.tries = { ...said.tries, every: span(said.tries.every) }
  if (said.steps !== undefined && said.steps !== 'approval') changed.steps = [said.steps].flat().map(renamed)
  if (said.kind === 'parallel') throw new Error(`parallel stages are not renamed yet: ${id}`)
  // An end is counted as the outcome it is named after, unless it says which.
  if (said.kind === 'end' && (OUTCOMES as readonly string[]).includes(id)) changed.outcome ??= id
  return changed
}

function next(to: Node): Node {
  if (typeof to === 'string') return renamed(to)
  if (Array.isArray(to))
    return to.map((way) => (typeof way === 'string' ? renamed(way) : { ...way, to: renamed(way.to) }))
  return values(to, next)
}

// ───────────────────────────────────────────────────────────────────────────── amounts and spans

function approval({ tiers, rules, extra, steps, ...rest }: Node): Node {
  const step = (said: Node): Node => ({ ...said, step: renamed(said.step) })
  return {
    ...rest,
    tiers: tiers.map((tier: Node) =>
      'else' in tier ? { else: renamed(tier.else) } : { ...step(tier), le: amount(tier.le) },
    ),
    rules: rules.map(step),
    extra: extra.map(step),
    steps: keys(steps, asked),
  }
}

/** Who a step asks and tells, in groups of their own or together. */
function asked({ groups, ...said }: Node): Node {
  return {
    ...said,
    ...(said.who === undefined ? {} : { who: who(said.who) }),
    ...(said.cc === undefined ? {} : { cc: who(said.cc) }),
    ...(groups === undefined ? {} : { groups: groups.map(asked) }),
  }
}

/** Nothing is still nothing. */
function amount(old: number): number {
  return TIERS[String(old)] ?? old * 1.5
}

function cell({ max }: Node): Node {
  return max === undefined ? {} : { max: max === 0 ? 0 : max * 1.5 }
}

function clock({ name, from, until, asks, when, ladder, ...spans }: Node): Node {
  return {
    ...{ name, from: event(from) },
    ...(until === undefined ? {} : { until: event(until), asks: who(asks) }),
    ...(when === undefined ? {} : { when }),
    ...(ladder === undefined ? {} : { ladder: ladder.map(rung) }),
    ...values(spans, span),
  }
}

/** A word, or stages that are entered or left. */
function event(said: Node): Node {
  return typeof said === 'string' ? said : values(said, (stages) => [stages].flat().map(renamed))
}

/** A repeat comes as often as before. */
function rung({ at, l1, to, ahead, every, times, ...rest }: Node): Node {
  if (Object.keys(rest).length > 0) throw new Error(`rungs are not renamed yet by ${Object.keys(rest)}`)
  return {
    ...{ at: rungAt(at), to: rungTo(to) },
    ...(l1 === undefined ? {} : { l1: span(l1) }),
    ...(ahead === undefined ? {} : { ahead: span(ahead) }),
    ...(every === undefined ? {} : { every: span(every), times }),
  }
}

function putOff(said: Node): Node {
  return { ...said, for: said.for.map(span) }
}

function span(old: string): string {
  const match = /^(\d+)([a-z]+)$/.exec(old)
  if (!match) throw new Error(`no span: ${old}`)
  return `${Number(match[1]) * 2}${match[2]}`
}

function rungAt(at: string): string {
  return at.startsWith('+') ? `+${span(at.slice(1))}` : at
}

function rungTo(to: Node): Node {
  return to === 'asked' || to === 'leader' ? to : who(to)
}

// ───────────────────────────────────────────────────────────────────────────── conditions

function walk(node: Node, path: readonly (string | number)[], change: (value: Node, path: Path) => Node): Node {
  if (Array.isArray(node)) return node.map((item, i) => walk(item, [...path, i], change))
  if (typeof node !== 'object' || node === null) return change(node, path)
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key], change)]))
}

type Path = readonly (string | number)[]

function isCondition(path: Path): boolean {
  const key = path.at(-1)
  return key === 'when' || (key === 'required' && path[0] === 'fields')
}

/** Renames what a condition compares a category with, and changes what it compares an amount with. */
function conditionOf(said: unknown, categories: ReadonlySet<string>): unknown {
  if (typeof said !== 'string') return said
  const changed = said
    .replace(/\bcategory(\.startsWith\(| == | != )'([^']*)'/g, (_all, how: string, path: string) => {
      if (!categories.has(path)) throw new Error(`no category ${path}: ${said}`)
      return `CATEGORY${how}'${renamedPath(path)}'`
    })
    .replace(/\bplan_amount (==|!=|<|<=|>|>=) (\d+\.\d+)/g, (_all, how: string, old: string) => {
      return `AMOUNT ${how} ${Number(old) === 0 ? '0.0' : `${amount(Number(old))}.0`}`
    })
  const left = /\bcategory\b|\bplan_amount\b|\bhistory\b|\bstage\b/.exec(changed)
  if (left) throw new Error(`a condition names ${left[0]} in a way that is not renamed yet: ${said}`)
  return changed.replaceAll('CATEGORY', 'category').replaceAll('AMOUNT', 'plan_amount')
}
