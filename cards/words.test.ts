import { describe, expect, test } from 'vitest'
import type { Fact } from '../src/rules/facts.ts'
import type { NoticeSpec } from '../src/rules/views.ts'
import { doneMessage, drawList, drawShown, helpMessage, listLine, unmaskedMessage } from './lists.ts'
import { settledProposal, writeNotice } from './notices.ts'
import { drawStory, factLine } from './story.ts'
import { DIRECTORY, POLICY } from './testing/company.ts'
import { HAPPENINGS } from './testing/happenings.ts'
import { asking, complaint, NOON, task } from './testing/scenes.ts'

const reader = { policy: POLICY, directory: DIRECTORY, lang: 'zh', tz: 'Asia/Shanghai' } as const
const { proposal } = asking()

const facts: readonly Fact[] = Object.values(HAPPENINGS).map((what, i) => ({
  seq: i + 1,
  at: NOON,
  by: { kind: 'person', id: 'zhao' },
  via: 'playground',
  what,
}))

describe('the story', () => {
  test('in Chinese has a line for everything that can happen', () => {
    expect(facts.map((fact) => factLine(fact, complaint(), reader))).toMatchInlineSnapshot(`
      [
        "11月22日 周日 14:05 · 预警（fire）：冒烟，见投诉内容。已告知：韩梅",
        "11月22日 周日 14:05 · 赵强认为是误报（fire）：火锅",
        "11月22日 周日 14:05 · 疑似与这些单重复：C-1：型号和电话相同，11月22日 周日 14:05 提交，当时在“初审”（韩梅）",
        "11月22日 周日 14:05 · 赵强把它并入 C-1。理由：同一台",
        "11月22日 周日 14:05 · C-2 并入本单：还是不制冷，电话 138****5678",
        "11月22日 周日 14:05 · 赵强提交了客诉",
        "11月22日 周日 14:05 · 判定：A 级",
        "11月22日 周日 14:05 · 赵强更正了：型号、电话",
        "11月22日 周日 14:05 · 进入“回访”，11月22日 周日 14:05 起办理",
        "11月22日 周日 14:05 · 由韩梅负责",
        "11月22日 周日 14:05 · 李雷不再在岗，改由韩梅负责（擅长 compressor、手上最少（2 件））",
        "11月22日 周日 14:05 · 同类客诉已有 3 件（same），超过 1 件：C-1、C-2",
        "11月22日 周日 14:05 · 客诉突增（region）：9 件，通常约 1.3 件",
        "11月22日 周日 14:05 · 并入统一处理：C-1、C-2",
        "11月22日 周日 14:05 · 并入 C-9 统一处理",
        "11月22日 周日 14:05 · C-9 已结束，本单继续单独处理",
        "11月22日 周日 14:05 · C-9 定了统一口径：请停用，等我们上门",
        "11月22日 周日 14:05 · 赵强提交了“鉴定”",
        "11月22日 周日 14:05 · 送审：退款 ¥500.01，付给王*，审批顺序：总监 → 副总",
        "11月22日 周日 14:05 · 赵强同意（总监）",
        "11月22日 周日 14:05 · 赵强驳回（总监）。理由：太高",
        "11月22日 周日 14:05 · 审批通过：退款 ¥500.01，付给王*",
        "11月22日 周日 14:05 · 客户选定：退款 ¥500.01，付给王*（赵强记录）",
        "11月22日 周日 14:05 · 审批作废：金额改了",
        "11月22日 周日 14:05 · 赵强退回到“初审”。理由：补照片",
        "11月22日 周日 14:05 · 赵强驳回。理由：重复",
        "11月22日 周日 14:05 · 赵强撤回。理由：已解决",
        "11月22日 周日 14:05 · 赵强把“初审”从李雷转交给韩梅。理由：休假",
        "11月22日 周日 14:05 · “初审”结束",
        "11月22日 周日 14:05 · 发出付款指令 P1：退款 ¥500.01，付给王*",
        "11月22日 周日 14:05 · 赵强已付款（P1）：退款 ¥500.01，付给王*，凭证 V-1",
        "11月22日 周日 14:05 · 赵强付了一部分（P1）：¥100.00，凭证 V-1，还剩 ¥200.00",
        "11月22日 周日 14:05 · 赵强登记款项退回（P1）：¥100.00，凭证 V-1。原因：账号不存在",
        "11月22日 周日 14:05 · 付款指令 P1 重新打开，待付 ¥300.00",
        "11月22日 周日 14:05 · 赵强报告付款失败（P1）：账号不对",
        "11月22日 周日 14:05 · 处理结果已发给客户",
        "11月22日 周日 14:05 · 没能自动通知客户：没有可用的联系渠道",
        "11月22日 周日 14:05 · 赵强回访未接通，11月22日 周日 14:05 再试",
        "11月22日 周日 14:05 · 到了回访时间",
        "11月22日 周日 14:05 · 赵强暂停计时：等样品。在路上",
        "11月22日 周日 14:05 · 赵强恢复计时",
        "11月22日 周日 14:05 · 赵强备注：打 138****1234（1 个附件）",
        "11月22日 周日 14:05 · 赵强催办了李雷、韩梅",
        "11月22日 周日 14:05 · 赵强在处理“初审”，到 11月22日 周日 14:05",
        "11月22日 周日 14:05 · 赵强把自己收到的“初审”提醒推迟到 11月22日 周日 14:05",
        "11月22日 周日 14:05 · 提醒李雷：“初审”应在 11月22日 周日 14:05 前完成",
        "11月22日 周日 14:05 · 赵强查看了电话。理由：回访",
        "11月22日 周日 14:05 · 赵强已在“总监”同意，“副总”不再重复询问",
        "11月22日 周日 14:05 · 赵强加签韩梅，先审。理由：懂行",
        "11月22日 周日 14:05 · 赵强退回到“总监”，之后直接回来。理由：再看一次",
        "11月22日 周日 14:05 · 赵强问提单人：电话 138****1234 是谁的",
        "11月22日 周日 14:05 · 赵强答复：本人",
        "11月22日 周日 14:05 · 赵强收回了方案。理由：算错了",
        "11月22日 周日 14:05 · 赵强认领了“初审”",
        "11月22日 周日 14:05 · 管理员赵强出手：“审批”不再等韩梅，按规则转下一人。理由：出差",
        "11月22日 周日 14:05 · 消息送不到韩梅，“审批”按规则转下一人（user_blocked）",
        "11月22日 周日 14:05 · “总监”不用再等别人，已有的意见足够通过",
        "11月22日 周日 14:05 · 赵强说明同一 order_no 的提示不实：家人代办",
        "11月22日 周日 14:05 · 赵强联系了客户：电话 138****1234 说明了情况",
        "11月22日 周日 14:05 · 赵强答应客户：11月22日 周日 14:05 前，给检测结论",
        "11月22日 周日 14:05 · 赵强与客户另约“1”：11月22日 周日 14:05 前。理由：样品晚到",
        "11月22日 周日 14:05 · 承诺“1”已兑现（赵强）：已电话告知",
        "11月22日 周日 14:05 · 提醒李雷：承诺“1”11月22日 周日 14:05 到期",
        "11月22日 周日 14:05 · 承诺“1”没有在 11月22日 周日 14:05 前兑现，已告知李雷、韩梅",
        "11月22日 周日 14:05 · 赵强拉了作战室：赵强。原因：急",
        "11月22日 周日 14:05 · 作战室已建好",
        "11月22日 周日 14:05 · 单子结束：已结案",
      ]
    `)
  })

  test('in English too', () => {
    expect(facts.map((fact) => factLine(fact, complaint(), { ...reader, lang: 'en' }))).toMatchInlineSnapshot(`
      [
        "Sun 22 Nov, 14:05 · Alert (fire): 冒烟, in Complaint. Told: Han Mei",
        "Sun 22 Nov, 14:05 · Zhao Qiang found a false alarm (fire): 火锅",
        "Sun 22 Nov, 14:05 · Likely the same as: C-1: same Model and Phone, filed Sun 22 Nov, 14:05, then in “First review” (Han Mei)",
        "Sun 22 Nov, 14:05 · Zhao Qiang merged it into C-1. Reason: 同一台",
        "Sun 22 Nov, 14:05 · C-2 was merged into this: 还是不制冷，电话 138****5678",
        "Sun 22 Nov, 14:05 · Zhao Qiang filed the complaint",
        "Sun 22 Nov, 14:05 · Graded: Grade A",
        "Sun 22 Nov, 14:05 · Zhao Qiang corrected: Model, Phone",
        "Sun 22 Nov, 14:05 · Entered “Call-back”, to be done from Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · Han Mei became the owner",
        "Sun 22 Nov, 14:05 · Li Lei is not there any more, Han Mei became the owner (good at compressor, least to do (2 open))",
        "Sun 22 Nov, 14:05 · 3 cases are about the same (same), more than 1: C-1, C-2",
        "Sun 22 Nov, 14:05 · More than usual (region): 9 cases where about 1.3 are to be expected",
        "Sun 22 Nov, 14:05 · Taken in, to be handled together: C-1, C-2",
        "Sun 22 Nov, 14:05 · Handled together with C-9",
        "Sun 22 Nov, 14:05 · C-9 is over; this case goes on by itself",
        "Sun 22 Nov, 14:05 · C-9 settled what we say: 请停用，等我们上门",
        "Sun 22 Nov, 14:05 · Zhao Qiang submitted “Appraisal”",
        "Sun 22 Nov, 14:05 · Sent for approval: Refund CNY 500.01, to 王*; asked in this order: Director → Vice president",
        "Sun 22 Nov, 14:05 · Zhao Qiang approved (Director)",
        "Sun 22 Nov, 14:05 · Zhao Qiang rejected (Director). Reason: 太高",
        "Sun 22 Nov, 14:05 · Approved: Refund CNY 500.01, to 王*",
        "Sun 22 Nov, 14:05 · The customer chose: Refund CNY 500.01, to 王* (recorded by Zhao Qiang)",
        "Sun 22 Nov, 14:05 · The approval no longer holds: the amount was changed",
        "Sun 22 Nov, 14:05 · Zhao Qiang returned it to “First review”. Reason: 补照片",
        "Sun 22 Nov, 14:05 · Zhao Qiang rejected it. Reason: 重复",
        "Sun 22 Nov, 14:05 · Zhao Qiang withdrew it. Reason: 已解决",
        "Sun 22 Nov, 14:05 · Zhao Qiang transferred “First review” from Li Lei to Han Mei. Reason: 休假",
        "Sun 22 Nov, 14:05 · “First review” is over",
        "Sun 22 Nov, 14:05 · Payment instruction P1: Refund CNY 500.01, to 王*",
        "Sun 22 Nov, 14:05 · Zhao Qiang paid P1: Refund CNY 500.01, to 王*, voucher V-1",
        "Sun 22 Nov, 14:05 · Zhao Qiang paid part of P1: CNY 100.00, voucher V-1; CNY 200.00 is left",
        "Sun 22 Nov, 14:05 · Zhao Qiang recorded that a payment on P1 came back: CNY 100.00, voucher V-1. Reason: 账号不存在",
        "Sun 22 Nov, 14:05 · Payment instruction P1 is open again: CNY 300.00 to pay",
        "Sun 22 Nov, 14:05 · Zhao Qiang reported that P1 failed: 账号不对",
        "Sun 22 Nov, 14:05 · The result was sent to the customer",
        "Sun 22 Nov, 14:05 · The customer could not be told automatically: no channel reaches them",
        "Sun 22 Nov, 14:05 · Zhao Qiang did not reach the customer; next try Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · The call-back became due",
        "Sun 22 Nov, 14:05 · Zhao Qiang paused the clock: the sample. 在路上",
        "Sun 22 Nov, 14:05 · Zhao Qiang resumed the clock",
        "Sun 22 Nov, 14:05 · Zhao Qiang noted: 打 138****1234 (files: 1)",
        "Sun 22 Nov, 14:05 · Zhao Qiang reminded Li Lei, Han Mei",
        "Sun 22 Nov, 14:05 · Zhao Qiang is on “First review” until Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · Zhao Qiang put off their own reminders of “First review” until Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · Reminded Li Lei: “First review” is due Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · Zhao Qiang looked at Phone. Reason: 回访",
        "Sun 22 Nov, 14:05 · Zhao Qiang approved in “Director” already, so “Vice president” does not ask again",
        "Sun 22 Nov, 14:05 · Zhao Qiang added Han Mei, to be heard first. Reason: 懂行",
        "Sun 22 Nov, 14:05 · Zhao Qiang sent it back to “Director”, to come straight back. Reason: 再看一次",
        "Sun 22 Nov, 14:05 · Zhao Qiang asked the filer: 电话 138****1234 是谁的",
        "Sun 22 Nov, 14:05 · Zhao Qiang answered: 本人",
        "Sun 22 Nov, 14:05 · Zhao Qiang took the plan back. Reason: 算错了",
        "Sun 22 Nov, 14:05 · Zhao Qiang claimed “First review”",
        "Sun 22 Nov, 14:05 · Administrator Zhao Qiang stepped in: “Approval” no longer waits for Han Mei and passes to the next by rule. Reason: 出差",
        "Sun 22 Nov, 14:05 · Nothing reached Han Mei; “Approval” passes to the next by rule (user_blocked)",
        "Sun 22 Nov, 14:05 · Nobody is left to ask in “Director”; what was said is enough",
        "Sun 22 Nov, 14:05 · Zhao Qiang said that the hint about the same order_no is false: 家人代办",
        "Sun 22 Nov, 14:05 · Zhao Qiang talked to the customer: 电话 138****1234 说明了情况",
        "Sun 22 Nov, 14:05 · Zhao Qiang promised the customer: 给检测结论, by Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · Zhao Qiang agreed on another time for “1”: by Sun 22 Nov, 14:05. Reason: 样品晚到",
        "Sun 22 Nov, 14:05 · “1” was kept (Zhao Qiang): 已电话告知",
        "Sun 22 Nov, 14:05 · Reminded Li Lei: “1” was promised by Sun 22 Nov, 14:05",
        "Sun 22 Nov, 14:05 · “1” was promised by Sun 22 Nov, 14:05 and not kept; told: Li Lei, Han Mei",
        "Sun 22 Nov, 14:05 · Zhao Qiang asked for a war room with Zhao Qiang. Reason: 急",
        "Sun 22 Nov, 14:05 · The war room is open",
        "Sun 22 Nov, 14:05 · The case ended: Closed",
      ]
    `)
  })

  test('leaves no placeholder, and says when earlier lines are not listed', () => {
    const lines = drawStory(facts, complaint(), reader, 3)
    expect(lines).toHaveLength(4)
    expect(lines.slice(0, 2)).toEqual([
      `（更早的 ${facts.length - 4} 条未列出）`,
      '2026年11月22日 周日 14:05 · 赵强拉了作战室：赵强。原因：急',
    ])
    expect(drawStory(facts, complaint(), reader, 99).join('\n')).not.toMatch(/[{}[\]—]/)
  })
})

describe('notices', () => {
  const writing = { case: complaint(), policy: POLICY, directory: DIRECTORY, lang: 'en', tz: 'Asia/Shanghai' } as const
  const spec = (kind: NoticeSpec['kind'], text: string, params: NoticeSpec['params'] = {}): NoticeSpec => ({
    key: 'k',
    kind,
    place: { in: 'person', person: 'li' },
    text,
    params,
  })

  test('nags and words are written in the reader’s language, ids put into words', () => {
    expect(
      writeNotice(spec('nag', 'nag.leader', { stage: 'review', owner: 'li', due: { at: NOON } }), writing),
    ).toEqual({
      text: 'Overdue: “First review” of C-20261122-0001 with Li Lei is not done yet, it was due Sun 22 Nov, 14:05. Please help it along.',
      lang: 'en',
      number: 'C-20261122-0001',
      tone: 'warn',
      brief: { what: 'First review', due: NOON, level: 3 },
    })
    expect(
      writeNotice(spec('word', 'word.ended', { outcome: { zh: '不受理', en: 'Declined' }, reason: '缺照片' }), {
        ...writing,
        lang: 'zh',
      }).text,
    ).toBe('C-20261122-0001 已结束：不受理。理由：缺照片')
  })

  test('a customer reads the case’s language, and no amount before it is approved', () => {
    const told = writeNotice(spec('customer', 'result'), writing)
    expect(told).toMatchObject({
      lang: 'zh',
      subject: '您的反馈 C-20261122-0001',
      text: '王小明您好，处理结果：待核定 待核定。[清风电器]',
    })
    const values = { ...complaint().values, plan_kind: 'refund', plan_amount: proposal.amount }
    const planned = { ...writing, case: complaint({ values }) }
    expect(writeNotice(spec('customer', 'result', { amount: proposal.amount }), planned).text).not.toContain('500')
    const granted = {
      ...writing,
      case: complaint({ values, granted: { ...proposal, position: 'approval#1', at: NOON } }),
    }
    expect(writeNotice(spec('customer', 'result'), granted).text).toBe('王小明您好，处理结果：退款 ¥500.01。[清风电器]')
  })

  test('what was approved no longer counts once the plan is another one', () => {
    const past = [
      {
        key: 'approval#1',
        stage: 'approval',
        visit: 1,
        entered: NOON,
        left: NOON,
        result: 'approved',
        by: { kind: 'clock' },
        asking: asking(),
      },
    ] as const
    const values = { plan_kind: 'refund', plan_amount: proposal.amount }
    expect(settledProposal(complaint({ values, past }))).toEqual(proposal)
    expect(
      settledProposal(complaint({ values: { ...values, plan_amount: { minor: 60_000, currency: 'CNY' } }, past })),
    ).toBeUndefined()
    expect(
      settledProposal(complaint({ values: { plan_kind: 'coupon', plan_amount: { minor: 0, currency: 'CNY' } } }))?.kind,
    ).toBe('coupon')
  })

  test('an unknown text is a fault, not an empty message', () => {
    expect(() => writeNotice(spec('word', 'word.nonsense'), writing)).toThrow('word.nonsense')
    expect(() => writeNotice(spec('customer', 'nonsense'), writing)).toThrow('nonsense')
  })
})

describe('answers', () => {
  const row = {
    number: 'C-20261122-0001',
    stage: 'review',
    grade: 'A',
    owner: 'han',
    customer: '王小明',
    text: '冰箱不制冷\n王小明说很久了',
  }
  const hour = 3_600_000

  test('a list line holds number, stage, grade, owner, due and beginning', () => {
    expect(
      drawList('mine', [{ row, task: task('appraisal', ['han']) }], true, { ...reader, now: NOON + 22 * hour }).text,
    ).toMatchInlineSnapshot(`
      "等您处理的（1）
      • C-20261122-0001 · 鉴定 · A 级 · 韩梅 · 11月23日 周一 14:05 到期（2 小时后） · 冰箱不制冷 王*说很久了
      还有更多，可用“查 单号”看某一张"
    `)
    expect(
      drawList('list', [{ row: { ...row, owner: '', stage: 'gone', outcome: 'closed' } }], false, {
        ...reader,
        lang: 'en',
        now: NOON,
      }).text,
    ).toMatchInlineSnapshot(`
      "Recent complaints (1)
      • C-20261122-0001 · closed · Grade A · 冰箱不制冷 王*说很久了"
    `)
    expect(drawList('mine', [], false, { ...reader, now: NOON }).text).toBe('现在没有等您处理的单。')
  })

  test('a late one says so, and by how much', () => {
    const late = { row, task: task('appraisal', ['han']) }
    const zh = drawList('mine', [late], false, { ...reader, now: NOON + 26 * hour }).text
    expect(zh).toContain('已超时，应在 11月23日 周一 14:05 前完成（2 小时前）')
    const en = drawList('mine', [late], false, { ...reader, lang: 'en', now: NOON + 26 * hour }).text
    expect(en).toContain('overdue: it was due Mon 23 Nov, 14:05 (2 h ago)')
  })

  test('a text that was cut for the list shows no half of a number', () => {
    const words = '很'.repeat(112)
    const cut = (text: string): string =>
      listLine({ row: { ...row, text: text.slice(-120).slice(0, 120) } }, { ...reader, now: NOON })
    expect(cut(`${words}1381234123`)).not.toMatch(/138\d/)
    expect(listLine({ row: { ...row, text: '打 13812341234' } }, { ...reader, now: NOON })).toContain('打 138****1234')
  })

  test('show: the card without buttons and the story beneath, masked', () => {
    const card = drawShown(complaint(), facts, [], reader)
    expect(card.actions).toEqual([])
    expect(card.blocks.at(-1)).toMatchObject({ block: 'text' })
    expect(JSON.stringify(card)).not.toMatch(/王小明|13812341234/)
  })

  test('short words', () => {
    expect(helpMessage('en').text.split('\n')).toHaveLength(10)
    expect(doneMessage('file', 'C-1', 'zh').text).toBe('收到，单号 C-1。有进展会告诉您。')
    expect(doneMessage('approve', 'C-1', 'en').text).toBe('Approved (C-1).')
    const unmasked = unmaskedMessage(complaint(), reader)
    expect([unmasked.text.includes('电话：13812341234'), unmasked.own]).toEqual([true, true])
  })
})
