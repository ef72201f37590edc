/** What the API asks of the house: filing through the desk, reading from the store, personal data masked unless allowed. */

import { mask, maskAbsorbed, maskExcerpt, maskFree, maskValue } from '../cards/masks.ts'
import { refusalTexts } from '../cards/refusals.ts'
import { listPayments, paymentsFile } from './api-payments.ts'
import type { ApiBackend, Filing, Look } from './api-port.ts'
import { rowOf } from './case-row.ts'
import type { Company } from './company.ts'
import type { Desk } from './desk.ts'
import type { CaseRow, Clock, Files, Store } from './ports.ts'
import { filled } from './reception-forms.ts'
import type { Answer } from './rules/commands.ts'
import type { Fact, Proposal } from './rules/facts.ts'
import { languageOf } from './rules/language.ts'
import type { FileRef, Refusal, Value, Values } from './rules/nouns.ts'
import { isRefusal } from './rules/nouns.ts'
import type { Policy } from './rules/policy.ts'
import { readValues } from './rules/read-values.ts'
import { isSealed, shownOfSealed } from './rules/sealed.ts'
import { tasksFor } from './rules/tasks.ts'

export interface BackendParts {
  readonly desk: Desk
  readonly store: Store
  readonly files: Files
  readonly company: Company
  readonly clock: Clock
  loadPolicy(version: string): Promise<void>
}

/** Fulfils the API's needs. */
export function makeApiBackend(parts: BackendParts): ApiBackend {
  const { desk, store, files, company, clock } = parts
  return {
    now: () => clock.now(),
    tz: () => company.current.company.tz,
    directory: () => company.live.directory,
    actor: (name) =>
      Object.hasOwn(company.live.directory.people, name) ? { kind: 'person', id: name } : { kind: 'service', id: name },
    file: (filing, digest) => fileByApi(parts, filing, digest),
    async look(number, personal) {
      const state = await store.case(number)
      if (!state) return undefined
      await parts.loadPolicy(state.policy)
      const timely = company.under(state.policy)
      const facts = await store.facts(number)
      const row = rowOf(state, facts.at(-1)?.at ?? state.filed)
      const look = { row, values: state.values, tasks: tasksFor(state, timely), facts }
      return personal === 'plain' ? withoutSeals(look) : maskedLook(look, timely.policy)
    },
    async list(filter, personal) {
      // Searching words of a complaint would tell the very names that are masked.
      if (personal === 'masked' && filter.text)
        return { refused: 'forbidden', field: 'text', params: { scope: 'directory' } }
      const page = await store.list(filter)
      if (isRefusal(page) || personal === 'plain') return page
      return { ...page, items: await Promise.all(page.items.map(maskedListed)) }
    },
    payments: (days, lang) => listPayments(parts, days, lang),
    paymentsFile: (days, format, lang) => paymentsFile(parts, days, format, lang),
    keep: (bytes, name) => files.put(bytes, name),
    explain: (refusal) => refusalTexts(refusal, { policy: company.current, directory: company.live.directory }),
  }

  /** Everything personal that the case knows, not only what stands in its row, is masked in the row's text. */
  async function maskedListed(row: CaseRow): Promise<CaseRow> {
    const state = await store.case(row.number)
    if (!state) return maskedRow(row, company.current, { customer: row.customer })
    await parts.loadPolicy(state.policy)
    return maskedRow(row, company.under(state.policy).policy, state.values)
  }

  async function fileByApi({ files: shelf }: BackendParts, filing: Filing, digest: string): Promise<Answer> {
    const policy = company.current
    const { family, ...raw } = filing.values
    const read = readValues(policy, company.live.directory, raw)
    const wrong = read.wrong[0] ?? familyWrong(policy, family)
    if (wrong) return wrong
    const attached = await attach(shelf, policy, filing.files)
    if (isRefusal(attached)) return attached
    const values: Values = {
      ...filled(read.values),
      ...(typeof family === 'string' && family !== '' ? { family } : {}),
      ...attached,
    }
    const lang = languageOf(values.text, policy.company.lang)
    return desk.submit(
      { do: 'file', id: filing.id, actor: filing.actor, via: filing.via, values, lang, strict: false },
      digest,
    )
  }
}

function familyWrong(policy: Policy, family: unknown): Refusal | undefined {
  if (family === undefined || family === null || family === '') return undefined
  const known = typeof family === 'string' && Object.hasOwn(policy.families, family)
  return known
    ? undefined
    : { refused: 'field_option', field: 'family', params: { field: 'family', value: String(family).slice(0, 40) } }
}

/** Files go into the intake form's first field that takes files. */
async function attach(files: Files, policy: Policy, hashes: readonly string[]): Promise<Values | Refusal> {
  if (hashes.length === 0) return {}
  const field = (policy.forms[policy.flow.intake]?.fields ?? [])
    .map((id) => policy.fields[id])
    .find((f) => f?.type === 'files')
  if (!field) return { refused: 'field_unknown', field: 'files', params: { field: 'files' } }
  const found: FileRef[] = []
  for (const sha256 of hashes) {
    const ref = await files.find(sha256)
    if (!ref) return { refused: 'file_unknown', field: 'files' }
    found.push(ref)
  }
  return found.length > (field.max ?? 9)
    ? { refused: 'field_files', field: 'files', params: { field: field.label, max: field.max ?? 9 } }
    : { [field.id]: found }
}

// ───────────────────────────────────────────────────────────────────────────── masking

function maskedLook(look: Look, policy: Policy): Look {
  const { values } = look
  return {
    row: maskedRow(look.row, policy, values),
    values: maskedValues(values, values, policy),
    tasks: look.tasks,
    facts: look.facts.map((fact) => maskedFact(fact, values, policy)),
  }
}

/** What is kept encrypted is shown by its end to everybody. */
function withoutSeals(look: Look): Look {
  return JSON.parse(JSON.stringify(look), (_key, value: unknown) => (isSealed(value) ? shownOfSealed(value) : value))
}

function maskedRow(row: CaseRow, policy: Policy, values: Values): CaseRow {
  const customer = policy.fields.customer?.personal
  return {
    ...row,
    customer: customer ? mask(customer, row.customer) : row.customer,
    product: maskFree(row.product, values, policy),
    text: maskExcerpt(row.text, values, policy),
  }
}

function maskedValues<T extends Value | null>(
  shown: Readonly<Record<string, T>>,
  known: Values,
  policy: Policy,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(shown).map(([id, value]) => [
      id,
      value === null ? value : (maskValue(value, policy.fields[id]?.personal, known, policy) as T),
    ]),
  )
}

/** Parts of a fact in which people write what they like. */
const WRITTEN: ReadonlySet<string> = new Set(['reason', 'text', 'voucher', 'why', 'what'])

/** A fact with its personal values masked, and the account of whoever is nobody here; the stored one is untouched. */
function maskedFact(fact: Fact, known: Values, policy: Policy): Fact {
  const said = fact.what.is === 'absorbed' ? maskAbsorbed(fact.what, policy) : fact.what
  const what = Object.fromEntries(
    Object.entries(said).map(([name, part]) => [name, maskedPart(fact, name, part, known, policy)]),
  ) as unknown as Fact['what']
  const by = fact.by.kind === 'account' ? { ...fact.by, account: mask('id', fact.by.account) } : fact.by
  return { ...fact, by, what }
}

function maskedPart({ what }: Fact, name: string, part: unknown, known: Values, policy: Policy): unknown {
  if (name === 'values' && what.is !== 'derived') return maskedValues(part as Values, known, policy)
  if (name === 'files') return maskValue(part as readonly FileRef[], undefined, known, policy)
  if (name === 'proposal') {
    const proposal = part as Proposal
    return { ...proposal, payee: mask(policy.fields.payee?.personal ?? 'name', proposal.payee) }
  }
  return typeof part === 'string' && WRITTEN.has(name) ? maskFree(part, known, policy) : part
}
