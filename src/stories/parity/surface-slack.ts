import { readForm, type ViewState } from '../../../adapters/slack/read-form.ts'
import { renderBare, renderCard, renderMessage } from '../../../adapters/slack/render.ts'
import { renderForm } from '../../../adapters/slack/render-form.ts'
import { WIRE } from '../../../adapters/slack/settings.ts'
import { type Fault, messageProblems, viewProblems } from '../../../adapters/slack/testing/block-kit.ts'
import { buttonsOf } from '../../../adapters/slack/testing/messages.ts'
import { type Surface, stringsIn } from './surfaces.ts'

const said = (faults: readonly Fault[]): readonly string[] => faults.map(([at, what]) => `${at}: ${what}`)

/** What people read of Slack's markup: entities, and moments in their own words. */
const read = (payload: unknown): string =>
  stringsIn(payload)
    .join('\n')
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** What Slack reads as its own markup: plain text it never does. */
const marked = (payload: unknown): readonly string[] => {
  if (typeof payload !== 'object' || payload === null) return []
  const { type, text } = payload as { readonly type?: unknown; readonly text?: unknown }
  const own = typeof text === 'string' && type !== 'plain_text' ? [text] : []
  return [...own, ...Object.values(payload).flatMap(marked)]
}

/** Block Kit, held to the strict reader of platforms/slack.md section 6. */
export const slack: Surface = {
  name: 'slack',
  evil: /<!channel|<@U1|<a href|<https/,
  card({ card }) {
    const { payload, degraded } = renderCard(card)
    return {
      text: read(payload.blocks),
      verbs: buttonsOf(payload as never).map(({ verb }) => verb),
      problems: [
        ...said(messageProblems(payload)),
        ...said(messageProblems(renderBare(card))),
        ...degraded.filter((one) => one !== 'image as a file name'),
      ],
      raw: marked(payload).join('\n'),
    }
  },
  message(message) {
    const { payload, degraded } = renderMessage(message)
    return {
      text: read(payload.blocks),
      problems: [...said(messageProblems(payload)), ...degraded],
      raw: marked(payload).join('\n'),
    }
  },
  form(form) {
    const { payload } = renderForm(form, { channel: 'C1', thread: '1.1', responseUrl: 'https://hooks.slack.com/x' })
    const back = readForm(untouched(payload))
    const fields = payload.blocks.flatMap((block) =>
      block.type === 'input' && block.block_id?.startsWith(WIRE.field) ? [block.block_id.slice(WIRE.field.length)] : [],
    )
    const { id = '', number, position, revision, values = {} } = back?.answer ?? {}
    return {
      fields,
      problems: said(viewProblems(payload)),
      back: { id, number, position, revision, values: Object.keys(values) },
    }
  },
}

/** The modal as Slack sends it when somebody presses the button at once. */
function untouched(view: ReturnType<typeof renderForm>['payload']): ViewState {
  const values = Object.fromEntries(
    view.blocks.flatMap((block) => {
      if (block.type !== 'input') return []
      const element = (block as unknown as { element: Record<string, unknown> }).element
      const held = {
        type: element.type,
        value: element.initial_value ?? null,
        selected_option: element.initial_option ?? null,
        selected_options: element.initial_options ?? [],
        selected_date: element.initial_date,
        selected_time: element.initial_time,
      }
      return [[block.block_id ?? '', { [String(element.action_id)]: held }]]
    }),
  )
  return { ...view, id: 'V1', state: { values } } as unknown as ViewState
}
