/**
 * What every chat platform must hold, run against the whole house through the platform's own wire. An adapter's test
 * gives a bench that speaks that wire and calls `platformContract`.
 */
import { describe, expect, it } from 'vitest'
import { drawRoundup } from '../cards/roundup.ts'
import type { House } from '../src/main.ts'
import { caseAtApproval, caseAtPayment, FILING, makeCast } from './contract-cast.ts'

/** What somebody who acted saw at once. `text` is whatever was said, in words. */
export interface Seen {
  readonly is: 'form' | 'say' | 'card' | 'errors' | 'done' | 'refused'
  readonly code?: string
  readonly number?: string
  /** The wire id of the form that opened, with what has to be sent back along with it. */
  readonly form?: SeenForm
  readonly text: string
}

export interface SeenForm {
  readonly id: string
  readonly number?: string
  readonly position?: string
  readonly revision?: number
  readonly fields: readonly string[]
}

/** A card that stands in somebody's direct messages or in a channel. `buttons` are its verbs. */
export interface SeenCard {
  readonly post: string
  readonly number: string
  readonly revision: number
  readonly state: 'open' | 'done'
  readonly buttons: readonly string[]
}

/** How sends fail: refused for certain, or carried out with the answer lost. */
export type Outage = 'refused' | 'lost'

/** One house with the platform on, spoken to through the platform's wire. People are named by their id. */
export interface Bench {
  readonly house: House
  hear(person: string, words: string, key: string): Promise<Seen>
  click(person: string, card: SeenCard, verb: string, key: string): Promise<Seen>
  submit(person: string, form: SeenForm, values: Readonly<Record<string, unknown>>, key: string): Promise<Seen>
  /** Sends a request that does not prove where it comes from; gives the HTTP status it was answered with. */
  forge(): Promise<number>
  /** All cards at `person/<id>` or `channel/<id>`, oldest first. */
  cards(place: string): Promise<readonly SeenCard[]>
  /** How often anything was said to the customer of a case. */
  customerMessages(number: string): Promise<number>
  /** Lets sends fail from now on; undefined: they work again. */
  outage(how: Outage | undefined): void
  /**
   * True for lanes where the platform recognises no repetition and nothing can be looked up: a send whose answer was lost
   * is given up there and told to the operators, never repeated. Absent: there are none.
   */
  unconfirmed?(lane: string): boolean
  /** Lets time pass, so that whatever waits is tried again. */
  pass(milliseconds: number): Promise<void>
  /** Ends the house and opens it again on the same data. */
  restart(): Promise<Bench>
  close(): Promise<void>
}

const HOUR = 3_600_000

/** Runs the suite. `open` gives a fresh bench; `stranger` is an account of the platform that is mapped to nobody. */
export function platformContract(name: string, open: () => Promise<Bench>, stranger: string): void {
  const on = async (story: (bench: Bench) => Promise<Bench>): Promise<void> => {
    const bench = await open()
    let last = bench
    try {
      last = await story(bench)
    } finally {
      await last.close()
    }
  }

  describe(`the contract of a chat platform: ${name}`, () => {
    it('refuses a request that does not prove where it comes from, and changes nothing', () =>
      on(async (bench) => {
        const before = await bench.house.store.counts()
        const status = await bench.forge()
        expect(status).toBeGreaterThanOrEqual(400)
        expect(status).toBeLessThan(500)
        expect(await bench.house.store.counts()).toEqual(before)
        return bench
      }))

    it('files once when the platform delivers the same request again', () =>
      on(async (bench) => {
        const cast = makeCast(bench)
        const form = await cast.formOf(bench.hear('wang.li', '', 'open'))
        const first = await bench.submit('wang.li', form, FILING, 'once')
        const again = await bench.submit('wang.li', form, FILING, 'once')
        expect([first.is, again.number]).toEqual(['done', first.number])
        await bench.house.settle()
        expect((await bench.house.store.counts()).cases).toBe(1)
        expect(await bench.cards('channel/quality')).toHaveLength(1)
        expect(await bench.customerMessages(first.number ?? '')).toBe(1)
        return bench
      }))

    it('lets a stranger decide nothing', () =>
      on(async (bench) => {
        const { number, card, approver } = await caseAtApproval(bench)
        const before = await bench.house.store.case(number)
        const open = (await bench.cards('channel/approvals')).filter((one) => one.number === number)
        expect(open).toHaveLength(1)
        for (const seen of await Promise.all(
          [...open, card].map((one) => bench.click(stranger, one, 'approve', one.post)),
        )) {
          expect(seen).toMatchObject({ is: 'refused', code: expect.stringMatching(/^(not_a_person|not_found)$/) })
          expect(seen.text.length).toBeGreaterThan(3)
        }
        expect(await bench.house.store.case(number)).toEqual(before)
        expect((await bench.cards(`person/${approver}`)).at(-1)?.state).toBe('open')
        return bench
      }))

    it('counts a double click once, whether the request or the finger repeats', () =>
      on(async (bench) => {
        const { number, card, approver } = await caseAtApproval(bench)
        const clicks = await Promise.all(['a', 'a', 'b'].map((key) => bench.click(approver, card, 'approve', key)))
        const late = await bench.click(approver, card, 'approve', 'c')
        expect(clicks.filter((seen) => seen.is === 'done').length).toBeGreaterThanOrEqual(1)
        expect(late).toMatchObject({ is: 'refused', code: expect.stringMatching(/^already_/) })
        const facts = await bench.house.store.facts(number)
        expect(facts.filter(({ what }) => what.is === 'approved')).toHaveLength(1)
        expect(facts.filter(({ what }) => what.is === 'instructed')).toHaveLength(1)
        await bench.house.settle()
        expect((await bench.cards(`person/${approver}`)).at(-1)).toMatchObject({ state: 'done', buttons: [] })
        return bench
      }))

    it('lets one of two people who act at once through, and tells the other who was faster', () =>
      on(async (bench) => {
        const { number, forms } = await caseAtPayment(bench)
        const seen = await Promise.all(
          forms.map(({ person, form }) => bench.submit(person, form, { voucher_no: `V-${person}` }, person)),
        )
        expect(seen.map(({ is }) => is).sort()).toEqual(['done', ...forms.slice(1).map(() => 'refused')])
        const slow = seen.find(({ is }) => is === 'refused')
        expect(slow?.code).toMatch(/^already_/)
        const state = await bench.house.store.case(number)
        expect(state?.instructions.map((one) => one.state)).toEqual(['paid'])
        return bench
      }))

    it.each(['refused', 'lost'] as const)('shows everything exactly once after an outage: sends are %s', (how) =>
      on(async (bench) => {
        bench.outage(how)
        const cast = makeCast(bench)
        const number = await cast.file()
        await bench.house.settle()
        const meanwhile = await bench.house.store.messages(number)
        expect(meanwhile.some(({ state }) => state === 'waiting')).toBe(true)
        bench.outage(undefined)
        await bench.pass(HOUR)
        expect((await bench.cards('channel/quality')).filter((card) => card.number === number)).toHaveLength(1)
        expect(await bench.customerMessages(number)).toBe(1)
        const lost = (lane: string): boolean => how === 'lost' && (bench.unconfirmed?.(lane) ?? false)
        for (const { lane, state } of await bench.house.store.messages(number))
          expect([lane, state]).toEqual([lane, lost(lane) ? 'given_up' : 'sent'])
        return bench
      }))

    it('takes several reminders as one message, which names each case', () =>
      on(async (bench) => {
        const { house } = bench
        const reminders = Array.from({ length: 12 }, (_, i) => {
          const brief = { what: '初审', who: '吴建国', due: house.clock.now() - i * HOUR, level: 3 } as const
          return { number: `C-20261122-${1000 + i}`, message: { text: '', lang: 'zh', brief } as const }
        })
        const message = drawRoundup(reminders, { lang: 'zh', tz: 'Asia/Shanghai', now: house.clock.now() })
        const reviewer = await makeCast(bench).reviewer(await makeCast(bench).file())
        const platforms = [...house.platforms.values()].filter(({ abilities }) => abilities.updates !== 'never')
        for (const platform of platforms) {
          const to = platform.address({ in: 'person', person: reviewer })
          if (to !== undefined)
            expect(await platform.sendMessage(to, message, 'roundup|1')).toMatchObject({ is: 'sent' })
        }
        expect(platforms.some((one) => one.address({ in: 'person', person: reviewer }) !== undefined)).toBe(true)
        return bench
      }))

    it('goes on after a restart in the middle: nothing is lost, nothing comes twice, old cards still work', () =>
      on(async (bench) => {
        bench.outage('lost')
        const number = await makeCast(bench).file()
        const again = await bench.restart()
        await again.pass(HOUR)
        expect((await again.cards('channel/quality')).filter((card) => card.number === number)).toHaveLength(1)
        expect(await again.customerMessages(number)).toBe(1)
        const reviewer = await makeCast(again).reviewer(number)
        const card = (await again.cards(`person/${reviewer}`)).find((one) => one.number === number)
        if (card === undefined) throw new Error('the reviewer has no card')
        expect((await again.click(reviewer, card, 'submit', 'after')).is).toBe('form')
        return again
      }))
  })
}
