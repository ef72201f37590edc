/**
 * One complaint from the first word to the end, on cards and in words, with every call and push of the month counted.
 * A standard organisation has 5,000 calls and 3,000 pushes a month, all its apps together.
 */
import { describe, expect, it } from 'vitest'
import type { Bench } from '../contract.ts'
import { makeCast } from '../contract-cast.ts'
import { benchOf } from './testing/bench.ts'
import { accountOf, type DingtalkPlot, plotDingtalk } from './testing/house.ts'
import { isYearly, says } from './testing/phone.ts'

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

async function asked({ house }: Bench, number: string): Promise<string> {
  for (const person of Object.keys(house.shelf.company.live.directory.people))
    if ((await house.store.tasksOf(person)).some(({ row }) => row.number === number)) return person
  throw new Error(`nobody is asked about ${number}`)
}

async function outcomeOf({ house }: Bench, number: string): Promise<string | undefined> {
  return (await house.store.case(number))?.ended?.outcome
}

/** Whether a month of the standard edition carries so many whole cases; what is said once a year is no part of one. */
function monthly({ standIn }: DingtalkPlot, cases: number) {
  const yearly = standIn.lines.filter(isYearly).length
  const calls = standIn.limits.used.calls - yearly
  const pushes = standIn.limits.used.pushes - yearly
  return { calls, pushes, fits: calls * cases <= 5_000 && pushes * cases <= 3_000 }
}

describe('a refund of 800, from the first word to closed', () => {
  it('on cards: every form is filled in where the button was pressed', async () => {
    const plot = await plotDingtalk()
    const bench = await benchOf(plot)
    try {
      const cast = makeCast(bench)
      const number = await cast.file()
      await cast.work(number, 'submit', REVIEW)
      await cast.work(number, 'submit', APPRAISAL)
      await cast.work(number, 'submit', PLAN)
      const approver = await asked(bench, number)
      const seen = await bench.click(approver, await cast.cardOf(approver, number), 'approve', 'yes')
      expect(seen).toMatchObject({ is: 'done', number })
      await bench.house.settle()
      await cast.work(number, 'pay', { voucher_no: 'V-1' })
      await bench.house.moveTo(bench.house.clock.now() + DAY)
      await bench.house.settle()
      await cast.work(number, 'submit', CALLBACK)
      expect(await outcomeOf(bench, number)).toBe('closed')
      expect((await bench.cards('channel/quality')).at(-1)).toMatchObject({ number, state: 'done', buttons: [] })
      expect((await bench.house.store.messages(number)).filter(({ state }) => state !== 'sent')).toEqual([])
      expect(plot.standIn.shelf.warnings).toEqual([])
      expect(monthly(plot, 175)).toMatchObject({ fits: true })
      const { text } = await bench.house.server
        .fetch(new Request('http://127.0.0.1/metrics'))
        .then(async (page) => ({ text: await page.text() }))
      const { calls, pushes } = plot.standIn.limits.used
      expect(text).toContain(`redress_platform_api_calls_month{platform="dingtalk"} ${calls}\n`)
      expect(text).toContain(`redress_platform_pushes_month{platform="dingtalk"} ${pushes}\n`)
    } finally {
      await bench.close()
    }
  })

  it('in words alone: no template, no page', async () => {
    const plot = await plotDingtalk({ template: false })
    const bench = await benchOf(plot)
    const say = async (person: string, text: string): Promise<string> =>
      (await says(plot.standIn, accountOf(person), text)).join('\n')
    try {
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
        await bench.house.settle()
      }
      await talk(
        `办 ${number} 初审结论=属于投诉 人身安全=无影响 核心功能=无法使用 影响范围=单个客户 客户诉求=退款`,
        '确认',
      )
      const first = await asked(bench, number)
      expect(plot.standIn.lines.filter(({ place }) => place === `user/${accountOf(first)}`).at(-1)?.text).toContain(
        `可回复：填写 ${number}`,
      )
      await talk(`填写 ${number} 原因归属=设计缺陷 根本原因=压缩机 处理建议=退款`, '确认')
      await talk(`办 ${number}`, '退款', '800', '按约定', '2027-01-15', '张伟', '银行转账', '6222021234567890', '确认')
      await talk(`同意 ${number}`, '确认')
      await talk(`付款 ${number} 凭证号=V-1`, '确认')
      await bench.house.moveTo(bench.house.clock.now() + DAY)
      await talk(`办 ${number} 回访结果=满意 客户确认问题已解决=是 客户原话=满意 确认依据=录音12`, '确认')
      expect(await outcomeOf(bench, number)).toBe('closed')
      expect(plot.standIn.counted()).not.toHaveProperty('create')
      expect(monthly(plot, 150)).toMatchObject({ fits: true })
    } finally {
      await bench.close()
    }
  })
})
