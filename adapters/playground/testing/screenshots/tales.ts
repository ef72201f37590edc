/** The complaint of the pictures, as told in each language. */
import type { Lang } from '../../../../src/rules/nouns.ts'

/** What people write and see in one language. */
export interface Tale {
  readonly lang: Lang
  readonly locale: string
  /** Who talks to the customer. */
  readonly receiver: string
  readonly customer: string
  readonly text: string
  readonly product: string
  readonly refund: string
  readonly cause: string
  readonly advice: string
  readonly reason: string
  readonly thanks: string
}

export const TALES: readonly Tale[] = [
  {
    lang: 'zh',
    locale: 'zh-CN',
    receiver: 'wang.li',
    customer: '张伟',
    text: '冰箱买了三天就不制冷，冷藏室温度一直在 18 度，里面的海鲜和牛奶全坏了。',
    product: '清风 BCD-480 冰箱',
    refund: '退款',
    cause: '压缩机启动继电器虚焊，运输震动后断开。',
    advice: '更换继电器，并赔偿食物损失。',
    reason: '按购物小票赔偿变质食物 800 元。',
    thanks: '第二天就来修好了，钱也到了，谢谢。',
  },
  {
    lang: 'en',
    locale: 'en-GB',
    receiver: 'emma.clarke',
    customer: 'Ann Baker',
    text: 'The fridge stopped cooling after three days. It stays at 18 degrees inside; all the seafood and the milk went bad.',
    product: 'Breeze BCD-480 refrigerator',
    refund: 'Refund',
    cause: 'The start relay of the compressor was badly soldered and came loose on the way.',
    advice: 'Replace the relay, and pay for the spoiled food.',
    reason: 'Spoiled food, 800 by the receipts.',
    thanks: 'Repaired the next day, and the money is here. Thank you.',
  },
]
