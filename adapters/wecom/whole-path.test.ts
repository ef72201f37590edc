/** One complaint from the first word to the end: on cards with questions in the chat, and in words alone. */
import { describe, expect, it } from 'vitest'
import type { Bench } from '../contract.ts'
import { makeCast } from '../contract-cast.ts'
import { benchOf } from './testing/bench.ts'
import { phoneOf, textOf } from './testing/phone.ts'
import { accountOf, type Opened, plotWecom, type WecomPlot } from './testing/plot.ts'
import type { Delivered } from './testing/town.ts'

const DAY = 24 * 3_600_000
const REVIEW = { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] }
const APPRAISAL = { cause_kind: 'design', root_cause: '压缩机', advice: '退款' }
const PLAN = {
  plan_kind: 'refund',
  plan_amount: '800.00',
  plan_reason: '按约定',
  plan_due: '2027-01-15',
  payee: '张伟',
  pay_method: 'bank',
  account: '6222021234567890',
}
const CALLBACK = { answer: 'satisfied', accepted: 'yes', customer_words: '满意', evidence: '录音 12' }

async function on(story: (bench: Bench, plot: WecomPlot, opened: Opened) => Promise<void>): Promise<void> {
  const plot = await plotWecom()
  const { bench, opened } = await benchOf(plot)
  try {
    await story(bench, plot, opened)
  } finally {
    await bench.close()
  }
}

async function asked({ house }: Bench, number: string): Promise<string> {
  for (const person of Object.keys(house.shelf.company.live.directory.people))
    if ((await house.store.tasksOf(person)).some(({ row }) => row.number === number)) return person
  throw new Error(`nobody is asked about ${number}`)
}

const outcomeOf = async ({ house }: Bench, number: string) => (await house.store.case(number))?.ended?.outcome

describe('a refund of 800, from the first word to closed', () => {
  it('on cards, with every form asked in the chat', () =>
    on(async (bench, { town }) => {
      const cast = makeCast(bench)
      const number = await cast.file()
      await cast.work(number, 'submit', REVIEW)
      await cast.work(number, 'submit', APPRAISAL)
      await cast.work(number, 'submit', PLAN)
      const approver = await asked(bench, number)
      expect(await bench.click(approver, await cast.cardOf(approver, number), 'approve', 'yes')).toMatchObject({
        is: 'done',
        number,
      })
      await bench.house.settle()
      await cast.work(number, 'pay', { voucher_no: 'V-1' })
      await bench.house.moveTo(bench.house.clock.now() + DAY)
      await bench.house.settle()
      await cast.work(number, 'submit', CALLBACK)
      expect(await outcomeOf(bench, number)).toBe('closed')
      expect((await bench.house.store.messages(number)).filter(({ state }) => state !== 'sent')).toEqual([])
      for (const person of Object.keys(bench.house.shelf.company.live.directory.people))
        for (const card of await bench.cards(`person/${person}`)) expect([person, card.state]).toEqual([person, 'done'])
      const group = town.delivered.filter(({ to }) => to === 'chat/chat-quality').map(textOf)
      expect(group.at(-1)).toContain('已结案')
      // What a group shows is masked.
      expect(
        town.delivered
          .filter(({ to }) => to.startsWith('chat/'))
          .map(textOf)
          .join(),
      ).not.toMatch(/13800138000|6222021234567890/)
      expect([town.cut, town.dropped]).toEqual([[], 0])
      expect(new Set(town.tasks).size).toBe(town.tasks.size)
    }))

  it('in words alone', () =>
    on(async (bench, { town }, { target }) => {
      const say = async (person: string, text: string): Promise<string> =>
        (await phoneOf(target, accountOf(person), new Map()).type(text)).map(textOf).join('\n')
      const line =
        '客诉 客户=张伟 电话=13800138000 产品=BCD-480 产品线=冰箱 型号=BCD-480W 批次=B1 购买渠道=官方商城 问题类型=不制冷 描述=冰箱买了三天就不制冷'
      const number = /C-\d{8}-\d{4}/.exec(await say('wang.li', line))?.[0] ?? ''
      expect(number).not.toBe('')
      const talk = async (...lines: readonly string[]): Promise<void> => {
        await bench.house.settle()
        const person = await asked(bench, number)
        const before = await bench.house.store.case(number)
        for (const words of lines) await say(person, words)
        expect((await bench.house.store.case(number))?.revision).toBeGreaterThan(before?.revision ?? 0)
      }
      await talk(
        `办 ${number} 初审结论=属于投诉 人身安全=无影响 核心功能=无法使用 影响范围=单个客户 客户诉求=退款`,
        '确认',
      )
      await talk(`填写 ${number} 原因归属=设计缺陷 根本原因=压缩机 处理建议=退款`, '确认')
      await talk(`办 ${number}`, '退款', '800', '按约定', '2027-01-15', '张伟', '银行转账', '6222021234567890', '确认')
      await talk(`同意 ${number}`, '确认')
      await talk(`付款 ${number} 凭证号=V-1`, '确认')
      await bench.house.moveTo(bench.house.clock.now() + DAY)
      await talk(`办 ${number} 回访结果=满意 客户确认问题已解决=是 客户原话=满意 确认依据=录音12`, '确认')
      expect(await outcomeOf(bench, number)).toBe('closed')
      expect(town.dropped).toBe(0)
    }))
})

it('takes a picture that is sent in the middle of a form into the complaint', () =>
  on(async (bench, { town }, { target }) => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    town.media.set('m1', { bytes: Buffer.from(png, 'base64'), name: 'm1.png', type: 'image/png' })
    const phone = phoneOf(target, accountOf('wang.li'), new Map())
    await phone.type('投诉')
    expect((await phone.photo('m1')).map(textOf).join()).toContain('附件')
    for (const words of [
      '三天就不制冷',
      '不制冷',
      '张伟',
      'BCD-480',
      '产品线=冰箱 型号=B 批次=1 购买渠道=官方商城',
      '确认',
    ])
      await phone.type(words)
    const page = await bench.house.store.list({})
    const number = 'items' in page ? (page.items[0]?.number ?? '') : ''
    const state = await bench.house.store.case(number)
    expect(state?.values).toMatchObject({ customer: '张伟', photos: [{ type: 'image/png' }] })
    await bench.house.settle()
  }))

describe('somebody who asks', () => {
  it('sees the whole story of a case, in as many texts as it takes, and what they may do', () =>
    on(async (bench, _plot, { target }) => {
      const number = await makeCast(bench).file()
      await bench.house.settle()
      const phone = phoneOf(target, accountOf('wang.li'), new Map())
      const [story] = await phone.type(`查 ${number}`)
      const last = (): Delivered | undefined => phone.chat().at(-1)
      for (const end = Date.now() + 3_000; last()?.type !== 'template_card' && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 5))
      const buttons = last()
      expect(textOf(story ?? ({} as never))).toContain('经过')
      expect(buttons?.content).toMatchObject({ card_type: 'button_interaction' })
      expect(JSON.stringify(buttons?.content.button_list)).toContain('withdraw')
    }))

  it('for nothing we know is told what can be said', () =>
    on(async (_bench, _plot, { target }) => {
      const [help] = await phoneOf(target, accountOf('wang.li'), new Map()).type('你好呀')
      expect(textOf(help ?? ({} as never))).toContain('投诉')
    }))
})
