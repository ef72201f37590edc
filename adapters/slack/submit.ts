/**
 * Modals handed in. Slack waits three seconds for what becomes of the modal: it closes, or stays with errors on its
 * fields. Whatever takes longer (files) shows a modal that says so, and fills it when it is done; nothing typed is lost.
 */
import { refusalText } from '../../cards/refusals.ts'
import type { Caller, FormAnswer, Reply } from '../../src/ports.ts'
import type { FileRef, Refusal } from '../../src/rules/nouns.ts'
import { isRefusal } from '../../src/rules/nouns.ts'
import { SOON, within } from './acknowledge.ts'
import { isOwn, said } from './answer.ts'
import { cut } from './clamp.ts'
import { type FormMeta, readMeta } from './form-meta.ts'
import type { Front } from './front.ts'
import { keptOf } from './kept-files.ts'
import type { Ack, Handle, Payload } from './listen.ts'
import { answerModal, skeleton } from './modals.ts'
import { accountOf, submissionKey } from './payload.ts'
import { type FilledForm, inputsOf, readForm, type SlackFile, type ViewState } from './read-form.ts'
import { isRecord } from './records.ts'
import { type Modal, renderForm } from './render-form.ts'
import { WIRE } from './settings.ts'
import { word } from './words.ts'

interface Handed {
  readonly user: string
  readonly caller: Caller
  readonly view: ViewState
  readonly meta: FormMeta
  readonly filled: FilledForm
}

type Errors = Extract<Reply, { readonly is: 'errors' }>

/** A modal handed in. */
export function onSubmission(front: Front): Handle {
  return async (payload, ack) => {
    const handed = handedOf(front, payload)
    if (handed === undefined) return ack()
    const work = carry(front, handed).catch((err: unknown): Reply => {
      front.parts.log.error({ err }, 'a form from Slack failed')
      const { lang } = handed.caller
      return { is: 'refused', code: 'unexpected', message: { text: word('failed', lang), lang, tone: 'warn' } }
    })
    const reply = await within(work, SOON)
    if (reply === undefined) await later(front, handed, work, ack)
    else await now(front, handed, reply, ack)
  }
}

function handedOf(front: Front, payload: Payload): Handed | undefined {
  if (!isRecord(payload.view)) return undefined
  const view = payload.view as unknown as ViewState
  const filled = readForm(view)
  const account = accountOf(payload)
  const caller = front.caller(account)
  return filled && { user: account.user, caller, view, filled, meta: readMeta(view.private_metadata) }
}

/** Fetches the files, then hands the whole to the reception. */
async function carry(front: Front, { caller, view, filled }: Handed): Promise<Reply> {
  const fetched = await Promise.all(
    Object.entries(filled.uploads).map(async ([field, files]) => [field, await fetchAll(front, files)] as const),
  )
  const lost = fetched.flatMap(([field, { wrong }]) => wrong.map((why) => errorOf(field, why, caller)))
  if (lost.length > 0) return { is: 'errors', code: 'file_unknown', errors: lost }
  const kept = await keptOf(front.parts.files, filled)
  const values = { ...filled.answer.values }
  for (const [field, { found }] of fetched) values[field] = [...(kept[field] ?? []), ...found]
  return front.parts.reception.submit(caller, { ...filled.answer, values }, submissionKey(view))
}

type Wrong = Refusal | { readonly name: string }

async function fetchAll({ fetchFile }: Front, files: readonly SlackFile[]) {
  const got = await Promise.all(files.map(async (file) => (await fetchFile(file)) ?? { name: file.name ?? file.id }))
  const found = got.filter((one): one is FileRef => 'sha256' in one)
  const wrong = got.filter((one): one is Wrong => !('sha256' in one))
  return { found, wrong }
}

function errorOf(field: string, why: Wrong, { lang }: Caller): { readonly field: string; readonly text: string } {
  if (!isRefusal(why)) return { field, text: `${word('files_lost', lang)}${why.name}` }
  const { message, fix } = refusalText(why, lang)
  return { field, text: `${message} ${fix}` }
}

/** In time: the modal answers for itself. */
async function now(front: Front, handed: Handed, reply: Reply, ack: Ack): Promise<void> {
  const { view, caller, meta, user } = handed
  switch (reply.is) {
    case 'errors': {
      const errors = errorsOn(view, reply)
      if (errors !== undefined) return ack({ response_action: 'errors', errors })
      return ack({ response_action: 'update', view: answerModal(reply, caller.lang) })
    }
    case 'form':
      return ack({ response_action: 'update', view: renderForm(reply.form, meta).payload })
    case 'refused':
      return ack({ response_action: 'update', view: answerModal(reply, caller.lang) })
    default:
      if (isOwn(reply)) return ack({ response_action: 'update', view: answerModal(reply, caller.lang) })
      await ack()
      return front.answers.tell(user, meta, reply)
  }
}

/** Errors by block id. Only inputs can carry one: what is about no field in view is put on the first. */
export function errorsOn(view: ViewState, { errors }: Errors): Readonly<Record<string, string>> | undefined {
  const inputs = inputsOf(view)
  const [first] = inputs.filter((id) => id.startsWith(WIRE.field))
  if (first === undefined) return undefined
  const found: Record<string, string> = {}
  for (const { field, text } of errors) {
    const own = `${WIRE.field}${field}`
    const block = inputs.includes(own) ? own : first
    found[block] = cut(found[block] === undefined ? text : `${found[block]} ${text}`, 1000)
  }
  return found
}

/** Too late for the answer: a modal that waits takes its place and shows the result when it is there. */
async function later(front: Front, handed: Handed, work: Promise<Reply>, ack: Ack): Promise<void> {
  const { view, caller, meta, user } = handed
  await ack({ response_action: 'update', view: skeleton(caller.lang, 'saving') })
  const reply = await work
  if (reply.is === 'done' && !isOwn(reply)) await front.answers.tell(user, meta, reply)
  await front.modals.change(view.id, () => resultModal(front, handed, reply))
}

async function resultModal({ parts }: Front, { caller, filled, meta }: Handed, reply: Reply): Promise<Modal> {
  if (reply.is === 'form') return renderForm(reply.form, meta).payload
  if (reply.is !== 'errors') return answerModal(reply, caller.lang)
  const notice = `⚠️ ${reply.errors.map(({ text }) => text).join('\n')}`
  const values = { ...filled.answer.values, ...(await keptOf(parts.files, filled)) }
  const answer: FormAnswer = { ...filled.answer, values }
  const form = await parts.reception.redraw(caller, answer)
  return isRefusal(form) ? answerModal(said(notice, caller.lang), caller.lang) : renderForm(form, meta, notice).payload
}
