/** A desk on PostgreSQL without doors and deliveries, with the product's store or the naive one. Arguments: ADDRESS CASES product|naive CONNECTIONS. */
import { naively } from '../../../data/bench/naive.ts'
import { makeLog } from '../../log.ts'
import { openHouse } from '../../main.ts'
import { clients, type TurnOrder } from '../clients.ts'
import { configOf } from '../filed.ts'
import { complaint, REVIEWER } from '../kinds.ts'

const [folder = '', database = '', cases = '0', store = 'product', connections = '16'] = process.argv.slice(2)
const { filesFolder: _, ...config } = configOf(folder, 'unused.db')
const log = makeLog({ logLevel: 'error' })

async function file(n: number, desk: Desk): Promise<string> {
  const { fields, ...values } = complaint(n)
  const actor = { kind: 'person', id: REVIEWER } as const
  const command = { id: `before/${n}`, actor, via: 'bench', do: 'file', lang: 'zh', strict: false } as const
  const answer = await desk.submit({ ...command, values: { ...values, ...fields } })
  if ('refused' in answer) throw new Error(answer.refused)
  return answer.number
}

type Desk = Awaited<ReturnType<typeof openHouse>>['desk']

const first = await openHouse({ ...config, database }, { log })
const numbers = await Promise.all(Array.from({ length: Number(cases) }, (_, n) => file(n, first.desk)))
await first.stop()
const naive = store === 'naive'
const { desk } = await openHouse(
  { ...config, database },
  { log, ...(naive && { wrapStore: (plain) => naively(plain, database, Number(connections)) }) },
)

async function note(number: string, key: string): Promise<void> {
  const actor = { kind: 'person', id: REVIEWER } as const
  const answer = await desk.submit({ id: key, actor, via: 'bench', do: 'act', number, verb: 'note', reason: TEXT })
  if ('refused' in answer) throw new Error(answer.refused)
}

const TEXT = '客户又来电话了，催了一次，请尽快上门'

// Nothing is left behind by a bench that was cut short.
process.once('disconnect', () => process.exit())
process.on('message', (order: TurnOrder) => {
  void clients(order, numbers, note).then((turn) => process.send?.(turn))
})
process.send?.('ready')
