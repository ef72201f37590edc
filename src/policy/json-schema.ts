/** The policy's JSON Schema, for completion and checking in editors: data/policy.schema.json. */
import { z } from 'zod'
import { rawPolicy } from './schema.ts'

/** The schema of the policy file as JSON Schema (draft 2020-12). Ranges and references are checked by lint alone. */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(rawPolicy, { io: 'input', target: 'draft-2020-12' })
}

/** The text of data/policy.schema.json; a test holds the file to it. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`
}
