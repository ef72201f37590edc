/** Clicks: answered in time with the new card, decided by the desk, harmless when they come twice, late or from elsewhere. */
import { afterEach, describe, expect, it } from 'vitest'
import type { PlatformParts, Reply } from '../../src/ports.ts'
import { caseAtApproval, makeCast } from '../contract-cast.ts'
import { type Alone, alone } from './testing/adapter.ts'
import { benchOf } from './testing/bench.ts'
import { accountOf, plotDingtalk } from './testing/house.ts'
import { buttonsOf, fieldsOf, fillPage, press } from './testing/phone.ts'
import { approvalCard, doneCard, EVERY_FIELD, NUMBER } from './testing/samples.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const DONE: Reply = { is: 'done', number: NUMBER, revision: 10, message: { text: `已同意（${NUMBER}）。`, lang: 'zh' } }

/** The adapter alone, with a card at u1 whose clicks do `click`. */
async function withCard(click: (one: Alone, handle: string) => Promise<Reply>, tuning = {}) {
  const desk: { act?: () => Promise<Reply> } = {}
  const reception = { click: () => desk.act?.() } as unknown as PlatformParts['reception']
  const one = await alone({ parts: { reception }, tuning })
  ends.push(() => one.end())
  const sent = await one.adapter.sendCard('user/u1', approvalCard(), 'k')
  const handle = sent.is === 'sent' ? sent.handle : ''
  desk.act = () => click(one, handle)
  const track = handle.split('|')[1] ?? ''
  return { ...one, handle, track, puts: () => one.standIn.shelf.get(track)?.puts }
}

describe('a click on a whole house', () => {
  it('is answered within two seconds with the new card, which costs no call', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    ends.push(() => bench.close())
    const { standIn } = plot
    const { number, card, approver } = await caseAtApproval(bench)
    await bench.house.settle()
    const { ack, seen } = await press(standIn, accountOf(approver), card.post, 'approve')
    expect(ack?.ms).toBeLessThan(2_000)
    expect(seen).toMatchObject({
      status: 'done',
      outcome: 'ok',
      said: expect.stringContaining(number),
      approve_text: '',
    })
    expect(seen.body).toContain('已同意')
    await bench.house.settle()
    expect(standIn.shelf.get(card.post)?.puts).toBe(0)
    expect(standIn.shelf.get(card.post)?.open.status).toBe('done')
    // The same card in the channel is another card: everybody sees there who it was.
    const inChannel = (await bench.cards('channel/approvals')).find((one) => one.number === number)
    expect(inChannel).toMatchObject({ state: 'done', buttons: [] })
    expect(standIn.shelf.get(inChannel?.post ?? '')?.puts).toBe(1)
  })

  it('in a channel shows buttons to those who are asked, and sends a form to the direct chat', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    ends.push(() => bench.close())
    const { standIn } = plot
    const { number, approver } = await caseAtApproval(bench)
    await bench.house.settle()
    const [card] = (await bench.cards('channel/approvals')).filter((one) => one.number === number)
    const track = card?.post ?? ''
    expect(buttonsOf(standIn, track, accountOf(approver))).toContain('approve')
    expect(buttonsOf(standIn, track, accountOf('wang.li'))).toEqual([])
    const before = standIn.shelf.all().length
    const { seen } = await press(standIn, accountOf(approver), track, 'reject')
    expect(seen).toMatchObject({ outcome: 'form_sent', form_open: '' })
    await expect.poll(() => standIn.shelf.all().length).toBe(before + 1)
    const form = standIn.shelf.all().at(-1)
    expect(form?.spaces).toEqual([`IM_ROBOT.${accountOf(approver)}`])
    const done = await fillPage(standIn, accountOf(approver), form?.track ?? '', { reason: '照片不清楚' })
    expect(done.seen).toMatchObject({ outcome: 'ok', status: 'done', form_open: 'false' })
    expect((await bench.house.store.facts(number)).some(({ what }) => what.is === 'turned_down')).toBe(true)
  })

  it('opens its form on the card itself; wrong answers are said and asked again, and closing it sends nothing', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    ends.push(() => bench.close())
    const { standIn } = plot
    const cast = makeCast(bench)
    const number = await cast.file()
    await bench.house.settle()
    const reviewer = await cast.reviewer(number)
    const user = accountOf(reviewer)
    const { post } = await cast.cardOf(reviewer, number)
    await press(standIn, user, post, 'submit')
    expect(fieldsOf(standIn, post, user).map(({ name }) => name)).toContain('verdict')
    const closed = await press(standIn, user, post, 'close')
    expect(closed.seen).toMatchObject({ form_open: 'false', outcome: 'ok' })
    expect((await fillPage(standIn, user, post, { verdict: 'complaint' })).seen.outcome).toBe('no_form')
    await press(standIn, user, post, 'submit')
    // Required fields left empty, as an old app lets people do.
    const empty = await fillPage(standIn, user, post, { verdict: 'complaint' })
    expect(empty.seen.outcome).toBe('page')
    expect(empty.seen.said).toMatch(/必填|请/)
    expect((await bench.house.store.case(number))?.positions[0]?.stage).toBe('review')
  })

  it('goes on with a half-filled form after a restart', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    const { standIn } = plot
    const user = accountOf('wang.li')
    const form = await makeCast(bench).formOf(bench.hear('wang.li', '', 'a'))
    const filing = { text: '不制冷', category: 'quality.failure.no_cooling', customer: '张伟', product: 'BCD' }
    const first = await fillPage(standIn, user, form.id, filing)
    expect(first.seen.outcome).toBe('page')
    const again = await bench.restart()
    ends.push(() => again.close())
    const rest = {
      category: 'quality.failure.no_cooling',
      model: 'M',
      batch: 'B',
      purchase_channel: 'mall',
      line: 'fridge',
    }
    const done = await fillPage(standIn, user, form.id, rest, 'page-2')
    expect(done.seen).toMatchObject({ outcome: 'ok', status: 'done' })
    // The last page comes once more: the same answer, no second complaint.
    expect((await fillPage(standIn, user, form.id, rest, 'page-2')).seen.said).toContain('C-')
    expect((await again.house.store.counts()).cases).toBe(1)
  })
})

describe('a click, come what may', () => {
  it('is answered in time when the desk is slow; the card follows by a call', async () => {
    const { standIn, track, puts } = await withCard(
      async () => {
        await pause(300)
        return DONE
      },
      { clickGuard: 100 },
    )
    const { ack, seen } = await press(standIn, 'u1', track, 'approve')
    expect(ack?.ms).toBeLessThan(250)
    expect(seen).toMatchObject({ outcome: 'processing', status_text: '正在处理…', status: 'open' })
    await expect.poll(puts).toBe(1)
    expect(standIn.shelf.seen(track, 'u1')).toMatchObject({
      outcome: 'ok',
      status_text: '',
      said: DONE.is === 'done' ? DONE.message.text : '',
    })
  })

  it('brings the card by a call when the answer could not leave any more', async () => {
    const { standIn, track, puts } = await withCard(async ({ adapter, standIn }, handle) => {
      void adapter.updateCard('user/u1', handle, doneCard(), 'k2')
      if (standIn.gateway.counts.connected === 1) standIn.gateway.cut()
      await pause(30)
      return DONE
    })
    await press(standIn, 'u1', track, 'approve')
    await expect.poll(puts).toBeGreaterThanOrEqual(1)
    expect(standIn.shelf.get(track)?.open.status).toBe('done')
  })

  it('does not make a drawing wait for ever when nobody takes it along', async () => {
    const { standIn, track, puts } = await withCard(async ({ adapter }, handle) => {
      void adapter.updateCard('user/u1', handle, doneCard(), 'k2')
      return { is: 'refused', code: 'already_decided', message: { text: '已经有人同意了', lang: 'zh' } }
    })
    const { seen } = await press(standIn, 'u1', track, 'approve')
    expect(seen).toMatchObject({ outcome: 'already_decided', said: '已经有人同意了' })
    await expect.poll(puts).toBe(1)
    expect(standIn.shelf.get(track)?.open.status).toBe('done')
  })

  it('of another company, of no card, or without a meaning changes nothing', async () => {
    const { standIn, track } = await withCard(async () => {
      throw new Error('the desk was asked')
    })
    expect((await press(standIn, 'u1', track, 'approve', { corpId: 'dingother' })).ack?.code).toBe(403)
    expect((await standIn.gateway.push('/v1.0/card/instances/callback', { outTrackId: track }))?.code).toBe(400)
    expect((await standIn.gateway.push('/v1.0/card/instances/callback', 'nonsense'))?.code).toBe(400)
    expect((await press(standIn, 'u1', track, 'explode')).seen.outcome).toBe('unknown_verb')
    expect((await press(standIn, 'u1', track, 'approve', { rev: 'x' })).seen.outcome).toBe('unknown_verb')
  })

  it('whose answer got lost comes again and is answered again', async () => {
    const { standIn, track } = await withCard(async () => DONE, { rideWait: 20 })
    standIn.gateway.mood.loseAcks = 1
    const { ack, seen } = await press(standIn, 'u1', track, 'approve')
    expect(ack).toMatchObject({ code: 200, sent: 2 })
    expect(seen.outcome).toBe('ok')
  })

  it('opens a form with every kind of field on the card', async () => {
    const { standIn, track } = await withCard(async () => ({ is: 'form', form: EVERY_FIELD }))
    const { seen } = await press(standIn, 'u1', track, 'reject')
    expect(seen).toMatchObject({ outcome: 'form', form_open: 'true', form_title: EVERY_FIELD.title })
    expect(fieldsOf(standIn, track, 'u1')).toHaveLength(EVERY_FIELD.fields.length - 1)
  })
})
