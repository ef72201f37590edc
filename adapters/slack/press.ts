/** Buttons, menus and fields that redraw their form. */
import type { Caller } from '../../src/ports.ts'
import { isRefusal, VERBS, type Verb } from '../../src/rules/nouns.ts'
import { acknowledgeSoon } from './acknowledge.ts'
import { readMeta } from './form-meta.ts'
import type { Front } from './front.ts'
import { keptOf } from './kept-files.ts'
import type { Handle } from './listen.ts'
import { type Pressed, positionOf, pressedOf } from './payload.ts'
import { readForm } from './read-form.ts'
import { KEPT, renderForm } from './render-form.ts'
import { WIRE } from './settings.ts'

/** Whatever was pressed: a verb on a case, words to hear, or a field whose change redraws its form. */
export function onAction(front: Front, homeChanged: (account: string) => void): Handle {
  return async (payload, ack) => {
    const pressed = pressedOf(payload)
    if (pressed === undefined) return ack()
    const caller = front.caller(pressed.account)
    if (pressed.where === 'modal' && isField(pressed.block)) {
      await ack()
      return redraw(front, pressed, caller)
    }
    if (pressed.action === WIRE.say || pressed.action.startsWith(`${WIRE.say}.`)) {
      const reply = front.parts.reception.hear(caller, pressed.value.trim(), pressed.key)
      await Promise.all([acknowledgeSoon(reply, ack), front.modals.follow(waitingOf(pressed, caller), reply)])
      return
    }
    const click = clickOf(pressed)
    if (click === undefined) return ack()
    const reply = front.parts.reception.click(caller, click, pressed.key)
    await Promise.all([acknowledgeSoon(reply, ack), front.modals.follow(waitingOf(pressed, caller), reply)])
    if (pressed.where === 'home') homeChanged(pressed.account.user)
  }
}

const isField = (block: string): boolean => block.startsWith(WIRE.field) || block.startsWith(KEPT)

function waitingOf({ account, trigger, origin }: Pressed, { lang }: Caller) {
  return { user: account.user, lang, trigger, origin }
}

/** `redress.<verb>` with `<number>:<revision>`, or the menu's `<verb>:<number>:<revision>`. */
export function clickOf(pressed: Pick<Pressed, 'action' | 'value' | 'block'>) {
  const written =
    pressed.action === WIRE.more ? pressed.value : `${pressed.action.slice(WIRE.action.length)}:${pressed.value}`
  if (!pressed.action.startsWith(WIRE.action)) return undefined
  const [named = '', number = '', revision = ''] = written.split(':')
  const verb = VERBS.find((one): one is Verb => one === named)
  if (verb === undefined || number === '' || !/^\d{1,9}$/.test(revision)) return undefined
  const position = positionOf(pressed.block)
  return { verb, number, revision: Number(revision), ...(position === undefined ? {} : { position }) }
}

/** The form again with what was filled in so far. */
async function redraw({ parts, modals }: Front, { view }: Pressed, caller: Caller): Promise<void> {
  const filled = view && readForm(view)
  if (view === undefined || filled === undefined) return
  await modals.change(view.id, async () => {
    const values = { ...filled.answer.values, ...(await keptOf(parts.files, filled)) }
    const form = await parts.reception.redraw(caller, { ...filled.answer, values })
    return isRefusal(form) ? undefined : renderForm(form, readMeta(view.private_metadata)).payload
  })
}
