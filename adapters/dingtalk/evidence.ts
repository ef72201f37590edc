/**
 * Photos and files cannot be put into a form card: they follow in the direct chat, then 完成 ("done"). They become part of
 * the complaint that was just filed, or of the form that waits for them. What was sent is kept over a restart.
 */
import type { Caller, PlatformParts, Reply, Utterance } from '../../src/ports.ts'
import type { FileRef, Millis } from '../../src/rules/nouns.ts'
import { NAME } from './settings.ts'
import { fillWord, WORDS } from './words.ts'

/** What the files are for. */
export type EvidenceFor =
  | { readonly is: 'case'; readonly number: string }
  | { readonly is: 'form'; readonly track: string; readonly field: string }

export interface Evidence {
  /** From now on files of this account belong there. */
  expect(account: string, what: EvidenceFor): Promise<void>
  /** Undefined when the message is nothing of ours. */
  hear(account: string, caller: Caller, said: Utterance, key: string): Promise<Heard | undefined>
  /** Something else was begun: what was collected so far is handed in. */
  leave(account: string, caller: Caller, key: string): Promise<void>
}

export type Heard =
  | { readonly is: 'reply'; readonly reply: Reply }
  /** The form's files are complete. */
  | { readonly is: 'form'; readonly track: string; readonly field: string; readonly files: readonly FileRef[] }

interface Waiting {
  readonly what: EvidenceFor
  readonly files: readonly FileRef[]
  readonly until: Millis
}

const LIVES: Millis = 60 * 60_000
const MOST = 20
const DONE = /^(?:完成|好了|发完了|done|ok)[。.!！]?$/i

const keyOf = (account: string): string => `evidence/${account}`

/** Evidence by account. */
export function makeEvidence({
  memory,
  reception,
  wall,
}: Pick<PlatformParts, 'memory' | 'reception' | 'wall'>): Evidence {
  const keep = (account: string, waiting: Waiting | undefined): Promise<void> =>
    memory.set(keyOf(account), waiting === undefined ? '' : JSON.stringify(waiting))

  async function find(account: string): Promise<Waiting | undefined> {
    const text = await memory.get(keyOf(account))
    return text === undefined || text === '' ? undefined : (JSON.parse(text) as Waiting)
  }

  const note = (number: string, files: readonly FileRef[], caller: Caller, key: string): Promise<Reply> =>
    reception.submit(caller, { id: 'note', number, values: { files } }, `${NAME}/evidence/${key}`)

  const tell = (caller: Caller, text: string): Heard => ({
    is: 'reply',
    reply: { is: 'say', message: { text, lang: caller.lang } },
  })

  return {
    expect: (account, what) => keep(account, { what, files: [], until: wall() + LIVES }),

    async hear(account, caller, said, key) {
      const waiting = await find(account)
      if (waiting === undefined) return undefined
      const { what, files } = waiting
      const given = said.files ?? []
      const done = DONE.test(said.text.trim())
      if (waiting.until < wall() && files.length === 0) {
        await keep(account, undefined)
        return undefined
      }
      if (given.length > 0) {
        const all = [...files, ...given.filter(({ sha256 }) => !files.some((one) => one.sha256 === sha256))].slice(
          0,
          MOST,
        )
        await keep(account, { what, files: all, until: wall() + LIVES })
        return tell(caller, fillWord(WORDS.gotFiles[caller.lang], { n: all.length }))
      }
      if (!done) return undefined
      if (files.length === 0) return tell(caller, WORDS.noFiles[caller.lang])
      if (what.is === 'form') {
        await keep(account, undefined)
        return { is: 'form', track: what.track, field: what.field, files }
      }
      const reply = await note(what.number, files, caller, key)
      if (reply.is === 'done') await keep(account, undefined)
      return { is: 'reply', reply }
    },

    async leave(account, caller, key) {
      const waiting = await find(account)
      if (waiting === undefined || waiting.what.is !== 'case') return
      if (waiting.files.length > 0) await note(waiting.what.number, waiting.files, caller, key)
      await keep(account, undefined)
    },
  }
}
