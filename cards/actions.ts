/** The buttons of a card. Which verbs are drawn was decided by `may`; here is only how each looks. */
import type { Asking } from '../src/rules/case.ts'
import { remarksOn } from '../src/rules/ground.ts'
import type { Verb } from '../src/rules/nouns.ts'
import type { Stage } from '../src/rules/policy.ts'
import { PUT_OFF } from '../src/rules/putting-off.ts'
import { say } from './catalogue.ts'
import type { Action, Confirm } from './model.ts'
import { amountWords, inWords, kindName, verbName } from './names.ts'
import type { Scene } from './scene.ts'
import { payeeWords, positionOf } from './scene.ts'
import { oneLine } from './text.ts'

interface Look {
  readonly style: Action['style']
  readonly opens: boolean
  readonly minor: boolean
}

/** In the order in which they are drawn: what moves the case on, what sends it back, then what is rarely needed. */
const LOOKS: Readonly<Record<Verb, Look>> = {
  approve: { style: 'primary', opens: false, minor: false },
  submit: { style: 'primary', opens: true, minor: false },
  pay: { style: 'primary', opens: true, minor: false },
  resume: { style: 'primary', opens: false, minor: false },
  reject: { style: 'danger', opens: true, minor: false },
  fail: { style: 'danger', opens: true, minor: false },
  return: { style: 'plain', opens: true, minor: false },
  answer: { style: 'primary', opens: true, minor: false },
  claim: { style: 'plain', opens: false, minor: false },
  ask: { style: 'plain', opens: true, minor: true },
  add: { style: 'plain', opens: true, minor: true },
  acknowledge: { style: 'plain', opens: true, minor: false },
  snooze: { style: 'plain', opens: true, minor: true },
  transfer: { style: 'plain', opens: true, minor: true },
  amend: { style: 'plain', opens: true, minor: true },
  note: { style: 'plain', opens: true, minor: true },
  contact: { style: 'plain', opens: true, minor: true },
  keep: { style: 'plain', opens: true, minor: true },
  renew: { style: 'plain', opens: true, minor: true },
  urge: { style: 'plain', opens: false, minor: true },
  pause: { style: 'plain', opens: true, minor: true },
  clear: { style: 'plain', opens: true, minor: false },
  unmask: { style: 'plain', opens: true, minor: true },
  recall: { style: 'plain', opens: true, minor: true },
  rescue: { style: 'plain', opens: true, minor: true },
  merge: { style: 'plain', opens: true, minor: true },
  bounce: { style: 'plain', opens: true, minor: true },
  unflag: { style: 'plain', opens: true, minor: true },
  withdraw: { style: 'plain', opens: true, minor: true },
  room: { style: 'plain', opens: true, minor: true },
}

const ORDER = Object.keys(LOOKS) as readonly Verb[]

/**
 * The buttons of `spec.verbs`. They carry the position's `bound` revision: it changes only when amount, kind, payee or
 * approvers do, which is exactly when a click on an older card is void. A hint is answered where one stands on the card.
 */
export function actionsOf(scene: Scene): readonly Action[] {
  const { spec, case: state } = scene
  const position = positionOf(scene)
  const stage = position && scene.policy.flow.stages[position.stage]
  const revision = position?.bound ?? Math.max(1, ...state.positions.map((one) => one.bound))
  const flagged = scene.ground?.past.some((past) => remarksOn(past).length > 0) ?? false
  const drawn = ORDER.filter(
    (verb) =>
      spec.verbs.includes(verb) && (verb !== 'unflag' || flagged) && (!PUT_OFF.includes(verb) || wasReminded(scene)),
  )
  return drawn.map((verb) => {
    const confirm = confirmOf(verb, stage, position?.asking, scene)
    return {
      verb,
      label: labelOf(verb, stage, scene),
      ...LOOKS[verb],
      opens: LOOKS[verb].opens && confirm === undefined,
      number: state.number,
      revision,
      ...(confirm === undefined ? {} : { confirm }),
    }
  })
}

/** Nobody puts off what never came: the buttons stand there once somebody was reminded. */
function wasReminded(scene: Scene): boolean {
  const position = positionOf(scene)
  const { urged = Number.NEGATIVE_INFINITY } = scene.case
  return position !== undefined && (position.nagged.length > 0 || urged >= position.entered)
}

function labelOf(verb: Verb, stage: Stage | undefined, { lang, policy }: Scene): string {
  if (verb !== 'submit' || stage === undefined) return verbName(verb, lang)
  if (stage.kind === 'customer') return say(lang, 'button.told')
  const form = 'form' in stage ? policy.forms[stage.form] : undefined
  return form ? oneLine(say(lang, 'button.submit_form', { form: inWords(form.name, lang) }), 40) : verbName(verb, lang)
}

function confirmOf(
  verb: Verb,
  stage: Stage | undefined,
  asking: Asking | undefined,
  scene: Scene,
): Confirm | undefined {
  const { lang } = scene
  const no = say(lang, 'button.back')
  if (verb === 'approve' && asking) {
    const { kind, amount, payee } = asking.proposal
    const words = { kind: kindName(kind, scene), amount: amountWords(amount, scene) }
    const text =
      payee === ''
        ? say(lang, 'confirm.approve_no_payee', words)
        : say(lang, 'confirm.approve_text', { ...words, payee: payeeWords(payee, scene) })
    return { title: say(lang, 'confirm.approve_title'), text, yes: verbName('approve', lang), no }
  }
  // Telling the customer has no form: the person only says that it is done.
  if (verb === 'submit' && stage?.kind === 'customer') {
    return {
      title: say(lang, 'confirm.told_title'),
      text: say(lang, 'confirm.told_text'),
      yes: say(lang, 'button.told'),
      no,
    }
  }
  return undefined
}
