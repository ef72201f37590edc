/** A replica that is killed while it holds lanes: others go on long before its leases run out, and never while it lives. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describePostgres } from '../../src/stories/test-database.ts'
import { fileOne, notice, START } from '../contract/samples.ts'
import { schemasIn } from './testing/schemas.ts'

const MORTAL = fileURLToPath(new URL('./testing/mortal.ts', import.meta.url))

describePostgres('survivors', (url) => {
  const schemas = schemasIn(url)

  it('take over the lanes of the dead, marked as perhaps sent, and leave those of the living', async () => {
    const at = await schemas.fresh()
    const { store } = await schemas.opening(at)
    await fileOne(store, 'a', () => ({ notices: [notice('somebody', 'n')] }))
    const mortal = spawn(process.execPath, [MORTAL, at], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const [said] = await once(mortal.stdout, 'data')
      expect(String(said)).toBe('claimed 1\n')
      const look = async () => {
        await store.nextSend()
        return store.claim(START, Date.now(), 10, 10)
      }
      // While it lives it is left alone, however often others look.
      const alive = Date.now() + 3_500
      while (Date.now() < alive) {
        expect(await look()).toEqual([])
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      mortal.kill('SIGKILL')
      const died = Date.now()
      let taken = await look()
      while (taken.length === 0 && Date.now() - died < 20_000) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        taken = await look()
      }
      expect(taken).toMatchObject([{ key: 'n', again: true }])
      expect(Date.now() - died).toBeLessThan(5_000)
    } finally {
      mortal.kill('SIGKILL')
    }
  })
})
