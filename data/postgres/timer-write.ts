/** Timer rows: what is no more goes, what is planned anew is put. */
import type { Write } from '../../src/ports.ts'
import type { Timer } from '../../src/rules/commands.ts'

/** Throws when two timers of a case have one key. */
export function mustDiffer(number: string, all: readonly Timer[]): void {
  if (new Set(all.map((timer) => timer.key)).size !== all.length) {
    throw new Error(`two timers of ${number} have one key`)
  }
}

/** When each timer of a case rings, after these writes of it. Those in `anew` were planned otherwise by an earlier of them. */
export function timerRows(writes: readonly Pick<Write, 'timers'>[]) {
  const before = writes.slice(0, -1).map(({ timers }) => new Map(timers.map(({ key, at }) => [key, at])))
  const timers = writes.at(-1)?.timers ?? []
  const anew = timers.filter(({ key, at }) => before.some((planned) => planned.get(key) !== at)).map(({ key }) => key)
  return { timers: Object.fromEntries(timers.map(({ key, at }) => [key, at])), anew }
}

/** Makes these all timers of a case. One that is planned as before stays as it is: it may have been put off. */
export const writeTimers = `
    kept := '{}';
    FOR one IN SELECT key, planned FROM timer WHERE number = its.number LOOP
      IF (item #>> ARRAY['timers', one.key])::bigint = one.planned AND NOT item -> 'anew' ? one.key THEN
        kept := kept || one.key;
      ELSE
        DELETE FROM timer WHERE number = its.number AND key = one.key;
      END IF;
    END LOOP;
    INSERT INTO timer (number, key, planned, rings)
    SELECT its.number, key, value::bigint, value::bigint FROM jsonb_each_text(item -> 'timers') WHERE key <> ALL (kept);`
