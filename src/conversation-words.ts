/** What words in a chat ask for. Whatever means nothing here is not ours to answer. */
import { COMMAND_WORDS } from '../cards/catalogue/answer-sentences.ts'
import { TALK_WORDS, VERB_SYNONYMS } from '../cards/catalogue/conversation-sentences.ts'
import { SENTENCES } from '../cards/catalogue.ts'
import { plainName } from './conversation-line.ts'
import type { Verb } from './rules/nouns.ts'
import { VERBS } from './rules/nouns.ts'

/** Which case is meant: by its number, by the end of it (`3`), or the only one that waits. */
export type Meant =
  | { readonly by: 'number'; readonly number: string }
  | { readonly by: 'end'; readonly end: number }
  | { readonly by: 'waiting' }

export type Asked =
  /** One of the words every chat knows: they go to the reception as they are. */
  | { readonly is: 'hear'; readonly words: string }
  | { readonly is: 'help' }
  /** File a complaint; `rest` is a line, or empty. */
  | { readonly is: 'file'; readonly rest: string }
  | { readonly is: 'verb'; readonly verb: Verb | 'do'; readonly meant: Meant; readonly rest: string }

const DIGIT = '[0-9０-９]'
const NUMBER = new RegExp(`[A-Za-zＡ-Ｚａ-ｚ]{1,4}[-－–—]${DIGIT}{8}[-－–—]${DIGIT}{4,9}`)
const FILE = new RegExp(`^[/／]?(?:${TALK_WORDS.file.join('|')})(?=$|[\\s,，:：;；。])[\\s,，:：;；]*`, 'i')

/** Longest part of a message that may hold a command before its own words begin. */
const HEAD = 60

/** Reads a message; undefined when it asks nothing of us. */
export function readAsked(text: string): Asked | undefined {
  const said = text.trim()
  const filing = FILE.exec(said)
  if (filing) {
    const rest = said.slice(filing[0].length).trim()
    const inner = readCommand(rest)
    return inner?.is === 'hear' || inner?.is === 'help' ? inner : { is: 'file', rest }
  }
  return readCommand(said.replace(/^[/／]/, ''))
}

function readCommand(said: string): Asked | undefined {
  const whole = wordOf(COMMAND_WORDS, said)
  if (whole === 'help') return { is: 'help' }
  if (whole !== undefined) return { is: 'hear', words: whole }
  return readNumbered(said) ?? readBare(said)
}

function readNumbered(said: string): Asked | undefined {
  const found = NUMBER.exec(said.slice(0, HEAD + 30))
  if (!found) return undefined
  const number = caseNumber(found[0])
  const before = said.slice(0, found.index).trim()
  const rest = said.slice(found.index + found[0].length).replace(/^[\s,，:：;；]+/, '')
  if (before === '') return rest === '' ? { is: 'hear', words: `show ${number}` } : undefined
  const known = wordOf(COMMAND_WORDS, before)
  if (known === 'show') return { is: 'hear', words: `show ${number}` }
  const verb = verbOf(before)
  return verb === undefined ? undefined : { is: 'verb', verb, meant: { by: 'number', number }, rest }
}

/** `同意`, `同意 3`, `驳回 0003 照片不清楚`. */
function readBare(said: string): Asked | undefined {
  const [, word = '', end, rest = ''] = /^(\S+?)(?:\s+#?([0-9０-９]{1,9})(?:[\s,，:：]+([\s\S]*))?)?$/.exec(said) ?? []
  const verb = word.length > HEAD ? undefined : verbOf(word)
  if (verb === undefined || verb === 'note') return undefined
  const meant: Meant = end === undefined ? { by: 'waiting' } : { by: 'end', end: Number(end.normalize('NFKC')) }
  return { is: 'verb', verb, meant, rest }
}

function caseNumber(written: string): string {
  return written
    .replace(/[－–—]/g, '-')
    .normalize('NFKC')
    .toUpperCase()
}

function wordOf<K extends string>(words: Readonly<Record<K, readonly string[]>>, said: string): K | undefined {
  const plain = plainName(said)
  return (Object.keys(words) as K[]).find((id) => words[id].includes(plain))
}

/** A verb by its label in either language, its id, what else people call it, or a button's label (`填写：初审`). */
export function verbOf(words: string): Verb | 'do' | undefined {
  const said = plainName(words)
  if ((TALK_WORDS.do as readonly string[]).includes(said)) return 'do'
  const [head = ''] = said.split(/[:：]/)
  return VERBS.find((verb) => {
    const { zh, en } = SENTENCES[`verb.${verb}`]
    const names: readonly string[] = [verb, plainName(zh), plainName(en), ...VERB_SYNONYMS[verb]]
    return names.includes(said) || (verb === 'submit' && names.includes(head))
  })
}
