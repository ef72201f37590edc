/** An answer in words becomes a value of the field that was asked, as the form would have given it. Nothing is decided here. */
import { TALK_WORDS } from '../cards/catalogue/conversation-sentences.ts'
import type { Choice, FormField, Input, TreeChoice } from '../cards/model.ts'
import { plainName } from './conversation-line.ts'
import { parseMoney } from './rules/money.ts'
import type { Refusal } from './rules/nouns.ts'

/** What an answer is read with. */
export interface Hearing {
  /** Today where the person is, `2026-11-22`. */
  readonly today: string
  /** How far into a tree the questions have come: a path, or '' at its root. */
  readonly branch: string
  /** What was numbered instead of the usual options, by id. */
  readonly listed?: readonly string[]
  /** People mentioned, in order. */
  readonly people: readonly string[]
}

export type Heard =
  | { readonly is: 'value'; readonly value: unknown }
  /** One level further down a tree. */
  | { readonly is: 'branch'; readonly branch: string }
  /** The words fit several options. */
  | { readonly is: 'several'; readonly options: readonly Choice[] }
  | { readonly is: 'unclear' }
  | { readonly is: 'not_offered' }
  | { readonly is: 'wrong'; readonly refusal: Refusal }

/** Reads the words for this field. What a form checks, the reception checks again. */
export function readAnswer(field: FormField, words: string, hearing: Hearing): Heard {
  const { kind } = field
  switch (kind.input) {
    case 'text':
      return { is: 'value', value: words.trim() }
    case 'number': {
      const text = words.normalize('NFKC').trim()
      return text !== '' && Number.isFinite(Number(text)) ? { is: 'value', value: Number(text) } : { is: 'unclear' }
    }
    case 'money':
      return readAmount(field, kind, words)
    case 'select':
      return kind.many ? readMany(kind.options, words) : chosen(pick(kind.options, words, hearing.listed))
    case 'tree':
      return readTree(kind.nodes, words, hearing)
    case 'person':
      return readPerson(kind.options, words, hearing)
    case 'date':
      return found(readDate(words, hearing.today))
    case 'time':
      return found(readTime(words))
    case 'checkbox':
      return found(readYesNo(words))
    case 'files':
      return { is: 'unclear' }
  }
}

/** The word of a steering list, or undefined. */
export function steers<K extends keyof typeof TALK_WORDS>(kinds: readonly K[], words: string): K | undefined {
  const said = plainName(words.replace(/[。.!！]+$/, ''))
  return kinds.find((kind) => (TALK_WORDS[kind] as readonly string[]).includes(said))
}

const found = (value: unknown): Heard => (value === undefined ? { is: 'unclear' } : { is: 'value', value })

function readAmount(field: FormField, kind: Extract<Input, { input: 'money' }>, words: string): Heard {
  const { currency, digits, max } = kind
  const money = parseMoney(words.replace(/[。，；]$/, ''), currency, digits)
  const params = { field: field.label, digits, allowed: currency, example: (1234.5).toFixed(digits) }
  if (typeof money === 'string') return { is: 'wrong', refusal: { refused: money, field: field.id, params } }
  if (max === undefined || money.minor <= max) return { is: 'value', value: money }
  const limit = { minor: max, currency }
  return { is: 'wrong', refusal: { refused: 'amount_over_limit', field: field.id, params: { limit } } }
}

// ───────────────────────────────────────────────────────────────────────────── options

/** The number somebody typed before an option, or undefined. */
function numberOf(words: string): number | undefined {
  const match = /^\s*(\d{1,3})\s*[.、)）。]?\s*$/.exec(words.normalize('NFKC'))
  return match ? Number(match[1]) : undefined
}

function pick(options: readonly Choice[], words: string, listed?: readonly string[]): readonly Choice[] {
  const n = numberOf(words)
  const numbered = listed ? options.filter(({ id }) => listed.includes(id)) : options
  const named = options.filter(
    ({ id, label }) => plainName(id) === plainName(words) || plainName(label) === plainName(words),
  )
  if (named.length > 0) return named
  if (n !== undefined) {
    const one = listed ? options.find(({ id }) => id === listed[n - 1]) : numbered[n - 1]
    return one ? [one] : []
  }
  const said = plainName(words)
  if (said === '') return []
  const begins = options.filter(({ label }) => plainName(label).startsWith(said))
  return begins.length > 0 ? begins : options.filter(({ label }) => plainName(label).includes(said))
}

function chosen(options: readonly Choice[]): Heard {
  const [one, ...others] = options
  if (!one) return { is: 'not_offered' }
  return others.length === 0 ? { is: 'value', value: one.id } : { is: 'several', options }
}

function readMany(options: readonly Choice[], words: string): Heard {
  const whole = pick(options, words)
  if (whole.length === 1 && whole[0]) return { is: 'value', value: [whole[0].id] }
  const parts = words.split(/[\s,，、;；/和+]+/).filter((part) => part !== '')
  const ids: string[] = []
  for (const part of parts) {
    const heard = chosen(pick(options, part))
    if (heard.is !== 'value') return heard
    ids.push(String(heard.value))
  }
  return ids.length === 0 ? { is: 'unclear' } : { is: 'value', value: [...new Set(ids)] }
}

function readPerson(options: readonly Choice[], words: string, { people, listed }: Hearing): Heard {
  const mentioned = people.map((id) => options.find((one) => one.id === id)).find((one) => one !== undefined)
  if (mentioned) return { is: 'value', value: mentioned.id }
  return chosen(pick(options, words.trim().replace(/^[@＠]/, ''), listed))
}

// ───────────────────────────────────────────────────────────────────────────── trees

/** The nodes below a path of a tree. */
export function branchOf(nodes: readonly TreeChoice[], branch: string): readonly TreeChoice[] {
  if (branch === '') return nodes
  const inside = nodes.find(({ id }) => branch === id || branch.startsWith(`${id}.`))
  if (!inside) return nodes
  return inside.id === branch ? inside.children : branchOf(inside.children, branch)
}

/** The path one level up. */
export function above(branch: string): string {
  return branch.split('.').slice(0, -1).join('.')
}

/** Every leaf with the names that lead to it. */
export function leavesOf(nodes: readonly TreeChoice[], before: readonly string[] = []): readonly Choice[] {
  return nodes.flatMap(({ id, label, children }) => {
    const names = [...before, label]
    return children.length === 0 ? [{ id, label: names.join(' / ') }] : leavesOf(children, names)
  })
}

function readTree(nodes: readonly TreeChoice[], words: string, { branch, listed }: Hearing): Heard {
  const leaves = leavesOf(nodes)
  const n = numberOf(words)
  if (n !== undefined && listed) return chosen(leaves.filter(({ id }) => id === listed[n - 1]))
  const here = branchOf(nodes, branch)
  const parts = words.split(/\s*[/>＞／→]\s*/).filter((part) => part.trim() !== '')
  const last = parts.at(-1)
  if (parts.length > 1 && last !== undefined) return byPath(nodes, parts)
  const level = n === undefined ? here.filter(({ id, label }) => isNamed(words, id, label)) : here.slice(n - 1, n)
  const [one] = level
  if (one && level.length === 1) return into(one)
  if (n !== undefined) return { is: 'not_offered' }
  return amongLeaves(leaves, words, branch)
}

const isNamed = (words: string, id: string, label: string): boolean =>
  [plainName(label), plainName(id), plainName(id.split('.').at(-1) ?? '')].includes(plainName(words))

const into = (node: TreeChoice): Heard =>
  node.children.length === 0 ? { is: 'value', value: node.id } : { is: 'branch', branch: node.id }

function byPath(nodes: readonly TreeChoice[], parts: readonly string[]): Heard {
  let level = nodes
  let node: TreeChoice | undefined
  for (const part of parts) {
    node = level.find(({ id, label }) => isNamed(part, id, label))
    if (!node) return { is: 'not_offered' }
    level = node.children
  }
  return node ? into(node) : { is: 'not_offered' }
}

/** Leaves by name: those under the branch first, exact names before parts of names. */
function amongLeaves(leaves: readonly Choice[], words: string, branch: string): Heard {
  const said = plainName(words)
  if (said === '') return { is: 'unclear' }
  const name = ({ label }: Choice): string => plainName(label.split(' / ').at(-1) ?? '')
  const inside = leaves.filter(({ id }) => branch === '' || id.startsWith(`${branch}.`))
  const tests = [
    (leaf: Choice) => plainName(leaf.id) === said || name(leaf) === said,
    (leaf: Choice) => name(leaf).includes(said) || (said.length > 1 && said.includes(name(leaf))),
  ]
  for (const test of tests) {
    for (const group of [inside, leaves]) {
      const hits = group.filter(test)
      if (hits.length > 0) return chosen(hits.slice(0, 9))
    }
  }
  return { is: 'not_offered' }
}

// ───────────────────────────────────────────────────────────────────────────── days and times

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** `2026-11-22`, `2026/11/22`, `2026年11月22日`, `11-22`, `11月22日` (of this year), today and its neighbours. */
function readDate(words: string, today: string): string | undefined {
  const near = steers(['today', 'yesterday', 'before_yesterday', 'tomorrow'], words)
  if (near !== undefined) return shifted(today, { today: 0, yesterday: -1, before_yesterday: -2, tomorrow: 1 }[near])
  const match = /^(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(
    words.normalize('NFKC').trim(),
  )
  if (!match) return undefined
  const [, year = today.slice(0, 4), month = '', day = ''] = match
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const moment = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date) ? date : undefined
}

function readTime(words: string): string | undefined {
  const match = /^(\d{1,2})\s*[:点时]\s*(\d{2})?\s*分?$/.exec(words.normalize('NFKC').trim())
  const [hours, minutes] = [Number(match?.[1]), Number(match?.[2] ?? 0)]
  if (!match || hours > 23 || minutes > 59) return undefined
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

function readYesNo(words: string): boolean | undefined {
  const n = numberOf(words)
  const word = steers(['yes', 'no'], words)
  if (word !== undefined) return word === 'yes'
  return n === 1 ? true : n === 2 ? false : undefined
}
