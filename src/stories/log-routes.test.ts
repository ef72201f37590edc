/**
 * Every route there is, asked with names, phones, mails, tokens and passwords wherever something can be put, once in good
 * health and once with everything behind it broken: none of it comes out in the log, the metrics or an answer to a fault.
 * The routes are the server's own list: a new one without a case here fails.
 */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLog } from '../log.ts'
import { quietConsole } from '../process-log.ts'
import type { Told } from './house.ts'
import { FRIDGE, tell } from './house.ts'

const TOKEN = 'tk-71c0a94be5d82f3360aa'
const NAME = '司徒锦瑟'
const PHONE = '13987651234'
const MAIL = 'jinse.situ@mailbox.example'
const PASSWORD = 'hunter2-correct-horse'
const WORDS = '半夜里响得像拖拉机一样'
/** Also as they stand in an address. */
const SECRETS = [
  ...['hunter2', 'sg-5d0b7a94e1c6'],
  NAME,
  encodeURIComponent(NAME),
  PHONE,
  MAIL,
  encodeURIComponent(MAIL),
  PASSWORD,
  WORDS,
  TOKEN,
]

/** Every chat platform is on, at an address of this machine where nobody answers. */
const NOWHERE = 'http://127.0.0.1:9'
const SIGNING = 'sg-5d0b7a94e1c6'
const PLATFORMS = {
  PLAYGROUND: 'on',
  PUBLIC_URL: NOWHERE,
  SLACK_BOT_TOKEN: `xoxb-${PASSWORD}`,
  SLACK_SIGNING_SECRET: SIGNING,
  SLACK_API_URL: `${NOWHERE}/api/`,
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: PASSWORD,
  WECOM_TOKEN: 'hunter2Token',
  WECOM_ENCODING_AES_KEY: 'hunter2Key'.padEnd(43, 'a'),
  WECOM_API_URL: NOWHERE,
  WECOM_OAUTH_URL: NOWHERE,
  DINGTALK_CLIENT_ID: 'ding1',
  DINGTALK_CLIENT_SECRET: PASSWORD,
  DINGTALK_CORP_ID: 'corp1',
  DINGTALK_ROBOT_CODE: 'ding1',
  DINGTALK_API_URL: NOWHERE,
  DINGTALK_OAPI_URL: NOWHERE,
}

let house: Told
const lines: string[] = []

beforeAll(async () => {
  const log = makeLog({ logLevel: 'trace' }, { write: (line: string) => void lines.push(line) })
  house = await tell({ env: { API_TOKENS: `mall:${TOKEN}:file+read+directory+payments`, ...PLATFORMS }, log })
})
afterAll(() => house.close())

/** Headers in which people put secrets; what is not ours is not read. */
const HEADERS = {
  authorization: `Bearer ${TOKEN}`,
  cookie: `session=${PASSWORD}; name=${encodeURIComponent(NAME)}`,
  'user-agent': `phone ${PHONE}`,
  referer: `http://x/?mail=${MAIL}`,
  'x-request-id': PASSWORD,
  'x-forwarded-for': PHONE,
}

const QUERY = `name=${encodeURIComponent(NAME)}&phone=${PHONE}&mail=${encodeURIComponent(MAIL)}&token=${TOKEN}&password=${PASSWORD}`

const get = (path: string, query = QUERY, headers: object = {}): Promise<Response> =>
  fetch(`${house.url}${path}${query === '' ? '' : `?${query}`}`, {
    headers: { ...HEADERS, ...headers },
    redirect: 'manual',
  })

const post = (path: string, body: unknown, headers: object = {}): Promise<Response> =>
  fetch(`${house.url}${path}?${QUERY}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** As Slack would send it. */
function slack(body: string): Promise<Response> {
  const at = String(Math.floor(house.clock.now() / 1000))
  const signature = `v0=${createHmac('sha256', SIGNING).update(`v0:${at}:${body}`).digest('hex')}`
  return post('/slack/events', body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': at,
    'x-slack-signature': signature,
  })
}

/** One person at a stream for a moment. */
async function glance(path: string, query: string): Promise<Response> {
  const leaving = new AbortController()
  const response = await fetch(`${house.url}${path}?${query}`, { headers: HEADERS, signal: leaving.signal })
  await response.body?.getReader().read()
  leaving.abort()
  return response
}

const PERSONAL = { customer: NAME, phone: PHONE, email: MAIL, contact_person: NAME, address: WORDS }
const COMPLAINT = { text: `${WORDS} ${PHONE} ${MAIL}`, customer: NAME, fields: { phone: PHONE, email: MAIL } }
const as = encodeURIComponent(NAME)

/** What is asked of each route: what it takes, and what it does not. */
const CASES: Readonly<Record<string, () => readonly Promise<Response>[]>> = {
  'GET /healthz': () => [get('/healthz')],
  'GET /readyz': () => [get('/readyz')],
  'GET /metrics': () => [get('/metrics')],
  'GET /api/openapi.json': () => [get('/api/openapi.json')],
  'POST /api/v1/complaints': () => [
    post('/api/v1/complaints', COMPLAINT, { 'idempotency-key': `${PHONE}-${lines.length}` }),
    post('/api/v1/complaints', { ...COMPLAINT, [PASSWORD]: NAME }),
    post('/api/v1/complaints', `{"text":"${WORDS} ${PHONE}`),
    post('/api/v1/complaints', COMPLAINT, { authorization: `Basic ${PASSWORD}` }),
  ],
  'GET /api/v1/complaints': () => [
    get('/api/v1/complaints', `text=${as}`),
    get('/api/v1/complaints', `after=${PHONE}`),
    get('/api/v1/complaints'),
  ],
  'GET /api/v1/complaints/:number': () => [
    get(`/api/v1/complaints/${as}`),
    get('/api/v1/complaints/C-20260302-0001'),
    get(`/api/v1/complaints/${PHONE}`),
  ],
  'GET /api/v1/payments': () => [
    get('/api/v1/payments', 'from=2026-03-01&to=2026-03-31'),
    get('/api/v1/payments', 'from=2026-03-01&to=2026-03-31&format=csv'),
    get('/api/v1/payments', `from=${as}&to=${PHONE}&format=${as}`),
  ],
  'POST /api/v1/files': () => [
    post('/api/v1/files', `%PDF-1.7 ${WORDS}`, { 'x-file-name': `${as}.pdf` }),
    post('/api/v1/files', `<svg>${NAME}</svg>`, { 'x-file-name': `%${PHONE}` }),
  ],
  'GET /playground/api/state': () => [
    get('/playground/api/state', `as=${as}`),
    get('/playground/api/state', 'as=wang.li'),
    get('/playground/api/state'),
  ],
  'GET /playground/api/thread': () => [
    get('/playground/api/thread', `as=${as}&number=${PHONE}`),
    get('/playground/api/thread'),
  ],
  'GET /playground/api/messages': () => [get('/playground/api/messages', `number=${PHONE}`)],
  'GET /playground/api/stream': () => [glance('/playground/api/stream', `as=${as}`), get('/playground/api/stream')],
  'POST /playground/api/act': () => [
    post('/playground/api/act', {
      as: 'wang.li',
      do: 'submit',
      form: 'redress.form.intake',
      values: { ...FRIDGE, ...PERSONAL, text: WORDS },
    }),
    post('/playground/api/act', { as: NAME, do: 'command', text: `/complaint ${WORDS} ${PHONE}` }),
    post('/playground/api/act', { as: 'wang.li', do: 'command', text: `/complaint show ${PHONE}` }),
    post('/playground/api/act', { as: 'wang.li', do: 'command', text: `${NAME} ${PHONE}`, to: 'channel/quality' }),
    post('/playground/api/act', { as: NAME, do: 'click', action: 'redress.approve', value: `${PHONE}:1`, key: MAIL }),
    post('/playground/api/act', {
      as: 'wang.li',
      do: 'submit',
      form: 'redress.form.note',
      number: PHONE,
      values: { reason: NAME },
    }),
    post('/playground/api/act', { as: 'wang.li', do: 'redraw', form: 'redress.form.intake', values: { [MAIL]: NAME } }),
    post('/playground/api/act', { as: MAIL, do: PASSWORD }),
  ],
  'POST /playground/api/clock': () => [
    post('/playground/api/clock', { advance: '1m' }),
    post('/playground/api/clock', { to: NAME }),
  ],
  'POST /playground/api/files': () => [
    post('/playground/api/files', `%PDF-1.7 ${WORDS}`, { 'x-file-name': `${as}.pdf` }),
    post('/playground/api/files', `<html>${NAME}`, { 'x-file-name': `%${PHONE}` }),
  ],
  'GET /playground/files/:sha256': () => [get(`/playground/files/${'a'.repeat(64)}`), get(`/playground/files/${as}`)],
  'GET /': () => [get('/')],
  'GET /favicon.ico': () => [get('/favicon.ico')],
  'GET /playground/api/case': () => [
    get('/playground/api/case', `as=${as}&number=${PHONE}`),
    get('/playground/api/case', 'as=wang.li&number=C-20260302-0001'),
  ],
  'POST /slack/events': () => [
    slack(
      `command=%2Fcomplaint&text=${as}&user_name=${as}&user_id=U1&team_id=T1&response_url=${encodeURIComponent(NOWHERE)}`,
    ),
    slack(
      `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', user: { id: 'U1', name: NAME }, token: PASSWORD }))}`,
    ),
    post('/slack/events', `text=${as}`),
  ],
  'GET /wecom/callback': () => [
    get('/wecom/callback'),
    get('/wecom/callback', `msg_signature=${PASSWORD}&echostr=${as}`),
  ],
  'POST /wecom/callback': () => [
    post('/wecom/callback', `<xml><Encrypt>${PASSWORD}</Encrypt><FromUserName>${NAME}</FromUserName></xml>`),
    post('/wecom/callback', `${NAME} ${PHONE}`),
  ],
  'GET /f/page/:name': () => [get(`/f/page/${as}`)],
  'GET /f/case/:number': () => [get(`/f/case/${as}`), get('/f/case/C-20260302-0001')],
  'GET /f/:platform/home': () => [
    get(`/f/${as}/home`),
    get('/f/slack/home'),
    get('/f/wecom/home', `code=${PASSWORD}&state=${as}`),
  ],
  'GET /f/:platform/case/:number': () => [get(`/f/wecom/case/${as}`), get('/f/slack/case/C-20260302-0001')],
  'GET /f/:platform/case/:number/:sha256': () => [get(`/f/wecom/case/C-20260302-0001/${as}`)],
  'POST /f/:platform/files': () => [post('/f/slack/files', WORDS, { 'x-file-name': as })],
  'POST /f/:platform/act': () => [
    post('/f/wecom/act', { values: PERSONAL, [PASSWORD]: NAME }),
    post(`/f/${as}/act`, WORDS),
  ],
  'GET /f/:platform/:token': () => [get(`/f/slack/${PASSWORD}`), get(`/f/wecom/${as}`)],
  'GET /playground/api/clock': () => [get('/playground/api/clock')],
  'GET /playground/api/sample': () => [get('/playground/api/sample')],
  'GET /playground/page/:name': () => [get('/playground/page/main.js'), get(`/playground/page/${as}`)],
  // Last: there are complaints by now, so it is refused.
  'POST /playground/api/sample': () => [post('/playground/api/sample', { [MAIL]: NAME })],
}

const found = (text: string): readonly string[] => SECRETS.filter((secret) => text.includes(secret))

async function askAll(): Promise<readonly { readonly route: string; readonly response: Response }[]> {
  const answers: { readonly route: string; readonly response: Response }[] = []
  for (const [route, ask] of Object.entries(CASES))
    for (const response of await Promise.all(ask())) answers.push({ route, response })
  await house.settle().catch(() => undefined)
  return answers
}

test('every route has a case here', () => {
  expect(Object.keys(CASES).sort()).toEqual([...house.server.routes].sort())
})

test('in good health nothing personal comes out, and every request is named', async () => {
  const answers = await askAll()
  expect(answers.filter(({ response }) => response.status === 500)).toEqual([])
  const log = lines.join('')
  expect(found(log)).toEqual([])
  for (const { route, response } of answers) {
    const id = response.headers.get('x-request-id')
    expect(id, route).toMatch(/^[0-9a-f-]{36}$/)
    expect(log, route).toContain(`"id":"${id}"`)
  }
  const metrics = await (await get('/metrics')).text()
  expect(metrics).toContain('redress_http_requests_total')
  expect(found(metrics)).toEqual([])
}, 60_000)

/** Makes a room fail with words that quote what people wrote. */
function ruin(room: object): () => void {
  const was = Object.entries(room)
  const fail = (): never => {
    throw new Error(`row of ${NAME} ${PHONE} ${MAIL}: ${WORDS}`)
  }
  for (const [name, part] of was)
    if (typeof part === 'function' && name !== 'close') Object.assign(room, { [name]: fail })
  return () => void Object.assign(room, Object.fromEntries(was))
}

test('with everything behind it broken, every 500 carries an id that is in the log, and neither says what was written', async () => {
  lines.length = 0
  const mend = [house.store, house.chat, house.files].map(ruin)
  const printer = { ...console }
  quietConsole(house.log)
  try {
    const answers = await askAll()
    const faults = answers.filter(({ response }) => response.status === 500)
    const felt = new Set(faults.map(({ route }) => route))
    expect([...felt]).toEqual(
      expect.arrayContaining(['GET /api/v1/complaints', 'POST /api/v1/files', 'POST /playground/api/act']),
    )
    expect(felt.size).toBeGreaterThan(8)
    const log = lines.join('')
    for (const { route, response } of faults) {
      const body = (await response.json()) as { readonly code: string; readonly fix: string }
      const id = response.headers.get('x-request-id') ?? 'none'
      expect(body.code, route).toBe('unexpected')
      expect(body.fix, route).toContain(id)
      const line = lines.find((one) => one.includes(id) && one.includes('request failed'))
      expect(JSON.parse(line ?? '{}'), route).toMatchObject({
        level: 'error',
        method: route.split(' ')[0],
        route: route.split(' ')[1],
      })
      expect(found(JSON.stringify(body)), route).toEqual([])
    }
    // The stream of events had answered already when it failed: its library prints that.
    expect(log).toContain('a library printed something')
    expect(found(log)).toEqual([])
    expect((await get('/readyz', '')).status).toBe(503)
  } finally {
    for (const one of mend) one()
    Object.assign(console, printer)
  }
}, 60_000)
