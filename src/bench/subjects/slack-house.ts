/** Redress with Slack on, and approvals that wait for their clicks. Arguments: FOLDER API-URL CASES MILLISECONDS-PER-COMMIT. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { watchCommits } from '../../../data/bench/commits.ts'
import { fillWhole, madeUp, templateOf } from '../../../data/bench/filler.ts'
import { changesBetween, snapshot } from '../../../data/bench/same-rows.ts'
import { readConfig } from '../../config.ts'
import { makeLog } from '../../log.ts'
import { type House, openHouse } from '../../main.ts'
import type { Caller } from '../../ports.ts'
import { tasksFor } from '../../rules/tasks.ts'
import { cpuAtRest } from '../rest.ts'
import { SLACK_SECRET, type Waiting } from '../slack-clicks.ts'
import type { SlackRows } from './slack-full.ts'

/** What it says when it is ready. */
export interface SlackReady extends Pick<SlackRows, 'templates'> {
  readonly port: number
  readonly waiting: readonly Waiting[]
}

/** What it says whenever it is asked. */
export interface SlackRest {
  /** See `cpuAtRest`. */
  readonly cpu: number
  /** Rows of the outbox that wait. */
  readonly outbox: number
}

const [folder = '', apiUrl = '', cases = '0', slower = '0'] = process.argv.slice(2)
const database = join(folder, 'slack.db')

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

const SETTINGS = {
  DATABASE_URL: `file:${database}`,
  FILES_URL: `file:${join(folder, 'files')}`,
  PORT: '0',
  LOG_LEVEL: 'silent',
  SECRET_KEY: 'bench-secret-key-0123456789abcdef0123456789',
  SLACK_BOT_TOKEN: 'xoxb-bench-token',
  SLACK_SIGNING_SECRET: SLACK_SECRET,
  SLACK_API_URL: apiUrl,
}

function open(settings: Readonly<Record<string, string>>): Promise<House> {
  const config = readConfig({ ...SETTINGS, ...settings })
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  return openHouse(config, { log: makeLog({ logLevel: 'silent' }) })
}

/** Writes down a directory in which everybody can be reached; gives its file. */
async function directoryFile(): Promise<string> {
  const bare = await open({ DATABASE_URL: `file:${join(folder, 'bare.db')}` })
  const file = join(folder, 'directory.json')
  writeFileSync(file, JSON.stringify(directoryOf(bare)))
  await bare.stop()
  return file
}

const callerOf = (id: string): Caller => ({ actor: { kind: 'person', id }, via: 'slack', lang: 'zh' })

/** What a case asks, where, and of whom. */
async function asked({ store, shelf }: House, number: string) {
  const state = await store.case(number)
  const [task] = state === undefined ? [] : tasksFor(state, shelf.company.under(state.policy))
  const position = state?.positions.find(({ key }) => key === task?.position)
  if (task === undefined || position === undefined) throw new Error(`${number} asks nobody`)
  return { task, position, person: task.people[0] ?? '' }
}

/** Brings one complaint to where its approver is asked; gives its number. */
async function upToApproval(house: House): Promise<string> {
  const { reception } = house
  const filed = await reception.submit(callerOf('wang.li'), { id: 'intake', values: FILING }, 'file')
  if (filed.is !== 'done') throw new Error(JSON.stringify(filed))
  const { number } = filed
  for (const [i, values] of STEPS.entries()) {
    const { position, person } = await asked(house, number)
    const clicked = { verb: 'submit', number, revision: position.bound, position: position.key } as const
    const opened = await reception.click(callerOf(person), clicked, `open-${i}`)
    if (opened.is !== 'form') throw new Error(JSON.stringify(opened))
    const { fields: _fields, ...form } = opened.form
    const done = await reception.submit(callerOf(person), { ...form, values }, `step-${i}`)
    if (done.is !== 'done') throw new Error(JSON.stringify(done))
  }
  return number
}

/** One case as it waits, and what its approval writes. Nothing is delivered: these are the rows of the command alone. */
async function rowsOf(
  house: House,
): Promise<Pick<SlackReady, 'templates'> & { readonly click: Omit<Waiting, 'number'> }> {
  const number = await upToApproval(house)
  const { task, position, person } = await asked(house, number)
  const waiting = templateOf(database, number)
  const before = snapshot(database)
  const clicked = { verb: 'approve', number, revision: position.bound, position: position.key } as const
  const done = await house.reception.click(callerOf(person), clicked, 'capture')
  if (done.is !== 'done') throw new Error(JSON.stringify(done))
  const approve = { number, changes: changesBetween(before, snapshot(database)) }
  const block = `redress|task/${task.position}/${task.step ?? ''}|r1`
  return { templates: { waiting, approve }, click: { revision: position.bound, block, user: accountOf(person) } }
}

watchCommits(Number(slower))
const DIRECTORY_FILE = await directoryFile()
const first = await open({ DIRECTORY_FILE })
const { templates, click } = await rowsOf(first)
await first.stop()
fillWhole(database, templates.waiting, Number(cases))
const house = await open({ DIRECTORY_FILE })
const waiting = Array.from({ length: Number(cases) }, (_, n) => ({ ...click, number: madeUp(n + 1) }))
const { port } = await house.start()
const rest = async (): Promise<SlackRest> => ({ cpu: await cpuAtRest(), outbox: (await house.store.counts()).outbox })
process.on('message', () => void rest().then((said) => process.send?.(said)))
process.send?.({ port, waiting, templates } satisfies SlackReady)

// Nobody is left behind when the bench is cut short.
process.on('disconnect', () => process.exit())
