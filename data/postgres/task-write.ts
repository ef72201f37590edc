/** Task rows and the rows of their people: what is asked no more goes, what is new or other is put. */
import type { Task } from '../../src/rules/views.ts'

/** Throws when two tasks of a case have one id. */
export function mustDiffer(number: string, open: readonly Task[]): void {
  if (new Set(open.map((task) => task.id)).size !== open.length) throw new Error(`two tasks of ${number} have one id`)
}

/** All open tasks of a case by id, and whom each asks. */
export const taskRows = (open: readonly Task[]) =>
  Object.fromEntries(
    open.map((task) => {
      const { id, due = null, since } = task
      return [id, { body: JSON.stringify(task), people: [...new Set(task.people)], due, since }]
    }),
  )

/**
 * Makes these all tasks of a case. What stands there already is left alone: most tasks outlive most changes. Whom a task
 * asked is found in it, as the table of people is sorted by person and not by case.
 */
export const writeTasks = `
    kept := '{}';
    FOR one IN SELECT id, body FROM task WHERE number = its.number LOOP
      IF item #>> ARRAY['tasks', one.id, 'body'] = one.body THEN
        kept := kept || one.id;
      ELSE
        DELETE FROM task_person WHERE number = its.number AND id = one.id
          AND person IN (SELECT jsonb_array_elements_text(one.body::jsonb -> 'people'));
        DELETE FROM task WHERE number = its.number AND id = one.id;
      END IF;
    END LOOP;
    FOR one IN SELECT key AS id, value AS task FROM jsonb_each(item -> 'tasks') WHERE key <> ALL (kept) LOOP
      INSERT INTO task (number, id, body) VALUES (its.number, one.id, one.task ->> 'body');
      INSERT INTO task_person (person, number, id, due, since)
      SELECT jsonb_array_elements_text(one.task -> 'people'), its.number, one.id, (one.task ->> 'due')::bigint,
        (one.task ->> 'since')::bigint;
    END LOOP;`
