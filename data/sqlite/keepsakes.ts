/** Policies, settings, old inbox keys and the numbers the metrics show. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { Store } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'

/** Prepares the statements once. */
export function keepsakes(db: Database) {
  const keepPolicy = prepare(db, (p: { version: string; source: string; now: number }) =>
    query
      .insertInto('policy')
      .values({ version: p.version, source: p.source, kept: p.now })
      .onConflict((oc) => oc.column('version').doNothing()),
  )
  const policy = prepare(db, (p: { version: string }) =>
    query.selectFrom('policy').select('source').where('version', '=', p.version),
  )
  const settings = prepare(db, (p: { prefix: string; end: string }) =>
    query.selectFrom('setting').select(['key', 'value']).where('key', '>=', p.prefix).where('key', '<', p.end),
  )
  const setting = prepare(db, (p: { key: string }) =>
    query.selectFrom('setting').select('value').where('key', '=', p.key),
  )
  const setSetting = prepare(db, (p: { key: string; value: string }) =>
    query
      .insertInto('setting')
      .values({ key: p.key, value: p.value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value: p.value })),
  )
  const raiseSetting = prepare(db, (p: { key: string; value: string }) =>
    query
      .insertInto('setting')
      .values({ key: p.key, value: p.value })
      .onConflict((oc) =>
        oc.column('key').doUpdateSet({
          value: sql<string>`cast(max(cast(value as integer), cast(excluded.value as integer)) as text)`,
        }),
      ),
  )
  const forget = prepare(db, (p: { before: number }) => query.deleteFrom('inbox').where('kept', '<', p.before))
  const counts = countStatement(db)
  return {
    keepPolicy: (version: string, source: string, now: number) => void keepPolicy.run({ version, source, now }),
    policySource: (version: string) => policy.get({ version })?.source,
    setting: (key: string) => setting.get({ key })?.value,
    settings: (prefix: string) =>
      new Map(settings.all({ prefix, end: `${prefix}\uffff` }).map((one) => [one.key, one.value])),
    setSetting: (key: string, value: string) => void setSetting.run({ key, value }),
    raiseSetting(key: string, value: number) {
      raiseSetting.run({ key, value: String(value) })
      return Number(setting.get({ key })?.value)
    },
    forgetKeys: (before: number) => forget.run({ before }).changes,
    counts: () => counts.get({}) ?? { cases: 0, open: 0, timers: 0, outbox: 0, givenUp: 0 },
  }
}

type Counts = Awaited<ReturnType<Store['counts']>>

const countStatement = (db: Database) =>
  prepare<Record<never, never>, Counts>(db, () =>
    query
      .selectNoFrom((eb) => {
        const all = eb.fn.countAll<number>().as('n')
        return [
          eb.selectFrom('cases').select(all).as('cases'),
          eb.selectFrom('cases').select(all).where('is_open', '=', sql.lit(1)).as('open'),
          eb.selectFrom('timer').select(all).as('timers'),
          eb
            .selectFrom('outbox')
            .select(all)
            .where('state', '=', sql.lit('waiting' as const))
            .as('outbox'),
          eb
            .selectFrom('outbox')
            .select(all)
            .where('state', '=', sql.lit('given_up' as const))
            .as('givenUp'),
        ]
      })
      .$castTo<Counts>(),
  )
