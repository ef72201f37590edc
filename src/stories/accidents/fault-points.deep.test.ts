/** Killed at every fault point, on both stores. */
import { describe } from 'vitest'
import { FAULT_POINTS } from '../../faults.ts'
import { COMPLAINTS } from '../complaints.ts'
import { describePostgres } from '../test-database.ts'
import { doomedTest, inFile, SHARED_POINTS } from './doomed-company.ts'
import { ownDatabase } from './own-database.ts'

const texts = Array.from({ length: 2 }, (_, round) => COMPLAINTS.map((text) => `${text} (${round + 1})`)).flat()

describe('a company on SQLite', () => {
  doomedTest(inFile, { points: FAULT_POINTS, times: 1, texts, timeout: 900_000 })
})

describePostgres('a company on PostgreSQL', (url) => {
  const onServer = async () => {
    const { address, ...own } = await ownDatabase(url)
    return { database: address, ...own }
  }
  doomedTest(onServer, { points: SHARED_POINTS, times: 1, texts, timeout: 900_000 })
})
