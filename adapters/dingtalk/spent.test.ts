/** The month is used up: complaints still go all the way in words, nothing is lost, and cards come when there are calls again. */
import { expect, it } from 'vitest'
import { benchOf } from './testing/bench.ts'
import { accountOf, plotDingtalk } from './testing/house.ts'
import { says } from './testing/phone.ts'

const DAY = 24 * 3_600_000

it('a complaint is filed and reviewed without a single call; its cards come with the next month', async () => {
  const plot = await plotDingtalk()
  const bench = await benchOf(plot)
  const { standIn, time } = plot
  const say = async (person: string, text: string) => (await says(standIn, accountOf(person), text)).join('\n')
  try {
    standIn.limits.month.calls = 0
    // The form card cannot be sent: the same form is asked in words.
    expect(await say('liu.yang', '投诉')).toMatch(/（1\/\d+）|问题描述/)
    const line = '客诉 客户=张伟 产品=BCD-480 产品线=冰箱 型号=M 批次=B 购买渠道=官方商城 问题类型=不制冷 描述=不制冷'
    const number = /C-\d{8}-\d{4}/.exec(await say('wang.li', line))?.[0] ?? ''
    await bench.house.settle()
    const reviewer = 'feng.lan'
    expect(await say(reviewer, '我的')).toContain(number)
    await say(
      reviewer,
      `办 ${number} 初审结论=属于投诉 人身安全=无影响 核心功能=无法使用 影响范围=单个客户 客户诉求=退款`,
    )
    await say(reviewer, '确认')
    await bench.house.settle()
    const positions = (await bench.house.store.case(number))?.positions.map(({ stage }) => stage)
    expect(positions).not.toContain('review')
    expect([standIn.limits.used.calls, await bench.cards('channel/quality')]).toEqual([0, []])
    expect((await bench.house.store.messages(number)).filter(({ state }) => state === 'given_up')).toEqual([])

    standIn.limits.month.calls = 5_000
    time.ahead += DAY + 20 * 60_000
    await bench.pass(0)
    const cards = (await bench.cards('channel/quality')).filter((card) => card.number === number)
    expect(cards.filter(({ post }) => post.includes(':case:'))).toHaveLength(1)
    expect((await bench.house.store.messages(number)).filter(({ state }) => state !== 'sent')).toEqual([])
  } finally {
    await bench.close()
  }
})
