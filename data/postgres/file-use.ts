/** Which files some fact names. Rows are only ever added: facts stay for ever. */
import { prepare, query } from './statements.ts'

/** Finds the row of a file that some fact names. */
export const fileUse = prepare((p: { sha256: string }) =>
  query.selectFrom('file_use').select('sha256').where('sha256', '=', p.sha256),
)

/** Remembers that these files are used; again is fine. Sorted, so that two replicas cannot wait for each other. */
export const rememberFiles = `
  IF plan ? 'files' THEN
    INSERT INTO file_use SELECT jsonb_array_elements_text(plan -> 'files') ORDER BY 1 ON CONFLICT DO NOTHING;
  END IF;`
