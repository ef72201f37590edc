/** Buttons: what decides stands first and is always there; what is rarely needed goes into the overflow menu. */
import type { types } from '@slack/bolt'
import type { Action, Confirm } from '../../cards/model.ts'
import { cut, LIMITS } from './clamp.ts'
import { plainText } from './plain-text.ts'
import { WIRE } from './settings.ts'

type Element = types.Button | types.Overflow

/**
 * The actions block of a card. `id` is new with each revision, as Slack asks. The menu takes what is minor and asks
 * nothing before it acts; what does not fit into it stays a button.
 */
export function actionBlocks(
  actions: readonly Action[],
  id: string,
  degraded: string[],
): readonly types.ActionsBlock[] {
  if (actions.length === 0) return []
  const minor = actions.filter((action) => action.minor && action.confirm === undefined)
  const menu = minor.slice(-LIMITS.overflow)
  const buttons = actions.filter((action) => !menu.includes(action))
  const kept = buttons.slice(0, LIMITS.elements - 1)
  if (kept.length < buttons.length) degraded.push(`${buttons.length - kept.length} buttons left out`)
  const elements: Element[] = kept.map(buttonOf)
  if (menu.length > 0) elements.push(menuOf(menu))
  return [{ type: 'actions', block_id: cut(id, LIMITS.id), elements }]
}

function buttonOf(action: Action): types.Button {
  const { verb, label, number, revision, style, confirm } = action
  return {
    type: 'button',
    action_id: `${WIRE.action}${verb}`,
    text: plainText(label, LIMITS.button),
    value: `${number}:${revision}`,
    ...(style === 'plain' ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: confirmOf(confirm, style === 'danger') }),
  }
}

function confirmOf({ title, text, yes, no }: Confirm, danger: boolean): types.ConfirmationDialog {
  return {
    title: plainText(title, LIMITS.confirmTitle),
    text: plainText(text, LIMITS.confirmText),
    confirm: plainText(yes, LIMITS.confirmButton),
    deny: plainText(no, LIMITS.confirmButton),
    ...(danger ? { style: 'danger' } : {}),
  }
}

function menuOf(actions: readonly Action[]): types.Overflow {
  return {
    type: 'overflow',
    action_id: WIRE.more,
    options: actions.map(({ verb, label, number, revision }) => ({
      text: plainText(label, LIMITS.option),
      value: cut(`${verb}:${number}:${revision}`, LIMITS.optionValue),
    })),
  }
}
