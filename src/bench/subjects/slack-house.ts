/** Redress with Slack on, and approvals that wait for their clicks. Arguments: FOLDER API-URL CASES. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../config.ts'
import { makeLog } from '../../log.ts'
import { type House, openHouse } from '../../main.ts'
import type { Caller } from '../../ports.ts'
import { tasksFor } from '../../rules/tasks.ts'
import { SLACK_SECRET, type Waiting } from '../slack-clicks.ts'

/** What it says when it is ready, and whenever it is asked. */
export interface SlackReady {
  readonly port: number
  readonly waiting: readonly Waiting[]
  /** Rows of the outbox that wait. */
  readonly outbox: number
}

const [folder = '', apiUrl = '', cases = '0'] = process.argv.slice(2)

const FILING = {
  ...{ text: '冰箱买了三天就不制冷', category: 'quality.failure.no_cooling', customer: '张伟', phone: '13800138000' },
  ...{ product: 'BCD-480', line: 'fridge', model: 'BCD-480W', batch: 'B1', purchase_channel: 'mall' },
}
const STEPS = [
  { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one', wish: ['refund'] },
  { cause_kind: 'design', root_cause: '压缩机', advice: '退款' },
  {
    ...{ plan_kind: 'refund', plan_amount: '800.00', plan_reason: '按约定', plan_due: '2027-01-15', payee: '张伟' },
    ...{ pay_method: 'bank', account: '6222021234567890' },
  },
]

/** Everybody gets an account, every channel an address. */
function directoryOf(house: House): object {
  const { people, channels } = house.shelf.company.live.directory
  const accounts = Object.keys(people).map((id) => [id, { accounts: { slack: accountOf(id) } }])
  const addresses = Object.keys(channels).map((id) => [id, { slack: `C${id.toUpperCase()}` }])
  return { people: Object.fromEntries(accounts), channels: Object.fromEntries(addresses) }
}

const accountOf = (person: string): string => `U${person.replace(/\W/g, '').toUpperCase()}`

async function open(): Promise<House> {
  const settings = {
    DATABASE_URL: `file:${join(folder, 'slack.db')}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    PORT: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'bench-secret-key-0123456789abcdef0123456789',
    SLACK_BOT_TOKEN: 'xoxb-bench-token',
    SLACK_SIGNING_SECRET: SLACK_SECRET,
    SLACK_API_URL: apiUrl,
  }
  const log = makeLog({ logLevel: 'silent' })
  const bare = await openHouse(configOf({ ...settings, DATABASE_URL: `file:${join(folder, 'bare.db')}` }), { log })
  const file = join(folder, 'directory.json')
  writeFileSync(file, JSON.stringify(directoryOf(bare)))
  await bare.stop()
  return openHouse(configOf({ ...settings, DIRECTORY_FILE: file }), { log })
}

function configOf(settings: Readonly<Record<string, string>>) {
  const config = readConfig(settings)
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  return config
}

const callerOf = (id: string): Caller => ({ actor: { kind: 'person', id }, via: 'slack', lang: 'zh' })

/** Brings one complaint to where its approver is asked. */
async function upToApproval(house: House, n: number): Promise<Waiting> {
  const { reception, store, shelf } = house
  const filed = await reception.submit(callerOf('wang.li'), { id: 'intake', values: FILING }, `file-${n}`)
  if (filed.is !== 'done') throw new Error(JSON.stringify(filed))
  const { number } = filed
  const asked = async () => {
    const state = await store.case(number)
    const [task] = state === undefined ? [] : tasksFor(state, shelf.company.under(state.policy))
    const position = state?.positions.find(({ key }) => key === task?.position)
    if (task === undefined || position === undefined) throw new Error(`${number} asks nobody`)
    return { task, position, person: task.people[0] ?? '' }
  }
  for (const [i, values] of STEPS.entries()) {
    const { position, person } = await asked()
    const clicked = { verb: 'submit', number, revision: position.bound, position: position.key } as const
    const opened = await reception.click(callerOf(person), clicked, `open-${n}-${i}`)
    if (opened.is !== 'form') throw new Error(JSON.stringify(opened))
    const { fields: _fields, ...form } = opened.form
    const done = await reception.submit(callerOf(person), { ...form, values }, `step-${n}-${i}`)
    if (done.is !== 'done') throw new Error(JSON.stringify(done))
  }
  const { task, position, person } = await asked()
  const block = `redress|task/${task.position}/${task.step ?? ''}|r1`
  return { number, revision: position.bound, block, user: accountOf(person) }
}

const house = await open()
const waiting: Waiting[] = []
for (let n = 0; n < Number(cases); n += 32) {
  const some = Array.from({ length: Math.min(32, Number(cases) - n) }, (_, i) => upToApproval(house, n + i))
  waiting.push(...(await Promise.all(some)))
}
const { port } = await house.start()
const ready = async (): Promise<SlackReady> => ({ port, waiting, outbox: (await house.store.counts()).outbox })
process.on('message', () => void ready().then((said) => process.send?.({ ...said, waiting: [] })))
process.send?.(await ready())

// Nobody is left behind when the bench is cut short.
process.on('disconnect', () => process.exit())
