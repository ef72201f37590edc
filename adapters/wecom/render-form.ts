/** A form on WeCom: a text card that leads to its page. WeCom's own cards have no text input. */
import type { Form } from '../../cards/model.ts'
import type { Links } from '../../src/ports.ts'
import type { Content } from './render.ts'
import { NAME } from './settings.ts'
import { cutToBytes, flat } from './width.ts'
import { WORDS } from './words.ts'

/** The text card that opens a form's page. What is filled in already would be lost: see `holdsWords`. */
export function renderFormLink(form: Form, links: Links): Content {
  const { verb, number, position, revision, lang } = form
  const target = {
    verb,
    ...(number === undefined ? {} : { number }),
    ...(position === undefined ? {} : { position }),
    ...(revision === undefined ? {} : { revision }),
  }
  const content = {
    title: cutToBytes(flat(form.title), 128),
    description: WORDS.form_hint[lang],
    url: links.form(NAME, target),
    btntxt: WORDS.fill_in[lang],
  }
  return { msgtype: 'textcard', content }
}

/** True when a new complaint holds words already, which a page that opens empty would lose. */
export function holdsWords(form: Form): boolean {
  return form.verb === 'file' && form.fields.some(({ value }) => value !== undefined)
}
