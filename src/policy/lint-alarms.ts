/** Lint: every alarming word can raise its alarm, and says so once. */
import type { AlarmKind, Alarms } from '../rules/alarm-kinds.ts'
import { alarmsIn } from '../rules/alarm-words.ts'
import type { Policy } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, shown } from './problems.ts'

/** Everything about the words that executives hear of at once. */
export function lintAlarms({ alarms }: Policy, report: Report): void {
  if (!alarms) return
  const known = new Map<string, string>()
  for (const kind of alarms.kinds) {
    if (kind.words.zh.length + kind.words.en.length === 0) {
      const message = both(
        `预警 ${kind.id} 没有词，永远不会响`,
        `The alarm ${kind.id} has no words and is never raised`,
      )
      report.warn(['alarms', 'kinds', kind.id], message, both('写 zh 或 en。', 'Write zh or en.'))
    }
    for (const lang of ['zh', 'en'] as const)
      kind.words[lang].forEach((phrase, i) => {
        const path: Path = ['alarms', 'kinds', kind.id, lang, i]
        twice(phrase, kind, known, path, report)
        if (isMute(phrase, kind, alarms)) {
          const message = both(
            `${shown(phrase)} 永远不会响：harmless 或 denied 盖住了它`,
            `${shown(phrase)} never raises anything: what is under harmless or denied covers it`,
          )
          report.warn(path, message, both('删去它，或改短盖住它的词。', 'Remove it, or shorten what covers it.'))
        }
      })
  }
}

function twice(phrase: string, { id }: AlarmKind, known: Map<string, string>, path: Path, report: Report): void {
  const before = known.get(phrase)
  known.set(phrase, id)
  if (before === undefined) return
  const message = both(
    `${shown(phrase)} 写了两次（另一处在 ${before}）`,
    `${shown(phrase)} is given twice (also in ${before})`,
  )
  report.warn(path, message, both('只留一处。', 'Keep it in one place.'))
}

/** A phrase of plain words that raises nothing even where it stands alone. */
function isMute(phrase: string, { id }: AlarmKind, alarms: Alarms): boolean {
  if (/[/*]|\.\./.test(phrase)) return false
  return !alarmsIn(phrase, alarms).some((found) => found.kind === id)
}
