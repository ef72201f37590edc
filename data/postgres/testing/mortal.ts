/** A replica to be killed: takes every lane of the database named on its command line, says so, and does nothing more. */
import { openPostgres } from '../open.ts'

const [url = ''] = process.argv.slice(2)
const never = (): string => {
  throw new Error('nothing is numbered here')
}
const { store } = await openPostgres({ url, numberFor: never, dayOf: never, connections: 2 })
const claimed = await store.claim(Number.MAX_SAFE_INTEGER, Date.now(), 10, 10)
process.stdout.write(`claimed ${claimed.length}\n`)
setInterval(() => undefined, 1_000)
