/** A condition of the policy in plain words: `plan_kind == 'cash' && plan_amount > 500.0` is "补偿方式为现金补偿，且金额超过 ¥500.00". */
import { parseMoney } from '../src/rules/money.ts'
import type { FieldId } from '../src/rules/nouns.ts'
import type { Policy, TreeNode } from '../src/rules/policy.ts'
import type { SentenceId } from './catalogue.ts'
import { say, sayAny } from './catalogue.ts'
import { number } from './format.ts'
import { amountWords, derivedName, fieldLabel, inWords, kindName } from './names.ts'
import type { Reader } from './reader.ts'
import { treeNames } from './values.ts'

type Words = Pick<Reader, 'policy' | 'lang'>

const COMPARISONS: Readonly<Record<string, SentenceId>> = {
  '==': 'rule.is',
  '!=': 'rule.is_not',
  '>': 'rule.over',
  '>=': 'rule.at_least',
  '<': 'rule.under',
  '<=': 'rule.up_to',
}

/** How many words of a list are named; the rest is counted. */
const MOST_WORDS = 3

const TOKEN = /\s*('[^']*'|"[^"]*"|[A-Za-z_]\w*|\d+(?:\.\d+)?|&&|\|\||[=!<>]=|[<>!()[\],]|\S)/gy

/** Thrown when a condition says more than these few phrases can; it is then shown as the policy has it. */
class TooRich extends Error {}

/**
 * The condition in the reader's words, or its source where it uses more than comparisons, `in`, branches of a tree, and,
 * or, not and brackets. Never guesses: what is put into words means exactly what is tested.
 */
export function ruleWords(source: string, words: Words): string {
  const known = said.get(words.policy) ?? new Map<string, string>()
  said.set(words.policy, known)
  const key = `${words.lang} ${source}`
  const text = known.get(key) ?? read(source, words)
  known.set(key, text)
  return text
}

/** What was put into words already: a policy has few conditions, and every card tells some of them. */
const said = new WeakMap<Policy, Map<string, string>>()

function read(source: string, words: Words): string {
  try {
    const reading = new Reading(source, words)
    const text = reading.either()
    if (!reading.atEnd()) throw new TooRich()
    return text
  } catch (error) {
    if (error instanceof TooRich) return source
    throw error
  }
}

/** One pass over the condition, by recursive descent: either → both → one. */
class Reading {
  readonly #tokens: readonly string[]
  readonly #words: Words
  #at = 0

  constructor(source: string, words: Words) {
    this.#tokens = [...source.matchAll(TOKEN)].map(([, token]) => token ?? '')
    this.#words = words
  }

  atEnd(): boolean {
    return this.#at === this.#tokens.length
  }

  either(): string {
    const parts = [this.#both()]
    while (this.#take('||')) parts.push(this.#both())
    return this.#join('rule.or', parts)
  }

  #both(): string {
    const parts = [this.#one()]
    while (this.#take('&&')) parts.push(this.#one())
    return this.#join('rule.and', parts)
  }

  #one(): string {
    if (this.#take('(')) {
      const inner = this.either()
      this.#need(')')
      return say(this.#words.lang, 'rule.group', { inner })
    }
    if (this.#take('!')) return this.#phrase('rule.no', this.#name(), '')
    if (this.#take('[')) return this.#mentions()
    const token = this.#next()
    if (isLiteral(token)) {
      this.#need('in')
      const list = this.#nameOf(this.#next())
      return this.#phrase('rule.includes', list, this.#value(list, token))
    }
    return this.#about(this.#nameOf(token))
  }

  /** `['a', 'b'].exists(word, text.contains(word))`: the text holds one of these words. */
  #mentions(): string {
    const found = [this.#next()]
    while (this.#take(',')) found.push(this.#next())
    for (const token of [']', '.', 'exists', '(']) this.#need(token)
    const variable = this.#next()
    this.#need(',')
    const id = this.#nameOf(this.#next())
    for (const token of ['.', 'contains', '(', variable, ')', ')']) this.#need(token)
    if (!found.every(isLiteral)) throw new TooRich()
    const { lang } = this.#words
    const shown = found.slice(0, MOST_WORDS).map((literal) => literal.slice(1, -1))
    const value = shown.reduce((left, right) => say(lang, 'rule.one_of', { left, right }))
    const label = fieldLabel(id, this.#words)
    return found.length > shown.length
      ? say(lang, 'rule.mentions_some', { label, value, n: found.length })
      : say(lang, 'rule.mentions', { label, value })
  }

  #about(id: FieldId): string {
    if (this.#take('in')) return this.#phrase('rule.is', id, this.#list(id))
    if (this.#take('.')) return this.#within(id)
    const comparison = COMPARISONS[this.#peek() ?? '']
    if (comparison === undefined) return this.#phrase('rule.yes', id, '')
    this.#at += 1
    const literal = this.#next()
    if (literal === "''" || literal === '""') return this.#emptiness(comparison, id)
    return this.#phrase(comparison, id, this.#value(id, literal))
  }

  /** `category.startsWith('quality.failure')`: a branch of its tree, said only when no other branch begins so. */
  #within(id: FieldId): string {
    for (const token of ['startsWith', '(']) this.#need(token)
    const path = this.#next().slice(1, -1)
    this.#need(')')
    const { policy, lang } = this.#words
    const tree = policy.fields[id]?.tree ?? []
    const begun = pathsOf(tree).filter((one) => one.startsWith(path))
    if (!begun.includes(path) || begun.some((one) => one !== path && !one.startsWith(`${path}.`))) throw new TooRich()
    return this.#phrase('rule.within', id, treeNames(tree, path, lang))
  }

  #emptiness(comparison: SentenceId, id: FieldId): string {
    if (comparison !== 'rule.is' && comparison !== 'rule.is_not') throw new TooRich()
    return this.#phrase(comparison === 'rule.is' ? 'rule.empty' : 'rule.filled', id, '')
  }

  #list(id: FieldId): string {
    this.#need('[')
    const values = [this.#value(id, this.#next())]
    while (this.#take(',')) values.push(this.#value(id, this.#next()))
    this.#need(']')
    return values.reduce((left, right) => say(this.#words.lang, 'rule.one_of', { left, right }))
  }

  #value(id: FieldId, literal: string): string {
    if (!isLiteral(literal)) throw new TooRich()
    return literalWords(id, literal, this.#words)
  }

  #name(): FieldId {
    return this.#nameOf(this.#next())
  }

  #nameOf(token: string): FieldId {
    const { policy } = this.#words
    const known =
      token === 'family' || Object.hasOwn(policy.fields, token) || policy.derived.some((one) => one.id === token)
    if (!known) throw new TooRich()
    return token
  }

  #phrase(id: SentenceId, field: FieldId, value: string): string {
    const label = field === 'family' ? say(this.#words.lang, 'rule.family') : fieldLabel(field, this.#words)
    return sayAny(this.#words.lang, id, { label, value }) ?? id
  }

  #join(id: 'rule.and' | 'rule.or', parts: readonly string[]): string {
    return parts.reduce((left, right) => say(this.#words.lang, id, { left, right }))
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new TooRich()
    return token
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false
    this.#at += 1
    return true
  }

  #need(token: string): void {
    if (!this.#take(token)) throw new TooRich()
  }
}

function pathsOf(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.flatMap(({ path, children }) => [path, ...pathsOf(children)])
}

function isLiteral(token: string): boolean {
  return /^['"\d]/.test(token) || token === 'true' || token === 'false'
}

function literalWords(id: FieldId, literal: string, words: Words): string {
  const { policy, lang } = words
  if (literal === 'true' || literal === 'false') return say(lang, literal === 'true' ? 'term.yes' : 'term.no')
  const text = /^['"]/.test(literal) ? literal.slice(1, -1) : literal
  const derived = policy.derived.find((one) => one.id === id)
  if (derived) return derivedName(derived, text, lang)
  if (/^\d/.test(literal)) return numberWords(id, literal, words)
  const family = id === 'family' && Object.hasOwn(policy.families, text) ? policy.families[text] : undefined
  return family ? inWords(family.name, lang) : optionWords(policy, id, text, words)
}

function numberWords(id: FieldId, literal: string, words: Words): string {
  const { currency, digits } = words.policy.company
  if (words.policy.fields[id]?.type !== 'money') return number(Number(literal), words.lang)
  const amount = parseMoney(literal, currency, digits[currency] ?? 2)
  if (typeof amount === 'string') throw new TooRich()
  return amountWords(amount, words)
}

function optionWords(policy: Policy, id: FieldId, text: string, words: Words): string {
  const field = policy.fields[id]
  const option = field?.options?.find((one) => one.id === text)
  if (option) return inWords(option.label, words.lang)
  if (field?.tree) return treeNames(field.tree, text, words.lang)
  return id === 'plan_kind' ? kindName(text, words) : text
}
