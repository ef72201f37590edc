/**
 * A strict reader of Block Kit (platforms/slack.md section 6): what Slack would refuse, or draw in a way nobody wants,
 * is a problem here. It stands in front of every send in tests and shares no code with the adapter.
 */
import { elementProblems } from './block-kit-elements.ts'
import { type Fault, isObject, type Json, keysOf, list, optional, textProblems } from './block-kit-text.ts'

export type { Fault } from './block-kit-text.ts'
export type Surface = 'message' | 'modal' | 'home'

const MOST_BLOCKS = { message: 50, modal: 100, home: 100 } as const

/** What is wrong with a message: its blocks, and its `text`, which must always say the whole in words. */
export function messageProblems(message: { readonly text?: unknown; readonly blocks?: unknown }): readonly Fault[] {
  const { text, blocks } = message
  const said: Fault[] =
    typeof text === 'string' && text.trim() !== '' && text.length <= 4000 ? [] : [['/text', 'missing or over 4000']]
  return [...said, ...(blocks === undefined ? [] : blocksProblems(blocks, 'message'))]
}

/** What is wrong with a modal or a home tab. */
export function viewProblems(view: unknown): readonly Fault[] {
  if (!isObject(view)) return [['', 'not an object']]
  const surface = view.type
  if (surface !== 'modal' && surface !== 'home') return [['/type', 'unknown type of view']]
  const known = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id']
  const modal = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled']
  const blocks = Array.isArray(view.blocks) ? (view.blocks as unknown[]) : []
  const hasInput = blocks.some((block) => isObject(block) && block.type === 'input')
  return [
    ...keysOf(view, surface === 'modal' ? [...known, ...modal] : known, ''),
    ...(surface === 'modal' ? textProblems(view.title, 24, '/title', 'plain_text') : []),
    ...optional(view.submit, (text) => textProblems(text, 24, '/submit', 'plain_text')),
    ...optional(view.close, (text) => textProblems(text, 24, '/close', 'plain_text')),
    ...(hasInput && surface === 'modal' && view.submit === undefined
      ? ([['/submit', 'inputs need a submit button']] as Fault[])
      : []),
    ...optional(view.private_metadata, (text) => length(text, 3000, '/private_metadata')),
    ...optional(view.callback_id, (text) => length(text, 255, '/callback_id')),
    ...blocksProblems(view.blocks, surface),
    ...(JSON.stringify(view).length > 250_000 ? ([['', 'view over 250 KB']] as Fault[]) : []),
  ]
}

/** What is wrong with a list of blocks. */
export function blocksProblems(blocks: unknown, surface: Surface): readonly Fault[] {
  if (!Array.isArray(blocks)) return [['/blocks', 'not a list']]
  const found: Fault[] = blocks.flatMap((block, i) => blockProblems(block, surface, `/blocks/${i}`))
  if (blocks.length > MOST_BLOCKS[surface]) found.push(['/blocks', `over ${MOST_BLOCKS[surface]} blocks`])
  if (blocks.length === 0 && surface !== 'message') found.push(['/blocks', 'a view needs a block'])
  const ids = blocks.flatMap((block) => (isObject(block) && typeof block.block_id === 'string' ? [block.block_id] : []))
  if (new Set(ids).size < ids.length) found.push(['/blocks', 'a block_id stands twice'])
  return found
}

type Check = (block: Json, at: string, surface: Surface) => readonly Fault[]

const COMMON = ['type', 'block_id']

const BLOCKS: Readonly<Record<string, readonly [keys: readonly string[], check: Check]>> = {
  header: [['text'], (block, at) => textProblems(block.text, 150, `${at}/text`, 'plain_text')],
  divider: [[], () => []],
  section: [['text', 'fields', 'accessory', 'expand'], section],
  context: [['elements'], context],
  actions: [['elements'], actions],
  input: [['label', 'element', 'hint', 'optional', 'dispatch_action'], input],
  image: [['image_url', 'slack_file', 'alt_text', 'title'], image],
}

function blockProblems(block: unknown, surface: Surface, at: string): readonly Fault[] {
  if (!isObject(block)) return [[at, 'not an object']]
  const known = BLOCKS[String(block.type)]
  if (known === undefined) return [[`${at}/type`, 'unknown type of block']]
  const [keys, check] = known
  return [
    ...keysOf(block, [...COMMON, ...keys], at),
    ...optional(block.block_id, (id) => length(id, 255, `${at}/block_id`)),
    ...check(block, at, surface),
  ]
}

function section(block: Json, at: string, surface: Surface): readonly Fault[] {
  if (block.text === undefined && block.fields === undefined) return [[at, 'neither text nor fields']]
  return [
    ...optional(block.text, (text) => textProblems(text, 3000, `${at}/text`)),
    ...optional(block.fields, (fields) =>
      list(fields, 1, 10, `${at}/fields`, (field, where) => textProblems(field, 2000, where)),
    ),
    ...optional(block.accessory, (element) => elementProblems(element, surface, `${at}/accessory`, 'accessory')),
  ]
}

function context(block: Json, at: string): readonly Fault[] {
  return list(block.elements, 1, 10, `${at}/elements`, (element, where) =>
    isObject(element) && element.type === 'image' ? image(element, where) : textProblems(element, 3000, where),
  )
}

function actions(block: Json, at: string, surface: Surface): readonly Fault[] {
  const found = list(block.elements, 1, 25, `${at}/elements`, (element, where) =>
    elementProblems(element, surface, where, 'actions'),
  )
  const ids = (Array.isArray(block.elements) ? (block.elements as unknown[]) : []).map((one) =>
    isObject(one) ? one.action_id : undefined,
  )
  return new Set(ids).size < ids.length ? [...found, [at, 'an action_id stands twice']] : found
}

function input(block: Json, at: string, surface: Surface): readonly Fault[] {
  return [
    ...(surface === 'message' ? ([[at, 'no inputs in messages']] as Fault[]) : []),
    ...textProblems(block.label, 2000, `${at}/label`, 'plain_text'),
    ...optional(block.hint, (hint) => textProblems(hint, 2000, `${at}/hint`, 'plain_text')),
    ...elementProblems(block.element, surface, `${at}/element`, 'input'),
  ]
}

function image(block: Json, at: string): readonly Fault[] {
  return block.image_url === undefined && block.slack_file === undefined
    ? [[at, 'no image']]
    : length(block.alt_text, 2000, `${at}/alt_text`)
}

function length(value: unknown, max: number, at: string): readonly Fault[] {
  return typeof value === 'string' && value.length > 0 && value.length <= max
    ? []
    : [[at, `not 1 to ${max} characters`]]
}
