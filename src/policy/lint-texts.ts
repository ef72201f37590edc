/** Lint: texts to the customer name only what can be filled in. */
import { hedgeIn } from '../rules/hedges.ts'
import type { Policy } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, pickFrom } from './problems.ts'

/** What a text may name besides the fields. */
const PLACEHOLDERS: readonly string[] = [
  'number',
  'customer',
  'product',
  'amount',
  'kind',
  'company',
  'promises',
  'wording',
]

/** Every `{placeholder}` of every text, and texts nobody sends. */
export function lintTexts(policy: Policy, report: Report): void {
  const known = [...new Set([...PLACEHOLDERS, ...Object.keys(policy.fields)])]
  for (const [id, wording] of Object.entries(policy.texts)) {
    for (const part of ['subject', 'body'] as const) {
      for (const lang of ['zh', 'en'] as const) {
        lintHedges(wording[part][lang], ['texts', id, part, lang], policy, report)
        for (const name of strangers(wording[part][lang], known)) {
          const message = both(`文案里的 {${name}} 无法填写`, `{${name}} in the text cannot be filled in`)
          report.error(['texts', id, part, lang], message, pickFrom(name, known))
        }
      }
    }
  }
  const sent = new Set([
    policy.received,
    ...Object.values(policy.flow.stages).map((stage) => (stage.kind === 'customer' ? stage.notice : undefined)),
  ])
  for (const id of Object.keys(policy.texts)) {
    if (!sent.has(id))
      report.warn(
        ['texts', id],
        both(`文案 ${id} 没有用到`, `The text ${id} is never sent`),
        both(
          '在环节的 notice 或 received 里引用，或删去。',
          'Name it in a stage’s notice or in received, or remove it.',
        ),
      )
  }
}

/** What takes back what the text says (F118). */
function lintHedges(text: string, at: Path, { hedges }: Policy, report: Report): void {
  const word = hedgeIn(text, hedges)
  if (word === undefined) return
  report.warn(
    at,
    both(`文案里的“${word}”说得不确定`, `“${word}” in the text takes back what it says`),
    both('写清楚会做什么，或删去这个词。', 'Say what will be done, or leave the word out.'),
  )
}

function strangers(text: string, known: readonly string[]): readonly string[] {
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  return [...new Set(names.filter((name) => !known.includes(name)))]
}
