/**
 * The forward migrations of the store, oldest first. A migration that has been released is never changed: the next
 * change is a new one. What databases say differently comes in as `Words`.
 */
import type { Text } from '../src/rules/nouns.ts'
import { UnusableDatabase } from './unusable.ts'

/** The few words of DDL that differ between databases. */
export interface Words {
  /** A 64-bit integer column. */
  readonly integer: string
  /** A self-numbering primary key; the newest rows of such a table are never deleted, so no number is given twice. */
  readonly identity: string
  /** After the closing bracket of a small table that lives in its primary key. */
  readonly keyed: string
  /** After the closing bracket of any other table. */
  readonly plain: string
  /** Statements that make every UPDATE and DELETE of a table's rows fail with `message`. */
  appendOnly(table: string, message: string): readonly string[]
  /** Takes that away again. */
  appendOnlyUndone(table: string): readonly string[]
  /** What only this database needs besides, made with the first migration. */
  readonly besides: readonly string[]
  /** What only a database that replicas share needs, made with the fourth. */
  readonly replicas: readonly string[]
  /** Takes it away again. */
  readonly replicasUndone: readonly string[]
  /** A text that stands at a path in the `state` of a case. */
  inState(...path: readonly string[]): string
}

export interface Migration {
  readonly version: number
  readonly name: string
  readonly statements: (words: Words) => readonly string[]
  /** The way back to the version before, for an emergency. Absent: a backup is the only one. */
  readonly undo?: Undo
}

/** Takes one migration back. */
export interface Undo {
  readonly statements: (words: Words) => readonly string[]
  /** Tables that the version before has no place for, where there are any: while one holds rows, this is what to do instead. */
  readonly keeps?: Readonly<Record<string, Text>>
}

/** The table that counts migrations; made before the first of them. */
export const versionTable = (w: Words): string =>
  `CREATE TABLE schema_version (version ${w.integer} PRIMARY KEY, name TEXT NOT NULL, applied ${w.integer} NOT NULL)${w.plain}`

const cases = (w: Words): readonly string[] => [
  `CREATE TABLE cases (
    number TEXT NOT NULL PRIMARY KEY, filed ${w.integer} NOT NULL, changed ${w.integer} NOT NULL, stage TEXT NOT NULL,
    grade TEXT NOT NULL, level ${w.integer} NOT NULL, alert TEXT NOT NULL, filer TEXT NOT NULL, owner TEXT NOT NULL,
    customer TEXT NOT NULL, product TEXT NOT NULL, category TEXT NOT NULL, amount_minor ${w.integer}, currency TEXT,
    outcome TEXT, excerpt TEXT NOT NULL, is_open ${w.integer} NOT NULL, revision ${w.integer} NOT NULL,
    head TEXT NOT NULL, state TEXT NOT NULL)${w.plain}`,
  'CREATE INDEX cases_by_filed ON cases (filed, number)',
  'CREATE INDEX cases_open_by_filed ON cases (filed, number) WHERE is_open = 1',
  'CREATE INDEX cases_open ON cases (number) WHERE is_open = 1',
  'CREATE INDEX cases_by_stage ON cases (stage, filed, number)',
  'CREATE INDEX cases_by_filer ON cases (filer, filed, number)',
  `CREATE TABLE fact (
    id ${w.identity}, number TEXT NOT NULL, seq ${w.integer} NOT NULL, happened ${w.integer} NOT NULL,
    body TEXT NOT NULL, hash TEXT NOT NULL)${w.plain}`,
  'CREATE UNIQUE INDEX fact_by_case ON fact (number, seq)',
  ...w.appendOnly('fact', 'facts are append-only'),
  `CREATE TABLE inbox (
    key TEXT NOT NULL PRIMARY KEY, digest TEXT, answer TEXT NOT NULL, kept ${w.integer} NOT NULL)${w.keyed}`,
  'CREATE INDEX inbox_by_kept ON inbox (kept)',
  `CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value ${w.integer} NOT NULL)${w.keyed}`,
]

const work = (w: Words): readonly string[] => [
  `CREATE TABLE task (
    number TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (number, id))${w.keyed}`,
  `CREATE TABLE task_person (
    person TEXT NOT NULL, number TEXT NOT NULL, id TEXT NOT NULL, due ${w.integer}, since ${w.integer} NOT NULL,
    PRIMARY KEY (person, number, id))${w.keyed}`,
  `CREATE TABLE timer (
    number TEXT NOT NULL, key TEXT NOT NULL, planned ${w.integer} NOT NULL, rings ${w.integer} NOT NULL,
    PRIMARY KEY (number, key))${w.keyed}`,
  'CREATE INDEX timer_by_rings ON timer (rings, key)',
]

const claims = (w: Words): readonly string[] => [
  `CREATE TABLE claim (
    key TEXT NOT NULL, number TEXT NOT NULL, slice TEXT NOT NULL, amount_minor ${w.integer} NOT NULL,
    currency TEXT NOT NULL, happened ${w.integer} NOT NULL, PRIMARY KEY (key, number, slice))${w.keyed}`,
  'CREATE INDEX claim_by_number ON claim (number)',
  `CREATE TABLE guard (key TEXT NOT NULL PRIMARY KEY, version ${w.integer} NOT NULL)${w.keyed}`,
]

const sending = (w: Words): readonly string[] => [
  `CREATE TABLE outbox (
    id ${w.identity}, lane TEXT NOT NULL, number TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, place TEXT NOT NULL, attempts ${w.integer} NOT NULL, next_at ${w.integer} NOT NULL,
    queued ${w.integer} NOT NULL, settled ${w.integer}, why TEXT, handle TEXT, wanted ${w.integer}, message TEXT,
    notice_kind TEXT, report_to TEXT)${w.plain}`,
  `CREATE UNIQUE INDEX outbox_view ON outbox (lane, number, key) WHERE kind = 'view' AND state = 'waiting'`,
  `CREATE UNIQUE INDEX outbox_notice ON outbox (number, key) WHERE kind = 'notice'`,
  `CREATE INDEX outbox_waiting ON outbox (lane, id) WHERE state = 'waiting'`,
  `CREATE INDEX outbox_given_up ON outbox (id) WHERE state = 'given_up'`,
  `CREATE INDEX outbox_views_of_case ON outbox (number, id) WHERE kind = 'view'`,
  `CREATE TABLE lane (name TEXT NOT NULL PRIMARY KEY, ready ${w.integer} NOT NULL)${w.keyed}`,
  'CREATE INDEX lane_by_ready ON lane (ready, name)',
  `CREATE TABLE card (
    number TEXT NOT NULL, lane TEXT NOT NULL, key TEXT NOT NULL, handle TEXT NOT NULL, revision ${w.integer} NOT NULL,
    digest TEXT NOT NULL, state TEXT NOT NULL, model TEXT NOT NULL, PRIMARY KEY (number, lane, key))${w.plain}`,
]

const rest = (w: Words): readonly string[] => [
  `CREATE TABLE file_use (sha256 TEXT NOT NULL PRIMARY KEY)${w.keyed}`,
  `CREATE TABLE policy (
    version TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, kept ${w.integer} NOT NULL)${w.plain}`,
  `CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)${w.keyed}`,
  `CREATE TABLE chat_post (
    id ${w.identity}, seq ${w.integer} NOT NULL, key TEXT NOT NULL, dest TEXT NOT NULL, number TEXT,
    posted ${w.integer} NOT NULL, changed ${w.integer} NOT NULL, body TEXT NOT NULL)${w.plain}`,
  'CREATE UNIQUE INDEX chat_post_by_key ON chat_post (key)',
  'CREATE UNIQUE INDEX chat_post_by_seq ON chat_post (seq)',
  'CREATE INDEX chat_post_by_dest ON chat_post (dest, id)',
  'CREATE INDEX chat_post_by_dest_seq ON chat_post (dest, seq)',
]

const drafts = (w: Words): readonly string[] => [
  `CREATE TABLE draft (
    holder TEXT NOT NULL, slot TEXT NOT NULL, turn ${w.integer} NOT NULL, changed ${w.integer} NOT NULL,
    expires ${w.integer} NOT NULL, body TEXT NOT NULL, PRIMARY KEY (holder, slot))${w.plain}`,
  'CREATE INDEX draft_by_expires ON draft (expires)',
]

/** Seals left standing by a step back are found again by the next step forward. */
const seals = (w: Words): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS seal (
    n ${w.integer} NOT NULL PRIMARY KEY, day TEXT NOT NULL, made ${w.integer} NOT NULL, cases ${w.integer} NOT NULL,
    root TEXT NOT NULL, previous TEXT NOT NULL, mark TEXT NOT NULL, mac TEXT NOT NULL)${w.plain}`,
  'CREATE UNIQUE INDEX IF NOT EXISTS seal_by_day ON seal (day)',
  `CREATE TABLE IF NOT EXISTS seal_leaf (
    number TEXT NOT NULL, revision ${w.integer} NOT NULL, seal ${w.integer} NOT NULL, place ${w.integer} NOT NULL,
    head TEXT NOT NULL, mac TEXT NOT NULL, PRIMARY KEY (number, revision))${w.keyed}`,
  'CREATE UNIQUE INDEX IF NOT EXISTS seal_leaf_by_seal ON seal_leaf (seal, place)',
  ...w.appendOnly('seal', 'seals are append-only'),
  ...w.appendOnly('seal_leaf', 'seals are append-only'),
  // What was shown: the revision a card was drawn at, and the digest of the drawing.
  `ALTER TABLE outbox ADD COLUMN revision ${w.integer}`,
  'ALTER TABLE outbox ADD COLUMN digest TEXT',
]

/** The seals stay where they are: without them nothing before could be proven any more. */
const sealsUndone = (w: Words): readonly string[] => [
  ...w.appendOnlyUndone('seal'),
  ...w.appendOnlyUndone('seal_leaf'),
  'ALTER TABLE outbox DROP COLUMN digest',
  'ALTER TABLE outbox DROP COLUMN revision',
]

/** Closed cases become precedents for others, also those that were closed before there was such a thing. */
const precedents = (w: Words): readonly string[] => [
  'ALTER TABLE cases ADD COLUMN kind TEXT',
  'ALTER TABLE cases ADD COLUMN model TEXT',
  `ALTER TABLE cases ADD COLUMN ended ${w.integer}`,
  `UPDATE cases SET kind = ${w.inState('values', 'plan_kind')}, model = COALESCE(${w.inState('values', 'model')}, ''),
    ended = CAST(${w.inState('ended', 'at')} AS ${w.integer})
    WHERE is_open = 0 AND outcome IN ('closed', 'unconfirmed') AND amount_minor IS NOT NULL
    AND COALESCE(${w.inState('values', 'plan_kind')}, '') <> ''`,
  'CREATE INDEX cases_ended ON cases (category, ended) WHERE ended IS NOT NULL',
]

const precedentsUndone = (): readonly string[] => [
  'DROP INDEX cases_ended',
  ...['ended', 'model', 'kind'].map((column) => `ALTER TABLE cases DROP COLUMN ${column}`),
]

/** Cases that are about the same, by key; not rebuilt for those filed before, which have no rule that asks for it. */
const sameness = (w: Words): readonly string[] => [
  `CREATE TABLE sameness (
    key TEXT NOT NULL, happened ${w.integer} NOT NULL, number TEXT NOT NULL, PRIMARY KEY (key, happened, number))${w.keyed}`,
  'CREATE INDEX sameness_by_number ON sameness (number)',
]

const FILES_OUT: Text = {
  zh: '请先 redress backup，再设 FILES_URL 为文件夹并 restore --into 一个空库，附件就在文件夹里了。',
  en: 'take a redress backup, set FILES_URL to a folder and restore --into an empty database, which puts the files there.',
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'cases, work, sending',
    statements: (w) => [...cases(w), ...work(w), ...claims(w), ...sending(w), ...rest(w), ...w.besides],
  },
  {
    version: 2,
    name: 'threads of the chat',
    statements: () => ['CREATE INDEX chat_post_by_number ON chat_post (number, id)'],
  },
  { version: 3, name: 'drafts', statements: drafts },
  {
    version: 4,
    name: 'replicas',
    statements: (w) => w.replicas,
    undo: { statements: (w) => w.replicasUndone, keeps: { file_body: FILES_OUT } },
  },
  { version: 5, name: 'seals', statements: seals, undo: { statements: sealsUndone } },
  { version: 6, name: 'precedents', statements: precedents, undo: { statements: precedentsUndone } },
  { version: 7, name: 'sameness', statements: sameness, undo: { statements: () => ['DROP TABLE sameness'] } },
]

/**
 * The migrations a database at `current` still needs (0: a fresh one).
 * @throws UnusableDatabase when the database is newer than this program.
 */
export function outstanding(current: number, file: string): readonly Migration[] {
  const newest = MIGRATIONS.at(-1)?.version ?? 0
  if (current > newest) {
    throw new UnusableDatabase('newer', { database: file, schema: current, known: newest })
  }
  return MIGRATIONS.filter((m) => m.version > current)
}

/**
 * The migration to take back so that a database at `current` is one version older.
 * @throws UnusableDatabase when it is newer than this program, or when there is no way back from its version.
 */
export function newestOf(current: number, file: string): Migration & { readonly undo: Undo } {
  outstanding(current, file)
  const migration = MIGRATIONS.find((m) => m.version === current)
  if (migration?.undo === undefined) throw new UnusableDatabase('first_version', { database: file, schema: current })
  return { ...migration, undo: migration.undo }
}
