/** Filing the complaints: somebody of the service types the command, fills in the form that opens, and sends it. */
import { phone } from './answers.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import { judge } from './judgement.ts'
import type { Client, Form, Person } from './port.ts'
import type { Row } from './rows.ts'
import { WrongRow } from './rows.ts'
import type { Errand } from './stand-in.ts'
import { fillAndSend } from './stand-in.ts'

/** A complaint that was filed, with what chance had to add to its row. */
export interface Filed extends Errand {
  readonly row: Row
  readonly drawn: readonly string[]
}

/** A complaint that the company does not take, with its answer. */
export class NotFiled extends Error {}

/** Where and when complaints are filed. */
export interface Counter {
  readonly client: Client
  readonly seed: number
  readonly people: readonly Person[]
  readonly now: Date
}

/** Share of complaints that the customer settles alone, so that they are taken back at once. */
const WITHDRAWN = 0.02

/**
 * Throws WrongRow for the first row that the intake form has no room for, before anything is filed. The bounds are the
 * form's own.
 */
export async function checkRows(rows: readonly Row[], { client, people }: Counter): Promise<void> {
  const form = await openIntake(client, people[0]?.id ?? '', 'check')
  const room = new Map(form.fields.map((field) => [field.id, field.element.maxLength]))
  for (const row of rows) {
    for (const field of ['text', 'customer', 'product'] as const) {
      const most = room.get(field) ?? Number.POSITIVE_INFINITY
      const long = row[field]?.length ?? 0
      if (long > most)
        throw new WrongRow(
          `line ${row.line}: ${field}: ${long} characters, at most ${most} / 第 ${row.line} 行：${field} 有 ${long} 字，最多 ${most} 字`,
        )
    }
  }
}

/** Files a row. Throws NotFiled when the company's form cannot be filled in by a stand-in. */
export async function fileRow(row: Row, counter: Counter): Promise<Filed> {
  const { client, seed, now } = counter
  const chance = chanceOf(seed, row.line, 'file')
  const judgement = judge(row.text)
  const filer = pickFiler(row, counter, chance)
  const { given, drawn } = complete(row, chance)
  const form = holding(await openIntake(client, filer, `open/${row.line}`), given)
  const mind = { judgement, chance, now, answer: 'satisfied' } as const
  const reply = await fillAndSend(client, { person: filer, key: `file/${row.line}` }, form, mind)
  if (reply.is !== 'done')
    throw new NotFiled(`line ${row.line} was not taken / 第 ${row.line} 行未被受理: ${JSON.stringify(reply)}`)
  if (chance.happens(WITHDRAWN)) {
    // The first cards go out before they change: else their number would depend on who is faster.
    await client.settle()
    await withdraw(client, filer, reply.number)
  }
  return { number: reply.number, judgement, row, drawn, ...(row.amount === undefined ? {} : { amount: row.amount }) }
}

/** Somebody of the service, who speaks the row's language if it names one. */
function pickFiler({ lang }: Row, { people }: Counter, chance: Chance): string {
  const service = people.filter((person) => person.roles.includes('service'))
  const all = service.length > 0 ? service : people
  const fluent = all.filter((person) => lang === undefined || person.lang === lang)
  return chance.pick(fluent.length > 0 ? fluent : all).id
}

/** What the row says, and what chance adds. */
function complete(
  row: Row,
  chance: Chance,
): { readonly given: Readonly<Record<string, string>>; readonly drawn: readonly string[] } {
  const missing = (['customer', 'product', 'amount'] as const).filter((field) => row[field] === undefined)
  return {
    given: {
      text: row.text,
      customer: row.customer ?? `客户${chance.between(1000, 9999)}`,
      product: row.product ?? `P-${chance.between(100, 999)}`,
      phone: phone(chance),
      ...(row.received === undefined ? {} : { happened_on: row.received }),
    },
    drawn: ['phone', ...missing],
  }
}

async function openIntake(client: Client, filer: string, key: string): Promise<Form> {
  const opened = await client.act({ as: filer, do: 'command', text: '/complaint' }, key)
  if (opened.is !== 'form') throw new NotFiled(`/complaint: ${JSON.stringify(opened)}`)
  return opened.form
}

function holding(form: Form, given: Readonly<Record<string, string>>): Form {
  const fields = form.fields.map((field) => {
    const value = field.value ?? given[field.id]
    return value === undefined ? field : { ...field, value }
  })
  return { ...form, fields }
}

/** The filer takes it back, from the card that `show` gives them. */
async function withdraw(client: Client, filer: string, number: string): Promise<void> {
  const shown = await client.act({ as: filer, do: 'command', text: `/complaint show ${number}` }, `show/${number}`)
  const button = shown.is === 'card' && shown.buttons.find(({ verb }) => verb === 'withdraw')
  if (!button) return
  const opened = await client.act({ as: filer, do: 'press', button }, `withdraw/${number}`)
  if (opened.is !== 'form') return
  const values = { reason: '客户自行解决' }
  await client.act({ as: filer, do: 'submit', form: opened.form, values }, `withdraw/${number}/submit`)
}
