/** The commands that are measured over HTTP: how each is asked for, and how to tell that it was done. */

/** One request. */
export interface Asked {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A kind of command. Another platform's click is one more entry here. */
export interface Kind {
  readonly title: string
  /** The `n`th request of a run; `numbers` are complaints that stand already. */
  ask(run: string, n: number, numbers: readonly string[]): Asked
  /** Whether an answer says that it was done. */
  isDone(status: number, body: string): boolean
}

/** The bearer token of the bench's own house. */
export const TOKEN = 'bench-token-0123456789abcdef'

/** Somebody who is asked at the first review, and may therefore leave notes. */
export const REVIEWER = 'feng.lan'

const JSON_BODY = { 'content-type': 'application/json' }

/** A complaint as a shop's system files it. */
export const complaint = (n: number) => ({
  text: `冰箱三天不制冷，里面的菜都坏了，已经第 ${n} 次报修，要求退款`,
  customer: '王小明',
  product: '双门冰箱 BCD-500',
  category: 'quality.failure.no_cooling',
  channel: 'website',
  fields: { phone: '13812345678', line: 'fridge' },
})

export const KINDS = {
  note: {
    title: 'a note on one of 1,000 complaints',
    ask: (run, n, numbers) => ({
      path: '/playground/api/act',
      headers: JSON_BODY,
      body: JSON.stringify({
        as: REVIEWER,
        do: 'command',
        text: `/complaint note ${numbers[n % numbers.length]} 客户又来电话了，催第 ${n} 次，请尽快上门`,
        key: `${run}-${n}`,
      }),
    }),
    isDone: (status, body) => status === 200 && body.includes('"is":"done"'),
  },
  file: {
    title: 'a complaint filed',
    ask: (run, n) => ({
      path: '/api/v1/complaints',
      headers: { ...JSON_BODY, authorization: `Bearer ${TOKEN}`, 'idempotency-key': `${run}-${n}` },
      body: JSON.stringify(complaint(n)),
    }),
    isDone: (status) => status === 201,
  },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS
