/** Writes data/policy.schema.json: `npm run policy:schema`, after the schema was changed. */
import { writeFileSync } from 'node:fs'
import { policyJsonSchemaText } from './json-schema.ts'

writeFileSync(new URL('../../data/policy.schema.json', import.meta.url), policyJsonSchemaText())
