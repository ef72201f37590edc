/**
 * How a stand-in reviewer reads a complaint. The rule, stated: a text is no complaint when it holds more words of praise
 * than of trouble, or no word of trouble at all and a word of praise. Everything else follows from single words. It is
 * often wrong; it is there to send real texts down every road, not to be right.
 */

const PRAISE =
  /不错|很好|喜欢|满意|好用|值得|推荐|赞|实惠|漂亮|舒服|good|great|excellent|love|nice|perfect|recommend|happy|works well|best/giu
const TROUBLE =
  /不好|不行|不能|不是|太差|很差|差劲|垃圾|坏|破|漏|裂|退|换|投诉|骗|假|慢|没有|没人|失望|问题|故障|难|臭|脏|贵|烂|后悔|broke|broken|bad|poor|not |n't|never|fail|worst|terrible|refund|return|problem|issue|defect|complain|disappoint|waste|unaccept|slow|wrong|useless/giu

const DANGER = /起火|着火|冒烟|漏电|爆炸|触电|烫伤|受伤|fire|smoke|shock|burn|injur|explod/iu
const MEDIA = /媒体|曝光|记者|12315|律师|起诉|消协|lawyer|lawsuit|sue |attorney|media|bbb|fcc/iu
const LOST =
  /死机|黑屏|不能用|用不了|坏了|打不开|不制冷|不工作|dead|won't|doesn't work|not work|stopped|broken|useless/iu
const IMPAIRED = /慢|卡|噪|漏|松|不准|slow|noise|drop|loose|weak|intermittent/iu
const SERVICE = /客服|服务|态度|快递|送货|发货|物流|service|support|rude|deliver|shipping|call/iu

/** What the reviewer makes of a text. */
export interface Judgement {
  readonly complaint: boolean
  readonly danger: boolean
  readonly media: boolean
  readonly service: boolean
  readonly core: 'fine' | 'impaired' | 'lost'
}

/** Reads the text, and nothing but the text. */
export function judge(text: string): Judgement {
  const praise = text.match(PRAISE)?.length ?? 0
  const trouble = text.match(TROUBLE)?.length ?? 0
  return {
    complaint: praise === 0 || trouble > praise,
    danger: DANGER.test(text),
    media: MEDIA.test(text),
    service: SERVICE.test(text),
    core: LOST.test(text) ? 'lost' : IMPAIRED.test(text) ? 'impaired' : 'fine',
  }
}
