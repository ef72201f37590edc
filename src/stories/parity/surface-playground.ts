import { renderCard, renderMessage } from '../../../adapters/playground/render.ts'
import { FIELD_PREFIX, FORM_PREFIX, renderForm } from '../../../adapters/playground/render-form.ts'
import { type Surface, stringsIn } from './surfaces.ts'

/** The browser's chat: near the model, so everything is there as it is. */
export const playground: Surface = {
  name: 'playground',
  // Its page makes text nodes of everything; adapters/playground/page.test.ts holds that.
  evil: /$^/,
  card({ card }) {
    const { payload } = renderCard(card)
    const verbs = payload.actions.map(({ action_id: id }) => id.slice('redress.'.length))
    return { text: stringsIn(payload).join('\n'), verbs, problems: [], raw: JSON.stringify(payload) }
  },
  message(message) {
    const { payload } = renderMessage(message)
    return { text: payload.text, problems: [], raw: JSON.stringify(payload) }
  },
  form(form) {
    const { payload } = renderForm(form)
    const fields = payload.fields.map(({ block_id: id }) => id.slice(FIELD_PREFIX.length))
    const { number, position, revision } = payload
    const id = payload.callback_id.slice(FORM_PREFIX.length)
    return { fields, problems: [], back: { id, number, position, revision, values: fields } }
  },
}
