import { test } from 'vitest'
import { expectFar } from './far.ts'
import { search } from './search.ts'

test('10,000 lives: no more is paid than approved, duties stay apart, every approval is there, somebody can act', {
  timeout: 900_000,
}, () => {
  expectFar(search(10_000, 1_000_000))
})
