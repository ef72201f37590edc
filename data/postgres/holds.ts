/** What only one replica at a time may do: a row each, with whose it is and until when. */
import type { Pool } from 'pg'
import type { Holds } from '../../src/ports.ts'
import { latest } from '../outbox-rows.ts'
import { prepare, query } from './statements.ts'

/** Holds of one replica. A moment of real time decides whether a row still counts. */
export function postgresHolds(pool: Pool, holder: string): Holds & { freeAll(): Promise<void> } {
  return {
    take: async (name, lasts, wall) =>
      (await take.get(pool, { name, holder, wall, latest: latest(wall, lasts), until: wall + lasts })) !== undefined,
    free: async (name) => void (await free.run(pool, { name, holder })),
    freeAll: async () => void (await freeAll.run(pool, { holder })),
  }
}

const take = prepare((p: { name: string; holder: string; wall: number; latest: number; until: number }) =>
  query
    .insertInto('hold')
    .values({ name: p.name, holder: p.holder, held_until: p.until })
    .onConflict((oc) =>
      oc
        .column('name')
        .doUpdateSet({ holder: p.holder, held_until: p.until })
        .where((eb) =>
          eb.or([
            eb('hold.holder', '=', p.holder),
            eb('hold.held_until', '<=', p.wall),
            eb('hold.held_until', '>', p.latest),
          ]),
        ),
    )
    .returning('name'),
)
const free = prepare((p: { name: string; holder: string }) =>
  query.deleteFrom('hold').where('name', '=', p.name).where('holder', '=', p.holder),
)
const freeAll = prepare((p: { holder: string }) => query.deleteFrom('hold').where('holder', '=', p.holder))
