/** A complaint from its first word to its end in a chat that knows nothing but words, in both languages. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Told } from './house.ts'
import { tell } from './house.ts'
import { only } from './road.ts'
import { talker } from './talk.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const talk = (person: string, lang: 'zh' | 'en' = 'zh') => talker(() => house, person, lang)
const numberIn = (text: string): string => /C-\d{8}-\d{4}/.exec(text)?.[0] ?? ''

describe('step by step, in Chinese', () => {
  let number = ''

  it('files: required questions first, choices by number or name, back, a summary that can be changed', async () => {
    const li = talk('wang.li')
    expect(await li.says('投诉')).toMatch(/提交客诉（1\/4）\n问题描述\n[\s\S]*“返回”[\s\S]*“取消”/)
    expect(await li.says('冰箱三天不制冷，客户很生气：要求退款')).toContain('问题类型\n1. 产品质量')
    expect(await li.says('1')).toContain('2. 功能故障')
    expect(await li.says('返回')).toContain('1. 产品质量')
    // By typing its name the three levels are passed at once; more fields appear with it.
    expect(await li.says('不制冷')).toContain('（3/7）\n客户')
    expect(await li.says('张三', '双门冰箱', 'BCD-500', '返回')).toContain('型号\n现在是：BCD-500')
    const summary = await li.says('BCD-501', 'B2601', '商城')
    expect(summary).toContain('请核对：提交客诉')
    expect(summary).toContain('2. 问题类型：产品质量 / 功能故障 / 不制冷')
    expect(summary).toContain('5. 型号：BCD-501')
    expect(summary).toMatch(/还可以补充：8 图片或视频、9 电话/)
    expect(await li.says('9')).toContain('电话（选填）')
    expect(await li.says('一二三')).toMatch(/电话的格式不对[\s\S]*电话（选填）/)
    expect(await li.says('13812345678')).toContain('4. 电话：13812345678')
    expect(await li.says('产品线=冰箱 客户诉求=退款')).toContain('客户诉求：退款')
    expect(await li.says('不知道说什么')).toContain('没看懂这个回答')
    number = numberIn(await li.says('确认'))
    const state = await house.store.case(number)
    expect(state?.values).toMatchObject({
      ...{ text: '冰箱三天不制冷，客户很生气：要求退款', category: 'quality.failure.no_cooling', customer: '张三' },
      ...{ phone: '13812345678', model: 'BCD-501', purchase_channel: 'mall', line: 'fridge', wish: ['refund'] },
    })
    expect(state?.filer).toEqual({ kind: 'person', id: 'wang.li' })
  })

  it('works on it: the form of the task, or all of it in a line', async () => {
    const [reviewer = ''] = await house.asked(number)
    const first = talk(reviewer)
    expect(await first.says('我的')).toContain(number)
    expect(await first.says(`办 ${number}`)).toMatch(/初审 · C-[\d-]+（1\/5）\n初审结论/)
    expect(await first.says('属于投诉', '无影响', '无法使用', '1')).toContain('核心功能：无法使用')
    expect(await first.says('确认')).toContain('已提交')
    const engineer = talk(await only(house, number))
    // The end of the number will do while it is the only one.
    expect(await engineer.says('办 1 原因归属=设计，根本原因=焊点虚焊，处理建议=退款')).toContain('根本原因：焊点虚焊')
    expect(await engineer.says('确认')).toContain('已提交')
    expect(await engineer.says('办 1', '退款', '9000')).toContain('上限')
    expect(await engineer.says('800', '功能丧失', '2026年3月31日', '张三', '原路退回')).toMatch(/金额：¥800\.00/)
    expect(await engineer.says('确认')).toContain('已提交')
  })

  it('decides: the amount is spelled back and waits for a yes', async () => {
    const approver = await only(house, number)
    const boss = talk(approver)
    const asked = await boss.says('同意')
    expect(asked).toContain('退款 ¥800.00，付给张*')
    expect(asked).toContain('“确认”')
    expect(await only(house, number)).toBe(approver)
    expect(await boss.says(`查 ${number}`)).toContain(number)
    expect(await boss.says('确认')).toContain('已同意')
    expect(await boss.says('确认')).toContain('没有等您确认')
    expect(await boss.says(`同意 ${number}`)).toMatch(/已经处理过了（赵明辉/)
    expect((await house.happened(number, 'granted'))[0]?.proposal.amount).toEqual({ minor: 80_000, currency: 'CNY' })
  })

  it('pays, and says what is paid before it is', async () => {
    const [payer = ''] = await house.asked(number)
    const finance = talk(payer)
    expect(await finance.says(`办 ${number}`)).toContain('请付款：退款 ¥800.00，付给张*')
    expect(await finance.says('V-2026-001')).toMatch(/请付款：退款 ¥800\.00[\s\S]*凭证号：V-2026-001/)
    expect(await finance.says('确认')).toContain('付款已登记')
    expect((await house.store.case(number))?.instructions).toMatchObject([{ state: 'paid' }])
  })

  it('calls the customer back, and ends', async () => {
    await house.pass('48h')
    const li = talk('wang.li')
    expect(await li.says(`办 ${number}`)).toContain('回访结果')
    expect(await li.says('满意', '是', '谢谢，很满意', '录音 12')).toContain('客户原话：谢谢，很满意')
    await li.says('确认')
    expect((await house.store.case(number))?.ended).toMatchObject({ outcome: 'closed' })
    expect(await house.store.verify(number)).toBeUndefined()
  })
})

describe('in a line, in English', () => {
  const LINE =
    'complaint customer="Ann Baker" product=double door fridge type of problem=does not cool model=BCD-1 batch=B1 ' +
    'bought from=our online shop product line=fridge, it stopped cooling after three days'

  it('files at once when everything is said, and shows how it was read', async () => {
    const emma = talk('emma.clarke', 'en')
    const answer = await emma.says(LINE)
    expect(answer).toContain('Got it: C-')
    expect(answer).toContain('Customer: Ann Baker')
    expect(answer).toContain('Product quality / Does not work / Does not cool')
    const state = await house.store.case(numberIn(answer))
    expect(state?.values).toMatchObject({
      ...{ text: 'it stopped cooling after three days', customer: 'Ann Baker', product: 'double door fridge' },
      ...{ category: 'quality.failure.no_cooling', purchase_channel: 'mall', line: 'fridge' },
    })
    expect(state?.lang).toBe('en')
  })

  it('asks for what is missing; what is not known is left to the review', async () => {
    const emma = talk('emma.clarke', 'en')
    const question = await emma.says('complaint the parcel never arrived, colour=red')
    expect(question).toMatch(/Not recognised, so kept in the description: colour/)
    expect(question).toContain('Type of problem\n1. Product quality')
    expect(question).toContain('“done”')
    expect(await emma.says('lost')).toContain('Customer')
    const number = numberIn(await emma.says('done'))
    const state = await house.store.case(number)
    expect(state?.values).toMatchObject({
      text: 'the parcel never arrived, colour=red',
      category: 'logistics.wrong.lost',
    })
    expect(state?.values.customer).toBeUndefined()
    expect((await house.asked(number)).length).toBeGreaterThan(0)
  })

  it('rejects, returns, transfers and notes with what is said along', async () => {
    const emma = talk('emma.clarke', 'en')
    const number = numberIn(await emma.says(LINE.replace('it stopped', 'again: it stopped')))
    const [reviewer = ''] = await house.asked(number)
    const lead = talk(reviewer, 'en')
    expect(await lead.says(`note ${number} called the shop`)).toContain('Your note is on')
    expect(await lead.says(`transfer ${number} Han Xue she knows the customer`)).toMatch(/Transferred/)
    expect(await house.asked(number)).toEqual(['han.xue'])
    const han = talk('han.xue', 'en')
    expect(await han.says(`reject ${number}`)).toContain('Reason')
    expect(await han.says('cancel')).toContain('nothing was submitted')
    expect(await han.says(`approve ${number}`)).toContain('This step does not offer that now')
    expect(await emma.says(`withdraw ${number} filed twice`)).toMatch(/Withdrawing ends this complaint[\s\S]*“confirm”/)
    expect(await emma.says('confirm')).toContain('is withdrawn')
    expect((await house.store.case(number))?.ended).toMatchObject({ outcome: 'withdrawn' })
  })
})
