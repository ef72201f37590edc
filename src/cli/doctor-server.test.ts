import { expect, it } from 'vitest'
import { databasesOn } from '../../data/postgres/testing/databases.ts'
import { readConfig } from '../config.ts'
import { tell } from '../stories/house.ts'
import { files } from '../stories/road.ts'
import { describePostgres } from '../stories/test-database.ts'
import { checkServer } from './doctor-server.ts'

describePostgres('the doctor at a PostgreSQL server', (url) => {
  const databases = databasesOn(url)

  /** The findings as `mark: English words`. */
  async function said(at: string): Promise<readonly string[]> {
    const config = readConfig({ DATABASE_URL: at })
    if ('problems' in config) throw new Error(JSON.stringify(config.problems))
    return (await checkServer(config)).findings.map(({ is, says }) => `${is}: ${says.en}`)
  }
  const durable = async (at: string): Promise<unknown> => {
    // A throw-away server of the tests has no fsync; the doctor must say so.
    const [row] = await databases.raw('SHOW fsync', at)
    return row?.fsync === 'on'
      ? expect.stringMatching(/^good: A commit is on its disk .* took \d+ ms\.$/)
      : expect.stringMatching(/^bad: The server has fsync or full_page_writes off/)
  }

  it('finds an empty one, one that is worked on, and leaves both as they are', async () => {
    const at = await databases.fresh()
    expect(await said(at)).toEqual([
      expect.stringMatching(/^good: .*is empty; starting makes its tables\.$/),
      await durable(at),
    ])
    expect(
      await databases.raw('SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = current_schema()', at),
    ).toEqual([{ n: 0 }])
    const house = await tell({ env: { DATABASE_URL: at, FILES_URL: '' } })
    await files(house)
    expect(await said(at)).toEqual([
      expect.stringMatching(/^good: .*Complaints in it: 1\. Redress holds [1-9]\d* connections/),
      await durable(at),
      'good: Files live in the database: 0 of them, 0 B.',
    ])
    await house.close()
  })

  it('says what is wrong with what it cannot use, and no secret', async () => {
    const [words = ''] = await said('postgres://redress:geheim@127.0.0.1:1/redress')
    expect(words).toMatch(/^bad: The database cannot be used: postgres:\/\/127\.0\.0\.1:1\/redress cannot be reached/)
    expect(words).not.toContain('geheim')
    const at = await databases.fresh()
    await databases.raw('CREATE TABLE of_somebody_else (n INT)', at)
    expect((await said(at))[0]).toMatch(/^bad: .*is a database of something else/)
  })
})
