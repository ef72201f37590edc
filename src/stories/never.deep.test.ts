import { test } from 'vitest'
import { searchForNever } from './never.ts'

test('no order of commands pays unapproved money, pays twice, skips an approver or lets a filer approve', {
  timeout: 600_000,
}, () => {
  searchForNever(10_000)
})
