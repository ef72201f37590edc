/** Filling in a modal as a person does: field by field, as they appear, choosing from what is offered. */
import type { Driver, Outcome } from './driver.ts'
import type { StandingView, Workspace } from './workspace.ts'

interface Input {
  readonly type: string
  readonly block_id: string
  readonly dispatch_action?: boolean
  readonly element: Element
}

interface Element {
  readonly type: string
  readonly action_id: string
  readonly initial_value?: string
  readonly initial_option?: Option
  readonly initial_options?: readonly Option[]
  readonly initial_date?: string
  readonly initial_time?: string
  readonly options?: readonly Option[]
  readonly option_groups?: readonly { readonly options: readonly Option[] }[]
}

interface Option {
  readonly value: string
}

type Held = Readonly<Record<string, unknown>>
type State = Record<string, Record<string, Held>>

/** The inputs of a view, top to bottom. */
export function inputsOf({ view }: StandingView): readonly Input[] {
  return (view.blocks as readonly Input[]).filter(({ type }) => type === 'input')
}

/** Somebody at a modal. */
export interface Filler {
  readonly driver: Driver
  readonly workspace: Workspace
  readonly user: string
}

/** Fills in values by field id and hands the modal in; throws when a field never appears or does not offer the value. */
export async function handIn(
  filler: Filler,
  viewId: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const { driver, workspace, user } = filler
  const todo = new Map(Object.entries(values))
  const state: State = {}
  for (;;) {
    const view = workspace.views.get(viewId)
    if (view === undefined) throw new Error('there is no such modal')
    for (const input of inputsOf(view))
      state[input.block_id] ??= { [input.element.action_id]: initialOf(input.element) }
    const next = inputsOf(view).find(({ block_id }) => todo.has(block_id.slice(2)))
    if (next === undefined) break
    const field = next.block_id.slice(2)
    state[next.block_id] = { [next.element.action_id]: heldOf(next, todo.get(field)) }
    todo.delete(field)
    if (next.dispatch_action === true) await dispatch(filler, view, next, state)
  }
  if (todo.size > 0) throw new Error(`the form does not ask for ${[...todo.keys()].join(', ')}`)
  const view = workspace.views.get(viewId)
  if (view === undefined) throw new Error('the modal is gone')
  return driver.onView(user, view, { type: 'view_submission', view: { state: stateIn(view, state) } })
}

/** A field whose change is sent at once; waits until the modal was drawn again. */
async function dispatch(
  { driver, workspace, user }: Filler,
  view: StandingView,
  input: Input,
  state: State,
): Promise<void> {
  const action = { ...input.element, block_id: input.block_id, ...state[input.block_id]?.[input.element.action_id] }
  const container = { type: 'view', view_id: view.id }
  const payload = { type: 'block_actions', container, actions: [{ ...action, action_ts: String(Date.now()) }] }
  await driver.onView(user, view, { ...payload, view: { state: stateIn(view, state) } })
  await workspace.until(() => (workspace.views.get(view.id)?.hash === view.hash ? undefined : true))
}

/** Slack sends what the view holds now, and nothing of fields that went away. */
function stateIn(view: StandingView, state: State): { readonly values: State } {
  const ids = inputsOf(view).map(({ block_id }) => block_id)
  return { values: Object.fromEntries(ids.flatMap((id) => (state[id] === undefined ? [] : [[id, state[id]]]))) }
}

function initialOf(element: Element): Held {
  const { type } = element
  switch (type) {
    case 'static_select':
    case 'external_select':
      return { type, selected_option: element.initial_option ?? null }
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null }
    case 'file_input':
      return { type, files: [] }
    default:
      return { type, value: element.initial_value ?? null }
  }
}

function heldOf({ element, block_id }: Input, value: unknown): Held {
  const { type } = element
  const offered = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap(({ options }) => options)]
  const chosen = (wanted: unknown): Option => {
    const found = offered.find((one) => one.value === wanted)
    if (found === undefined) throw new Error(`${block_id} does not offer ${String(wanted)}`)
    return found
  }
  switch (type) {
    case 'static_select':
      return { type, selected_option: chosen(value) }
    case 'external_select':
      return { type, selected_option: { value } }
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: (Array.isArray(value) ? value : value === true ? ['yes'] : []).map(chosen) }
    case 'datepicker':
      return { type, selected_date: value }
    case 'timepicker':
      return { type, selected_time: value }
    case 'file_input':
      return { type, files: value }
    default:
      return { type, value: String(value) }
  }
}
