/** What a template card has to be, as documented; kept apart from what a phone would merely cut. */

type Body = Readonly<Record<string, unknown>>
const list = (value: unknown): readonly Body[] => (Array.isArray(value) ? (value as Body[]) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const at = (card: Body, name: string): Body => (card[name] ?? {}) as Body

/** The first hard mistake, if any, and every text that would be cut. */
export function checkCard(card: Body): { readonly wrong: string | undefined; readonly cut: readonly string[] } {
  return { wrong: WRONGS.find(([, is]) => is(card))?.[0], cut: cutIn(card) }
}

const KINDS = new Set(['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction'])
const isLink = (value: unknown): boolean => /^https?:\/\//.test(text(value)) && text(value).length <= 2048

const WRONGS: readonly (readonly [string, (card: Body) => boolean])[] = [
  ['card_type', (card) => !KINDS.has(text(card.card_type))],
  ['title', (card) => text(at(card, 'main_title').title) === '' && text(card.sub_title_text) === ''],
  ['task_id', (card) => card.task_id !== undefined && !/^[0-9A-Za-z_\-@]{1,128}$/.test(text(card.task_id))],
  ['task_id missing', (card) => card.task_id === undefined && needsTask(card)],
  ['card_action', (card) => card.card_type === 'text_notice' && ![1, 2].includes(Number(at(card, 'card_action').type))],
  ['card_action url', (card) => at(card, 'card_action').type === 1 && !isLink(at(card, 'card_action').url)],
  ['button_list', (card) => card.card_type === 'button_interaction' && list(card.button_list).length < 1],
  ['button_list too long', (card) => list(card.button_list).length > 6],
  ['button', (card) => list(card.button_list).some(isWrongButton)],
  ['rows', (card) => list(card.horizontal_content_list).length > 6],
  ['row', (card) => list(card.horizontal_content_list).some((row) => text(row.keyname) === '')],
  ['row url', (card) => list(card.horizontal_content_list).some((row) => row.type === 1 && !isLink(row.url))],
  ['jump_list', (card) => list(card.jump_list).length > 3],
  ['action_list', (card) => card.action_menu !== undefined && isWrongMenu(list(at(card, 'action_menu').action_list))],
]

const needsTask = (card: Body): boolean => card.card_type !== 'text_notice' || card.action_menu !== undefined

function isWrongButton(button: Body): boolean {
  if (text(button.text) === '') return true
  if (button.type === 1) return !isLink(button.url)
  return text(button.key) === '' || Buffer.byteLength(text(button.key)) > 1024
}

function isWrongMenu(actions: readonly Body[]): boolean {
  return (
    actions.length < 1 || actions.length > 3 || actions.some((one) => text(one.key) === '' || text(one.text) === '')
  )
}

/** Han characters take 1, letters and digits half of that. */
const room = (value: string): number =>
  [...value].reduce((sum, one) => sum + ((one.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.5), 0)

function cutIn(card: Body): readonly string[] {
  const title = at(card, 'main_title')
  const rows = list(card.horizontal_content_list)
  const parts: readonly (readonly [string, unknown, number])[] = [
    ['title', title.title, 36],
    ['desc', title.desc, 44],
    ['sub_title_text', card.sub_title_text, 160],
    ...rows.flatMap((row) => [['keyname', row.keyname, 5] as const, ['value', row.value, 30] as const]),
  ]
  return parts.flatMap(([name, value, most]) => {
    const length = room(text(value))
    return length > most ? [`${name} ${length}`] : []
  })
}
