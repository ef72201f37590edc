/** What a person who acted gets back at once, as the page draws it. */
import type { Reply } from '../../src/ports.ts'
import { renderCard, renderMessage, type WireCard, type WireMessage } from './render.ts'
import { renderForm, type WireForm } from './render-form.ts'

export type WireReply =
  | { readonly is: 'form'; readonly form: WireForm }
  | { readonly is: 'say'; readonly message: WireMessage }
  | { readonly is: 'card'; readonly card: WireCard }
  | {
      readonly is: 'errors'
      readonly code: string
      readonly errors: readonly { readonly field?: string; readonly text: string }[]
    }
  | { readonly is: 'done'; readonly number: string; readonly revision: number; readonly message: WireMessage }
  | { readonly is: 'refused'; readonly code: string; readonly message: WireMessage }
  /** A plain message was posted; its post says the rest. */
  | { readonly is: 'posted'; readonly post: number }

/** Draws a reply. */
export function replyOf(reply: Reply): WireReply {
  switch (reply.is) {
    case 'form':
      return { is: 'form', form: renderForm(reply.form).payload }
    case 'say':
      return { is: 'say', message: renderMessage(reply.message).payload }
    case 'card':
      return { is: 'card', card: renderCard(reply.card).payload }
    case 'errors':
      return { is: 'errors', code: reply.code, errors: reply.errors }
    case 'done': {
      const { number, revision, message } = reply
      return { is: 'done', number, revision, message: renderMessage(message).payload }
    }
    case 'refused':
      return { is: 'refused', code: reply.code, message: renderMessage(reply.message).payload }
  }
}
