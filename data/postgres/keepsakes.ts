/** Policies, settings, old inbox keys and the numbers the metrics show. */
import { sql } from 'kysely'
import type { Store } from '../../src/ports.ts'
import { prepare, query } from './statements.ts'

type Counts = Awaited<ReturnType<Store['counts']>>

export const keepsakes = {
  keepPolicy: prepare((p: { version: string; source: string; now: number }) =>
    query
      .insertInto('policy')
      .values({ version: p.version, source: p.source, kept: p.now })
      .onConflict((oc) => oc.column('version').doNothing()),
  ),
  policy: prepare((p: { version: string }) =>
    query.selectFrom('policy').select('source').where('version', '=', p.version),
  ),
  // Not by the order of keys: it depends on the language of the database.
  settings: prepare((p: { prefix: string }) =>
    query.selectFrom('setting').select(['key', 'value']).where(sql<boolean>`starts_with(key, ${p.prefix})`),
  ),
  setting: prepare((p: { key: string }) => query.selectFrom('setting').select('value').where('key', '=', p.key)),
  setSetting: prepare((p: { key: string; value: string }) =>
    query
      .insertInto('setting')
      .values({ key: p.key, value: p.value })
      .onConflict((oc) => oc.column('key').doUpdateSet({ value: sql.ref('excluded.value') })),
  ),
  // As a whole number, and what stands there when it is larger: the row is locked while it is compared.
  raiseSetting: prepare(
    (p: { key: string; value: number }) => sql<{ value: string }>`
      insert into setting (key, value) values (${p.key}, ${p.value}::bigint::text)
      on conflict (key) do update set value = greatest(setting.value::bigint, excluded.value::bigint)::text
      returning value`,
  ),
  forget: prepare((p: { before: number }) => query.deleteFrom('inbox').where('kept', '<', p.before)),
  counts: prepare<Record<never, never>, Counts>(() =>
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
  ),
}
