/** Somebody's own page in a chat (App Home and the like): what waits for them first, late things on top, then what they filed. */
import type { Lang, Millis, Verb } from '../src/rules/nouns.ts'
import type { Task } from '../src/rules/views.ts'
import { say } from './catalogue.ts'
import type { Listed } from './lists.ts'
import { listLine } from './lists.ts'
import { verbName } from './names.ts'
import type { Reader } from './reader.ts'

/** One case on the page. `verb` with `label` is the one button that matters there; `revision` goes along with it. */
export interface HomeLine {
  readonly number: string
  readonly text: string
  readonly late: boolean
  readonly action?: { readonly verb: Verb; readonly label: string; readonly revision: number }
}

export interface HomeSection {
  readonly title: string
  readonly lines: readonly HomeLine[]
  /** What is said when there is nothing, or when there are more than are shown. */
  readonly foot?: string
}

export interface Home {
  readonly lang: Lang
  readonly sections: readonly HomeSection[]
  /** Labels of the two buttons that are always there. */
  readonly file: string
  readonly settings: string
  /** Label of the button that opens the form for deciding several at once (`hear(caller, 'bulk')`); absent while fewer than two wait. */
  readonly bulk?: string
}

/** What the page is drawn from; the lists may be longer than what is shown. */
export interface HomeDrawing {
  readonly reader: Reader
  readonly now: Millis
  readonly waiting: readonly (Listed & { readonly task: Task })[]
  readonly filed: readonly Listed[]
  /** True when there are more filed ones than are given. */
  readonly moreFiled: boolean
}

/** Lines shown of each list: two blocks a line fit every platform's page. */
const MOST = 20

/** Draws it. */
export function drawHome({ reader, now, waiting, filed, moreFiled }: HomeDrawing): Home {
  const { lang } = reader
  const sorted = [...waiting].sort((a, b) => rank(a.task) - rank(b.task))
  const rest = sorted.length - MOST
  const foot = (text: string | undefined) => (text === undefined ? {} : { foot: text })
  return {
    lang,
    sections: [
      {
        title: say(lang, 'home.waiting', { n: waiting.length }),
        lines: sorted.slice(0, MOST).map((one) => waitingLine(one, reader, now)),
        ...foot(
          waiting.length === 0
            ? say(lang, 'home.nothing_waiting')
            : rest > 0
              ? say(lang, 'home.more', { n: rest })
              : undefined,
        ),
      },
      {
        title: say(lang, 'home.mine', { n: moreFiled ? `${MOST}+` : filed.length }),
        lines: filed
          .slice(0, MOST)
          .map((one) => ({ number: one.row.number, text: listLine(one, { ...reader, now }), late: false })),
        ...foot(filed.length === 0 ? say(lang, 'home.nothing_filed') : undefined),
      },
    ],
    file: say(lang, 'home.file'),
    settings: say(lang, 'home.settings'),
    ...(waiting.filter(({ task }) => task.kind === 'decision').length < 2 ? {} : { bulk: say(lang, 'form.bulk') }),
  }
}

/** Late things first, then by when they are due; what has no clock comes last. */
const rank = (task: Task): number => task.due ?? Number.POSITIVE_INFINITY

function waitingLine(waiting: Listed & { readonly task: Task }, reader: Reader, now: Millis): HomeLine {
  const { row, task } = waiting
  const { lang } = reader
  const verb = task.verbs[0]
  const late = task.due !== undefined && task.due < now
  return {
    number: row.number,
    text: listLine(waiting, { ...reader, now }),
    late,
    ...(verb === undefined ? {} : { action: { verb, label: verbName(verb, lang), revision: task.revision } }),
  }
}
