/** After people, channels or calendars changed, every open case is looked at again (DESIGN, "Views"). */
import { randomUUID } from 'node:crypto'
import type { Company } from './company.ts'
import type { Desk } from './desk.ts'
import type { Store } from './ports.ts'

/** Open cases swept in one go, so that clicks get their turn in between. */
const BATCH = 200

/** Recomputes tasks, timers and cards of all open cases; gives how many there were. */
export async function sweepOpenCases(
  store: Pick<Store, 'openCases'>,
  desk: Pick<Desk, 'submit'>,
  company: Pick<Company, 'swept'>,
): Promise<number> {
  const sweep = randomUUID()
  let swept = 0
  for (let after: string | undefined; ; ) {
    const numbers: readonly string[] = await store.openCases(after, BATCH)
    await Promise.all(
      numbers.map((number) =>
        desk.submit({ do: 'sweep', id: `sweep/${sweep}/${number}`, number, actor: { kind: 'clock' }, via: 'clock' }),
      ),
    )
    swept += numbers.length
    after = numbers.at(-1)
    if (numbers.length < BATCH) break
  }
  company.swept()
  return swept
}
