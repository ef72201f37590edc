/** Two houses on one PostgreSQL: what one of them does the other one sees, with word between them and without. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { schemasIn } from '../../data/postgres/testing/schemas.ts'
import { FRIDGE, MONDAY, type Told, tell } from './house.ts'
import { describePostgres } from './test-database.ts'

const HOUR = 3_600_000

describePostgres('two replicas', (url) => {
  const schemas = schemasIn(url)
  const open: Told[] = []
  afterEach(async () => {
    await Promise.all(open.splice(0).map((house) => house.close()))
  })

  const two = async (listens: boolean) => {
    const env = { DATABASE_URL: await schemas.fresh() }
    // The clock of the second one's machine is slow.
    const [a, b] = [await tell({ env, listens }), await tell({ env, listens, from: MONDAY - 60_000 })]
    open.push(a, b)
    return { a, b }
  }

  describe.each([
    { word: 'that tell each other', listens: true },
    { word: 'that cannot tell each other', listens: false },
  ])('$word', ({ listens }) => {
    it('see where the other one moved the clock before they decide, and never move it back', async () => {
      const { a, b } = await two(listens)
      const number = await a.as('wang.li').files(FRIDGE)
      await a.pass('5h')
      await b.as('wang.li').act({ do: 'command', text: `/complaint note ${number} 客户又来电了` })
      const facts = await a.facts(number)
      const moments = facts.map(({ at }) => at)
      expect(moments).toEqual([...moments].sort((x, y) => x - y))
      expect(facts.at(-1)).toMatchObject({ what: { is: 'noted' } })
      expect(moments.at(-1)).toBeGreaterThanOrEqual(MONDAY + 4 * HOUR)
      // Both at once, to different moments: it ends at the later one.
      await Promise.all([a.pass('1h'), b.pass('3h')])
      await Promise.all([a.clock.sync?.(), b.clock.sync?.()])
      expect(Math.min(a.clock.now(), b.clock.now())).toBeGreaterThan(MONDAY + 7.9 * HOUR)
      expect(Number(await a.store.setting('clock.offset'))).toBeLessThan(10 * HOUR)
    })

    it('show in the browser what the other one posted', async () => {
      const { a, b } = await two(listens)
      const looking = new AbortController()
      const seen = fetch(`${b.url}/playground/api/stream?as=wang.li&since=0`, { signal: looking.signal }).then(
        async (response) => {
          let said = ''
          for await (const part of response.body ?? []) {
            said += Buffer.from(part).toString()
            if (said.includes('event: post')) break
          }
          return said
        },
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
      const began = Date.now()
      const number = await a.as('wang.li').files(FRIDGE)
      expect(await seen).toContain(number)
      // Well before the heartbeat, which would bring it too.
      expect(Date.now() - began).toBeLessThan(5_000)
      looking.abort()
    })

    it('ask the stand-in that somebody named at the other one', async () => {
      const { a, b } = await two(listens)
      const number = await a.as('wang.li').files(FRIDGE)
      const [asked = ''] = await a.asked(number)
      const people = a.shelf.company.live.directory.people
      const other = Object.values(people).find((p) => p.id !== asked && p.id === people[asked]?.leader)?.id ?? ''
      const dates = { stand_in_from: '2026-03-02', stand_in_until: '2026-03-03' }
      const submitted = {
        do: 'submit',
        form: 'redress.form.preferences',
        values: { language: 'zh', stand_in: other, ...dates },
      }
      expect(await a.as(asked).act(submitted)).toMatchObject({ is: 'say' })
      const standsIn = () => b.shelf.company.live.directory.people[asked]?.standIn
      if (listens) await vi.waitFor(() => expect(standsIn()).toBe(other), { timeout: 3_000, interval: 20 })
      // Else with the look that is taken every minute.
      else await b.roster.refresh()
      expect(standsIn()).toBe(other)
      expect(await b.asked(number)).toEqual(await a.asked(number))
    })

    it('wait for what the other one still sends before they call something settled', async () => {
      const { a, b } = await two(listens)
      await Promise.all([a, b].map((house, i) => house.as('wang.li').files({ ...FRIDGE, text: `冰箱不制冷 ${i}` })))
      await a.settle()
      expect((await a.store.counts()).outbox).toBe(0)
    })
  })
})
