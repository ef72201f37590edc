/**
 * The lives of the sample company's complaints: what its people find out and write down, by field of the policy, so that
 * a story reads as one. What a life does not say is said in a few words that always fit.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Lang } from '../rules/nouns.ts'
import { phone } from './answers.ts'
import type { Chance } from './chance.ts'

/** Field values by field id; a list for fields that take several. */
export type Life = Readonly<Record<string, string | boolean | readonly string[]>>

const life = z.intersection(
  z.object({ id: z.string() }),
  z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
)

/** Reads the lives of a file of one JSON object a line, by id. */
export async function readLives(path: string): Promise<ReadonlyMap<string, Life>> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return new Map(
    lines.map((line) => {
      const { id, ...values } = life.parse(JSON.parse(line))
      return [id, values]
    }),
  )
}

/** A complaint of the sample company. */
export interface Complaint {
  readonly text: string
  readonly lang: Lang
  readonly customer: string
  readonly product: string
  readonly life: Life
  /** What the customer's picture shows, when they sent one: an appliance by its line, or a `carton`. */
  readonly picture?: string
}

/** How a customer answers a call-back. */
export type Mood = 'satisfied' | 'unsatisfied' | 'unreached'

const GIVEN = {
  zh: ['李', '王', '张', '赵', '杨', '高', '罗', '梁', '宋', '唐', '邓', '萧'],
  en: ['Baker', 'Turner', 'Collins', 'Bennett', 'Hughes', 'Foster', 'Palmer', 'Reyes'],
} as const

const TITLES = { zh: ['先生', '女士'], en: ['Mr', 'Ms', 'Mrs'] } as const

/** Another customer with the same trouble. */
export function namesake(lang: Lang, chance: Chance): string {
  const family = chance.pick(GIVEN[lang])
  const title = chance.pick(TITLES[lang])
  return lang === 'zh' ? `${family}${title}` : `${title} ${family}`
}

/** What somebody of the service writes down when the complaint comes in. */
export function intakeValues({ text, customer, product, life: known }: Complaint, chance: Chance): Life {
  return {
    text,
    customer,
    product,
    phone: phone(chance),
    batch: `20${chance.between(25, 26)}${chance.pick(['A', 'B', 'C'])}${chance.between(1, 9)}`,
    purchase_channel: chance.pick(['mall', 'marketplace', 'shop', 'dealer']),
    order_no: `SO-${chance.between(10_000_000, 99_999_999)}`,
    channel: chance.pick(['hotline', 'hotline', 'website', 'wechat', 'email', 'mall']),
    region: chance.pick(['east', 'east', 'south', 'north', 'central', 'west']),
    ...(chance.happens(0.08) ? { customer_tier: 'vip' } : {}),
    ...known,
  }
}

const PAID = ['cash', 'refund', 'coupon']

const SAID = {
  zh: {
    done_note: '已按方案完成，客户现场确认。',
    second_note: '换一种方案：加派资深工程师，并由主管直接跟进。',
    reply: '客户补充了购买凭证和现场照片，问题与描述一致。',
    answer_text: '您反映的问题已核实，我们已改进，给您添麻烦了。',
    angry: '还是没有解决，不能接受这个结果。',
    reasons: {
      return: ['信息不全，请补充购买凭证和照片后再提交。', '型号和批次对不上，请和客户再核对一次。'],
      reject: [
        '金额依据不足，请附上报价单。',
        '同类问题上次只补了一半，请说明差别。',
        '方案没有回应客户的主要诉求，请再谈一次。',
      ],
      customer: ['客户出差，约好下周一答复。', '已发短信，等客户补充照片。'],
      sample: ['样机已取件，预计三天后到实验室。'],
      parts: ['压缩机到货要一周，已告知客户。'],
    },
  },
  en: {
    done_note: 'Done as planned; the customer saw it working.',
    second_note: 'A senior engineer goes this time, and the supervisor follows it up in person.',
    reply: 'The customer sent the receipt and photos; they match the description.',
    answer_text: 'We have looked into it and put it right. Thank you for telling us.',
    angry: 'It is still not solved. I do not accept this.',
    reasons: {
      return: ['Please add the receipt and a photo.', 'Model and batch do not match. Please ask the customer again.'],
      reject: [
        'Please attach the quotation.',
        'This does not answer what the customer asks for.',
        'Too much for what happened.',
      ],
      customer: ['The customer is away until Monday.', 'Asked by text message for a photo.'],
      sample: ['The unit was collected; three days to the laboratory.'],
      parts: ['The part takes a week. The customer knows.'],
    },
  },
} as const

/** Why somebody sends a case back (`return`), turns a plan down (`reject`) or stops the clock for a reason of the policy. */
export function reasonFor(why: string, { lang }: Complaint, chance: Chance): string {
  const pools: Readonly<Record<string, readonly string[]>> = SAID[lang].reasons
  return chance.pick(pools[why] ?? SAID[lang].reasons.customer)
}

/** What a person fills in at any later form; of these, each form takes the fields it has. */
export function laterValues(complaint: Complaint, mood: Mood, now: Date, chance: Chance): Life {
  const { lang, life: known, customer } = complaint
  const said = SAID[lang]
  const day = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const serial = `${day(0).replaceAll('-', '')}-${chance.between(100, 999)}`
  const paid = PAID.includes(String(known.plan_kind))
  const called = mood === 'unreached' ? {} : calledValues(mood, String(known.customer_words ?? ''), said.angry)
  const { customer_words: _kept, ...rest } = known
  return {
    reproduced: true,
    plan_due: day(chance.between(5, 12)),
    ...(paid ? { payee: customer, pay_method: 'original' } : {}),
    voucher_no: `PAY-${serial}`,
    done_note: said.done_note,
    second_note: said.second_note,
    reply: said.reply,
    answer_text: said.answer_text,
    ...rest,
    answer: mood,
    ...called,
    ...(mood === 'satisfied' ? { evidence: `REC-${serial}` } : {}),
  }
}

function calledValues(mood: Mood, words: string, angry: string): Life {
  const happy = mood === 'satisfied'
  return { accepted: happy ? 'yes' : 'no', customer_words: happy ? words : angry }
}
