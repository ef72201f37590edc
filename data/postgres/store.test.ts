/** The PostgreSQL store passes the contract. What only replicas can break stands in replicas.test.ts. */
import { describePostgres } from '../../src/stories/test-database.ts'
import { storeContract } from '../store-contract.ts'
import { schemasIn } from './testing/schemas.ts'

describePostgres('PostgreSQL', (url) => {
  const schemas = schemasIn(url)
  storeContract('PostgreSQL', async () => schemas.opened(await schemas.fresh()))
})
