import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { policyJsonSchema, policyJsonSchemaText } from './json-schema.ts'

test('data/policy.schema.json is what the schema says; `npm run policy:schema` writes it', () => {
  const file = new URL('../../data/policy.schema.json', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(policyJsonSchemaText())
})

test('it names the parts and refuses unknown keys', () => {
  expect(policyJsonSchema()).toMatchObject({
    additionalProperties: false,
    properties: { flow: { properties: { stages: {} } } },
  })
})
