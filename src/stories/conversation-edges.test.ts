/** Words that go wrong: twice, too late, in the middle of a restart, by two at once, by nobody we know, and by somebody hostile. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeConversation } from '../conversation.ts'
import type { Drafts } from '../ports.ts'
import type { FileRef } from '../rules/nouns.ts'
import { isRefusal } from '../rules/nouns.ts'
import type { Told } from './house.ts'
import { tell } from './house.ts'
import { files, only, TERMS, upToPlan } from './road.ts'
import { talker, textOf } from './talk.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const talk = (person: string, lang: 'zh' | 'en' = 'zh') => talker(() => house, person, lang)
const cases = async (): Promise<number> => (await house.store.counts()).cases
const START = ['投诉', '洗衣机漏水', '漏水', '李四', '洗衣机', 'W1', 'B1', '门店'] as const

/** A plan that waits for its approver, of this amount. */
async function planned(amount: string) {
  const { number, engineer } = await upToPlan(house)
  await house.as(engineer).does('submit', number, { plan_kind: 'refund', plan_amount: amount, ...TERMS })
  return { number, engineer, approver: await only(house, number) }
}

async function photo(name: string, seed = name): Promise<FileRef> {
  const kept = await house.files.put(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(seed)]), name)
  if (isRefusal(kept)) throw new Error(kept.refused)
  return kept
}

describe('the same delivery twice', () => {
  it('answers a question once, also when both come at once', async () => {
    const li = talk('wang.li')
    await li.says('投诉', '洗衣机漏水', '漏水')
    const both = await Promise.all([li.send({ text: '王五' }, 'twice/1'), li.send({ text: '王五' }, 'twice/1')])
    expect(both[0]).toEqual(both[1])
    expect(textOf(both[0])).toContain('产品或服务')
    expect(textOf(await li.send({ text: '王五' }, 'twice/1'))).toContain('产品或服务')
    const summary = await li.says('洗衣机', 'W1', 'B1', '门店')
    expect(summary).toContain('客户：王五')
    expect(summary).toContain('产品或服务：洗衣机')
    await li.says('取消')
  })

  it('files once, decides once', async () => {
    const li = talk('wang.li')
    await li.says(...START)
    const before = await cases()
    const sent = await Promise.all([1, 2, 3].map(() => li.send({ text: '确认' }, 'twice/2')))
    expect(new Set(sent.map(textOf)).size).toBe(1)
    expect(await cases()).toBe(before + 1)
    const line = { text: '投诉 客户=甲 产品=乙 问题类型=丢失，包裹丢了' }
    const first = await li.send(line, 'twice/3')
    const again = await li.send(line, 'twice/3')
    expect([first?.is, textOf(again)]).toEqual(['done', textOf(first)])
    expect(await cases()).toBe(before + 2)
  })
})

describe('a restart in the middle', () => {
  it('between the submit and its memory files once all the same', async () => {
    const { reception, desk, store, files: kept, clock, drafts, shelf } = house
    let dies = false
    const mortal: Drafts = {
      ...drafts,
      keep: async (draft, after, now) => {
        if (dies) throw new Error('killed')
        return drafts.keep(draft, after, now)
      },
    }
    const parts = { reception, desk, store, files: kept, clock, company: shelf.company, drafts: mortal }
    const conversation = makeConversation({ ...parts, loadPolicy: (version) => shelf.load(version) })
    const li = talker(() => ({ conversation }), 'xu.meng')
    await li.says(...START)
    const before = await cases()
    dies = true
    await expect(li.send({ text: '确认' }, 'killed/1')).rejects.toThrow('killed')
    dies = false
    const again = await li.send({ text: '确认' }, 'killed/1')
    expect(again?.is).toBe('done')
    expect(await li.says('确认')).toContain('没有等您确认')
    expect(await cases()).toBe(before + 1)
  })

  it('goes on with the same question and the same words; a day later it is forgotten', async () => {
    const li = talk('wang.li')
    await li.says('投诉', '空调不制冷', '不制冷', '赵六')
    house = await house.reopen()
    expect(await li.says('柜机')).toContain('型号')
    expect(await li.says('返回', '返回')).toMatch(/客户\n现在是：赵六/)
    await house.pass('25h')
    expect(await li.says('钱七')).toBe('')
    expect(await li.says('确认')).toContain('没有等您确认')
  })

  it('forgets no yes that waits, and gives it to nobody else', async () => {
    const { number, approver } = await planned('700')
    await talk(approver).says(`同意 ${number}`)
    house = await house.reopen()
    expect(await talk('qian.yuhan').says('确认')).toContain('没有等您确认')
    expect(await only(house, number)).toBe(approver)
    expect(await talk(approver).says('确认')).toContain('已同意')
  })
})

describe('a yes', () => {
  it('is void when the amount has changed since it was spelled back', async () => {
    const { number, engineer, approver } = await planned('600')
    const boss = talk(approver)
    expect(await boss.says(`同意 ${number} 下不为例`)).toMatch(/“下不为例”没有一起记录[\s\S]*¥600\.00/)
    await house.as(approver).does('return', number, { reason: '再看看', to: 'plan' })
    await house.as(engineer).does('submit', number, { plan_kind: 'refund', plan_amount: '1900', ...TERMS })
    expect(await boss.says('确认')).toMatch(/有变化|已经处理过/)
    expect(await house.happened(number, 'approved')).toHaveLength(0)
    expect(await boss.says(`同意 ${number}`)).toContain('¥1,900.00')
    await boss.says('取消')
  })

  it('counts for nothing after something else was asked', async () => {
    const one = await planned('510')
    const two = await planned('520')
    const boss = talk(one.approver)
    expect(await boss.says('同意')).toContain('等您处理的有几张')
    await boss.says(`同意 ${one.number}`)
    await boss.says(`查 ${two.number}`)
    expect(await boss.says('确认')).toContain('没有等您确认')
    expect(await boss.says(`驳回 ${two.number} 金额没有依据`)).toContain('已驳回')
    expect((await house.happened(two.number, 'turned_down'))[0]).toMatchObject({ reason: '金额没有依据' })
    expect(await boss.says(`退回 ${one.number} 拟定方案 请补充理由`)).toContain('已退回')
    expect((await house.happened(one.number, 'returned'))[0]).toMatchObject({ to: 'plan', reason: '请补充理由' })
  })
})

describe('files and people', () => {
  it('takes files at any question, counts each once, and no more than fit', async () => {
    const li = talk('wang.li')
    await li.says('投诉')
    const one = await photo('one.png')
    expect(await li.gives({ files: [one], text: '门关不上' })).toContain('问题类型')
    expect(await li.gives({ files: [one] })).toContain('共 1 个附件')
    const many = await Promise.all([2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => photo(`${n}.png`)))
    expect(await li.gives({ files: many })).toMatch(/共 9 个附件[\s\S]*最多 9 个/)
    const summary = await li.says('1', '功能故障', '漏水', '孙八', '冰箱', 'M', 'B', '1')
    expect(summary).toContain('one.png')
    const answer = await li.says('确认')
    const state = await house.store.case(/C-\d{8}-\d{4}/.exec(answer)?.[0] ?? '')
    expect(state?.values.photos).toHaveLength(9)
  })

  it('puts files into a note without a word, then “done”', async () => {
    const number = await files(house)
    const li = talk('wang.li')
    expect(await li.says(`备注 ${number}`)).toContain('备注内容（选填）')
    expect(await li.gives({ files: [await photo('note.png')] })).toContain('共 1 个附件')
    expect(await li.says('完成')).toContain('备注已加到')
    const [noted] = await house.happened(number, 'noted')
    expect([noted?.text, noted?.files.map(({ name }) => name)]).toEqual(['', ['note.png']])
  })

  it('transfers to whoever is mentioned, by person or account', async () => {
    const number = await files(house)
    const [first = ''] = await house.asked(number)
    const other = first === 'feng.lan' ? 'han.xue' : 'feng.lan'
    const lead = talk(first)
    expect(await lead.gives({ text: `转交 ${number} @某人 请帮忙`, people: [other] })).toContain('已转交')
    expect(await house.asked(number)).toEqual([other])
    expect(await talk(other).gives({ text: `转交 ${number} @某人`, people: ['nobody'] })).toContain('转交给谁')
    expect(await talk(other).says('取消')).toContain('已放弃')
  })
})

describe('two people, and something in between', () => {
  it('do not hear each other', async () => {
    const [li, yang] = [talk('wang.li'), talk('liu.yang')]
    await li.says('投诉', '甲的问题')
    await yang.says('投诉', '乙的问题')
    await li.says('漏水', '甲')
    expect(await yang.says('丢失', '乙', '丙')).toContain('客户：乙')
    expect(await li.says('洗衣机', 'W', 'B', '1')).toContain('问题描述：甲的问题')
    for (const one of [li, yang]) expect(await one.says('取消')).toContain('已放弃')
  })

  it('comes back to the form after something else', async () => {
    const number = await files(house)
    const [reviewer = ''] = await house.asked(number)
    const lead = talk(reviewer)
    await lead.says('投诉', '另一件事')
    expect(await lead.says('我的')).toMatch(/等您处理的[\s\S]*接着刚才的[\s\S]*问题类型/)
    expect(await lead.says('投诉')).toMatch(/还没填完[\s\S]*问题类型/)
    expect(await lead.says(`办 ${number}`)).toContain('初审结论')
    expect(await lead.says('取消')).toMatch(/已放弃[\s\S]*接着刚才的[\s\S]*问题类型/)
    expect(await lead.says('取消')).toBe('已放弃，什么都没有提交。')
  })

  it('goes on with a form that is opened once more, and begins it anew with new words', async () => {
    const number = await files(house)
    const [reviewer = ''] = await house.asked(number)
    const lead = talk(reviewer)
    await lead.says(`办 ${number}`, '属于投诉')
    expect(await lead.says(`办 ${number}`)).toMatch(/^初审 · [^\n]+\n核心功能/)
    expect(await lead.says(`办 ${number}`)).not.toContain('接着刚才的')
    expect(await lead.says(`办 ${number} 初审结论=不是投诉`)).toContain('初审结论：不是投诉')
    expect(await lead.says('取消')).toBe('已放弃，什么都没有提交。')
  })

  it('ends when somebody else was faster', async () => {
    const number = await files(house)
    const [first = '', second = ''] = await house.asked(number)
    await talk(first).says(`办 ${number}`, '属于投诉', '无影响', '正常', '1')
    await talk(second).says(`办 ${number}`)
    expect(await talk(first).says('确认')).toContain('已提交')
    expect(await talk(second).says('属于投诉')).toMatch(/不能|已经/)
    expect(await talk(second).says('属于投诉')).toBe('')
  })
})

describe('strangers, silence and malice', () => {
  it('lets an account nobody is mapped to file where the policy allows, and decide nothing', async () => {
    const stranger = talker(() => house, { kind: 'account', platform: 'chat', account: 'U404' })
    const { number } = await planned('650')
    const before = await house.store.case(number)
    for (const words of [`同意 ${number}`, `驳回 ${number} 不行`, `办 ${number}`, `备注 ${number} 哈`, '我的'])
      expect(await stranger.says(words)).toMatch(/没有登记到人员名单/)
    expect(await stranger.says('同意', '确认')).toContain('没有等您确认')
    expect(await house.store.case(number)).toEqual(before)
    const filed = /C-\d{8}-\d{4}/.exec(await stranger.says('投诉 客户=甲 产品=乙，坏了', '完成'))?.[0] ?? ''
    expect((await house.store.case(filed))?.filer).toEqual(stranger.caller.actor)
  })

  it.each([
    ...[
      '你好',
      '今天投诉的人真多',
      '谢谢',
      'ok',
      '1',
      '同意你的看法',
      '',
      '   ',
      '、',
      'C-20260302',
      '退',
      'return the favour',
    ],
    ...['查一下', 'the complaint was solved', '完成', '跳过', '返回'],
  ])('says nothing to “%s”', async (words) => {
    expect(await talk('chen.jie').says(words)).toBe('')
  })

  it('keeps what hostile people write as they wrote it, and reads nothing into it', async () => {
    const li = talk('wang.li')
    const text = "<script>alert(1)</script> {number} [b] $x __proto__=1 客户\u202E=倒 '; DROP TABLE draft; --"
    await li.says('投诉', text, '漏水', '<b>甲</b>', '{label}', 'W', 'B')
    const summary = await li.says('1')
    expect(summary).toContain('客户：<b>甲</b>')
    expect(summary).toContain('产品或服务：{label}')
    expect(summary).not.toContain('\u202E')
    const number = /C-\d{8}-\d{4}/.exec(await li.says('确认'))?.[0] ?? ''
    expect((await house.store.case(number))?.values.text).toBe(text)
    expect(await li.says('投诉', 'x'.repeat(30_000))).toMatch(/太长了[\s\S]*问题描述/)
    await li.says('取消')
  })

  it('never stumbles and never acts, whatever is said', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...['投诉', '同意', '驳回', '办', '查', '我的', '返回', '跳过', '完成', '是', '1', '2', '９', '不制冷'],
      ),
      fc.constantFrom(
        '客户=甲',
        '产品：乙',
        'C-20260302-0001',
        '@wang.li',
        '，',
        '=',
        '/',
        '转交',
        'note',
        '__proto__',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    )
    const before = await house.store.counts()
    const said = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 6 }), async (messages) => {
        const nobody = talk('fan.zhe')
        // A confirmation would rightly act; nothing else may.
        for (const message of messages) {
          if (/确认|确定|完成|提交|备注|note|done|confirm|submit/i.test(message)) continue
          if (/投诉[\s，=：/]/.test(message)) continue
          await nobody.says(message)
        }
        await nobody.says('取消')
      }),
      { numRuns: 30 },
    )
    expect(await house.store.counts()).toEqual(before)
  })
})
