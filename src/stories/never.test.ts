import { test } from 'vitest'
import { searchForNever } from './never.ts'

// The long search, 10,000 histories, is in never.deep.test.ts.
test('no order of commands pays unapproved money, pays twice, skips an approver or lets a filer approve', {
  timeout: 60_000,
}, () => {
  searchForNever(300)
})
