/**
 * A form on a card, page by page. What it is about and what was answered so far is remembered under the card's name, so
 * that a page may come twice, late, or after a restart; one opening of a form is one submission, whatever is redelivered.
 */
import type { Form } from '../../cards/model.ts'
import type { Caller, FormAnswer, PlatformParts, Reply } from '../../src/ports.ts'
import { isRefusal, type Refusal } from '../../src/rules/nouns.ts'
import { clampBytes, plainText } from './plain-text.ts'
import { NO_FORM, type Params } from './render.ts'
import { type FormPage, likelyValues, mergeAnswers, nextPage, type Progress, unaskable } from './render-form.ts'
import { NAME } from './settings.ts'
import { WORDS } from './words.ts'

/** What became of a page. */
export type Turn =
  | { readonly is: 'page'; readonly params: Params; readonly said: string }
  /** It was sent. `takesFiles`: it has fields for files, which no card can ask. */
  | { readonly is: 'over'; readonly reply: Reply; readonly takesFiles: boolean }
  /** It cannot be sent without files, which follow in the chat. */
  | { readonly is: 'files'; readonly field: string; readonly label: string }
  /** What is left cannot be asked on a card: it goes on in the chat, from this form with the values so far. */
  | { readonly is: 'chat'; readonly form: Form; readonly key: string }
  /** No form is open on this card. */
  | { readonly is: 'none' }

export interface FormSessions {
  /** The first page of a form that opens on this card; undefined when a card cannot ask any of it. */
  begin(track: string, openedBy: string, form: Form): Promise<Params | undefined>
  /** A page came back. */
  take(track: string, caller: Caller, raw: Readonly<Record<string, unknown>>): Promise<Turn>
  /** Closes the form without sending it. */
  close(track: string): Promise<void>
}

interface Session extends Progress {
  readonly key: string
  readonly about: Omit<FormAnswer, 'values'>
  /** How it ended: the answer is given again when the last page comes again. */
  readonly over?: { readonly number: string; readonly revision: number; readonly text: string }
}

const keyOf = (track: string): string => `form/${track}`

/** Forms on cards. */
export function makeFormSessions({ reception, memory }: Pick<PlatformParts, 'reception' | 'memory'>): FormSessions {
  const keep = (track: string, session: Session | undefined): Promise<void> =>
    memory.set(keyOf(track), session === undefined ? '' : JSON.stringify(session))

  async function find(track: string): Promise<Session | undefined> {
    const text = await memory.get(keyOf(track))
    return text === undefined || text === '' ? undefined : (JSON.parse(text) as Session)
  }

  async function send(track: string, caller: Caller, session: Session, form: Form): Promise<Turn> {
    const answer: FormAnswer = { ...session.about, values: session.values }
    const reply = await reception.submit(caller, answer, session.key)
    if (reply.is === 'errors') {
      const wrong = reply.errors.flatMap(({ field }) => (field === undefined ? [] : [field]))
      const page = nextPage(form, session, wrong)
      const said = reply.errors.map(({ text }) => text).join('\n')
      await keep(track, session)
      const hard = unaskable(form).find(({ id }) => wrong.includes(id))
      if (hard?.kind.input === 'files') return { is: 'files', field: hard.id, label: hard.label }
      if (hard !== undefined) return { is: 'chat', form, key: `${session.key}/chat` }
      if (page === undefined) return { is: 'over', reply, takesFiles: false }
      return { is: 'page', params: paramsOf(form, page), said }
    }
    if (reply.is === 'done') {
      const { number, revision, message } = reply
      const over = { number, revision, text: message.text }
      // Values hold personal data: they are kept no longer than needed. What `unmask` told is not kept at all.
      const kept = session.about.id === 'unmask' ? { ...over, text: '' } : over
      await keep(track, { ...session, values: {}, partial: {}, asked: [], over: kept })
    } else await keep(track, session)
    return { is: 'over', reply, takesFiles: form.fields.some(({ kind }) => kind.input === 'files') }
  }

  return {
    async begin(track, openedBy, form) {
      const { id, number, position, revision } = form
      const about = {
        id,
        ...(number === undefined ? {} : { number }),
        ...(position === undefined ? {} : { position }),
        ...(revision === undefined ? {} : { revision }),
      }
      const values = Object.fromEntries(
        form.fields.flatMap((field) => (field.value === undefined ? [] : [[field.id, field.value] as const])),
      )
      const fresh: Session = { key: `${NAME}/form/${openedBy}`, about, asked: [], partial: {}, values }
      const page = nextPage(form, fresh)
      if (page === undefined) return undefined
      await keep(track, fresh)
      return paramsOf(form, page)
    },

    async take(track, caller, raw) {
      const session = await find(track)
      if (session === undefined) return { is: 'none' }
      const { over } = session
      if (over !== undefined) {
        const message = { text: over.text, lang: caller.lang, number: over.number, tone: 'good' as const }
        const reply = { is: 'done', number: over.number, revision: over.revision, message } as const
        return { is: 'over', reply, takesFiles: false }
      }
      const before = await draw(caller, session)
      if (isRefusal(before)) return refusedNow(session, caller)
      const now: Session = { ...session, ...mergeAnswers(before, session, raw) }
      const form = await draw(caller, now)
      if (isRefusal(form)) return send(track, caller, now, before)
      const page = nextPage(form, now)
      if (page === undefined) return send(track, caller, withShown(now, form), form)
      await keep(track, now)
      return { is: 'page', params: paramsOf(form, page), said: WORDS.continued[caller.lang] }
    },

    close: (track) => keep(track, undefined),
  }

  /** The form as it stands, with what most likely comes next where only a branch of a tree is chosen. */
  async function draw(caller: Caller, session: Session): Promise<Form | Refusal> {
    const form = await reception.redraw(caller, { ...session.about, values: session.values })
    if (isRefusal(form) || Object.keys(session.partial).length === 0) return form
    return reception.redraw(caller, { ...session.about, values: likelyValues(form, session) })
  }

  /** The form cannot be drawn any more: the desk says why, in its own words. */
  async function refusedNow({ about, values, key }: Session, caller: Caller): Promise<Turn> {
    return { is: 'over', reply: await reception.submit(caller, { ...about, values }, key), takesFiles: false }
  }

  /** Values of fields the form does not show any more are not sent. */
  function withShown(session: Session, form: Form): Session {
    const shown = new Set(form.fields.map(({ id }) => id))
    return { ...session, values: Object.fromEntries(Object.entries(session.values).filter(([id]) => shown.has(id))) }
  }

  function paramsOf(form: Form, { fields, more }: FormPage): Params {
    return {
      ...NO_FORM,
      form: JSON.stringify({ fields }),
      form_open: 'true',
      form_title: clampBytes(plainText(form.title), 200),
      form_submit: more ? WORDS.next[form.lang] : form.submit,
      form_close: WORDS.close[form.lang],
    }
  }
}
