/** How a case looks in the API's answers. Absent values are `null`, moments ISO 8601 with the company's offset. */

import type { Look } from '../../src/api-port.ts'
import type { CaseRow } from '../../src/ports.ts'
import type { Directory, Lang, Millis } from '../../src/rules/nouns.ts'
import type { Task } from '../../src/rules/views.ts'
import { iso } from './iso.ts'

/** What the drawing depends on besides the case. */
export interface Reader {
  readonly lang: Lang
  readonly tz: string
  readonly now: Millis
  /** With scope `directory`: chat accounts are shown. */
  readonly accounts: boolean
  readonly directory: Directory
}

/** A case in a list. */
export function summaryOf(row: CaseRow, reader: Reader) {
  const { number, stage, grade, level, alert, amount, outcome, filer, owner, customer, product, category, text } = row
  return {
    number,
    stage,
    grade,
    level,
    alert,
    amount: amount ?? null,
    outcome: outcome ?? null,
    filed: iso(row.filed, reader.tz),
    changed: iso(row.changed, reader.tz),
    filer,
    owner,
    customer,
    product,
    category,
    text,
  }
}

/** A case with its open tasks and facts. */
export function complaintOf(look: Look, reader: Reader) {
  return {
    ...summaryOf(look.row, reader),
    fields: look.values,
    openTasks: look.tasks.map((task) => taskOf(task, reader)),
    facts: look.facts.map((fact) => ({ ...fact, at: iso(fact.at, reader.tz) })),
  }
}

function taskOf(task: Task, reader: Reader) {
  return {
    id: task.id,
    kind: task.kind,
    stage: task.stage,
    verbs: task.verbs,
    people: task.people.map((id) => personOf(id, reader)),
    since: iso(task.since, reader.tz),
    due: task.due === undefined ? null : iso(task.due, reader.tz),
    overdue: task.due !== undefined && task.due < reader.now,
    revision: task.revision,
  }
}

function personOf(id: string, { directory, lang, accounts }: Reader) {
  const person = directory.people[id]
  return { id, name: person?.name[lang] ?? id, ...(accounts ? { accounts: person?.accounts ?? {} } : {}) }
}
