/** What holds in every company that can be drawn, whatever its people do: a few lives here, 10,000 in drawn.deep.test.ts. */
import { test } from 'vitest'
import { expectFar } from './far.ts'
import { search } from './search.ts'

test('no more is paid than approved, duties stay apart, every approval is there, every no is a sentence, somebody can act', {
  timeout: 120_000,
}, () => {
  expectFar(search(320))
})
