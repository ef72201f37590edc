/** What can be typed: commands after a slash (or 投诉, 客诉), and the numbers of cases after show and note. */
import { store } from './store.js'
import { COMMANDS } from './words.js'
import { currentLang, t } from './words-of.js'

/** The most numbers offered at once. */
const MOST = 8

const SLASH = /^\/?(complaint|投诉|客诉)(?=\s|$)/i

/**
 * Suggestions for a text: `{show, help, text, whole}`. `text` takes its place; `whole` can be sent at once.
 * An empty list when it is no command.
 */
export function suggestionsFor(typed) {
  const text = typed.trimStart()
  if (text.includes('\n') || !(text.startsWith('/') || SLASH.test(text) || /^(投|客)$/.test(text))) return []
  const numbers = numbersFor(text)
  if (numbers) return numbers
  const wanted = canonical(text)
  return commands().filter((one) => one.forms.some((form) => form.startsWith(wanted)))
}

/** Every command in the page's language; `forms` are the ways to begin it in either language. */
function commands() {
  const zh = currentLang() === 'zh'
  const slash = zh ? '/投诉' : '/complaint'
  const word = (id) => (zh ? COMMANDS[id].find((one) => /\p{Script=Han}/u.test(one)) : id) ?? id
  const forms = (id) => COMMANDS[id].map((one) => `/complaint ${one}`)
  const ready = (id, help) => ({
    show: `${slash} ${word(id)}`,
    help: t(help),
    text: `${slash} ${word(id)}`,
    whole: true,
    forms: forms(id),
  })
  const open = (id, help, rest) => ({
    show: `${slash} ${word(id)} ${rest}`,
    help: t(help),
    text: `${slash} ${word(id)} `,
    whole: false,
    forms: forms(id),
  })
  return [
    { show: slash, help: t('command_file'), text: slash, whole: true, forms: ['/complaint'] },
    ready('mine', 'command_mine'),
    ready('list', 'command_list'),
    open('show', 'command_show', t('a_number')),
    open('note', 'command_note', `${t('a_number')} ${t('a_text')}`),
    ready('help', 'command_help'),
  ]
}

/** The text as if it had been typed with `/complaint` and single spaces. */
function canonical(text) {
  const spaced = text.toLowerCase().replace(/\s+/g, ' ')
  if (/^\/?(投|客)$/.test(spaced)) return '/complaint'
  return spaced.replace(SLASH, '/complaint')
}

/** Numbers to choose from after `show ` or `note `; undefined when the text is elsewhere. */
function numbersFor(text) {
  const [, head, first, typed] = /^(\S+\s+(\S+)\s+)(\S*)$/.exec(text) ?? []
  if (head === undefined || !SLASH.test(text)) return undefined
  const takes = ['show', 'note'].find((id) => COMMANDS[id].includes(first.toLowerCase()))
  if (takes === undefined) return undefined
  const wanted = typed.toUpperCase()
  const found = knownCases().filter(({ number }) => number.includes(wanted))
  // A number that is there in full needs no help.
  if (found.length === 1 && found[0].number === wanted) return []
  return found.slice(0, MOST).map(({ number, about }) => ({
    show: number,
    help: about,
    text: takes === 'note' ? `${head}${number} ` : `${head}${number}`,
    whole: takes === 'show',
  }))
}

/** Cases we have seen, the one that changed last first, with what they are about. */
function knownCases() {
  const newest = new Map()
  for (const post of [...store.posts.values()].sort((a, b) => b.seq - a.seq)) {
    if (!post.number) continue
    const about = post.body.key === 'case' ? post.body.header.split(' · ').slice(1).join(' · ') : ''
    if (!newest.has(post.number) || about) newest.set(post.number, newest.get(post.number) || about)
  }
  return [...newest].map(([number, about]) => ({ number, about }))
}
