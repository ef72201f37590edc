/** How the reception answers: done, no, or no on these fields; always in the language of whoever asked. */
import { say } from '../cards/catalogue.ts'
import type { Listed } from '../cards/lists.ts'
import { doneMessage } from '../cards/lists.ts'
import { likelyLines } from '../cards/merge-words.ts'
import type { Message } from '../cards/model.ts'
import type { Reader } from '../cards/reader.ts'
import { refusalText } from '../cards/refusals.ts'
import type { Reply, Store } from './ports.ts'
import type { Answer } from './rules/commands.ts'
import type { Refusal, Verb } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'

/** A plain message to one reader. */
export function messageTo(reader: Reader, text: string, number?: string): Message {
  return { text, lang: reader.lang, ...(number === undefined ? {} : { number }) }
}

/** An expected no, in words, with what to do about it. */
export function refuse(reader: Reader, refusal: Refusal): Reply {
  return {
    is: 'refused',
    code: refusal.refused,
    message: { ...messageTo(reader, wordsOf(reader, refusal)), tone: 'warn' },
  }
}

/** Noes on a form's fields: the form stays open with them. */
export function errorsOn(reader: Reader, wrong: readonly Refusal[]): Reply {
  const errors = wrong.map((refusal) => ({
    text: wordsOf(reader, refusal),
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
  }))
  return { is: 'errors', code: wrong[0]?.refused ?? 'bad_request', errors }
}

/** What the desk answered, in words. */
export function wordAnswer(reader: Reader, did: Verb | 'file', answer: Answer): Reply {
  if (isRefusal(answer)) return refuse(reader, answer)
  const { number, revision } = answer
  return { is: 'done', number, revision, message: doneMessage(did, number, reader.lang) }
}

/**
 * What became of a filing, with the open cases that it is likely the same as: as of then, so that asked again it is the
 * same answer.
 */
export async function wordFiling(reader: Reader, store: Pick<Store, 'facts'>, answer: Answer): Promise<Reply> {
  const reply = wordAnswer(reader, 'file', answer)
  if (isRefusal(answer) || reply.is !== 'done' || !reader.policy.duplicates) return reply
  const facts = (await store.facts(answer.number)).filter(({ seq }) => seq <= answer.revision)
  const likened = facts.flatMap(({ what }) => (what.is === 'likened' ? what.of : []))
  if (likened.length === 0) return reply
  const lines = [reply.message.text, say(reader.lang, 'merge.filed'), ...likelyLines(likened, reader)]
  return { ...reply, message: { ...reply.message, text: lines.join('\n') } }
}

function wordsOf(reader: Reader, refusal: Refusal): string {
  return say(reader.lang, 'answer.refused', refusalText(refusal, reader.lang, reader))
}

/** A line of a list with what the case knows of people, so that the list can leave it out. */
export async function withValues<L extends Listed>(store: Pick<Store, 'case'>, listed: L): Promise<L> {
  const state = await store.case(listed.row.number)
  return state ? { ...listed, values: state.values } : listed
}
