/** What the tour fills in, so that its forms only need to be read and sent. */
import { store } from './store.js'
import { currentLang } from './words-of.js'

const DAY = 86_400_000

const SAID = {
  zh: {
    text: '冰箱买了三天就不制冷，里面的东西全坏了。',
    customer: '张伟',
    product: '清风 BCD-480 冰箱',
    root_cause: '压缩机启动继电器虚焊，运输震动后断开。',
    advice: '更换继电器，并补偿食物损失。',
    plan_reason: '按小票退还损失 800 元。',
    done_note: '已按方案完成，客户确认。',
    customer_words: '很快就退了款，谢谢。',
  },
  en: {
    text: 'The fridge stopped cooling after three days and all the food went bad.',
    customer: 'Ann Baker',
    product: 'Breeze BCD-480 refrigerator',
    root_cause: 'The start relay was badly soldered and came loose on the way.',
    advice: 'Replace the relay and pay for the food.',
    plan_reason: 'The loss of 800 by receipt.',
    done_note: 'Done as planned; the customer agrees.',
    customer_words: 'The refund came quickly. Thank you.',
  },
}

/** Values by field id; every form takes those it has. */
export function tourValues() {
  const said = SAID[currentLang()]
  const due = new Date(Date.parse(store.now) + 7 * DAY).toISOString().slice(0, 10)
  return {
    ...said,
    category: 'quality.failure.no_cooling',
    phone: '13900001234',
    line: 'fridge',
    model: 'BCD-480W',
    batch: '2026A3',
    purchase_channel: 'mall',
    wish: ['refund'],
    wish_amount: '800.00',
    verdict: 'complaint',
    safety: 'none',
    core_function: 'lost',
    scope: 'one',
    reproduced: true,
    cause_kind: 'production',
    plan_kind: 'refund',
    plan_amount: '800.00',
    plan_due: due,
    payee: said.customer,
    pay_method: 'original',
    voucher_no: 'PAY-20261122-001',
    answer: 'satisfied',
    accepted: 'yes',
    evidence: 'REC-1',
  }
}
