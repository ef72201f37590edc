/**
 * The baseline as a process of its own: node:http, the same signature, and the same rows in one transaction per request
 * with the same settings. It decides nothing, draws nothing and delivers nothing. Arguments as for product.ts.
 */
import { join } from 'node:path'
import { openBaseline } from '../../../data/bench/baseline.ts'
import { watchCommits } from '../../../data/bench/commits.ts'
import type { KindName } from '../kinds.ts'
import { serveSigned } from '../signed-server.ts'
import type { ProductReady, Settled } from './product.ts'

const [folder = '', secret = '', slower = '0'] = process.argv.slice(2)

/** Which command a request is, for which case and under which key. */
function read(url: string, headers: NodeJS.Dict<string | string[]>, body: string, fresh: () => string) {
  const asked = JSON.parse(body) as { readonly text: string; readonly key?: string }
  if (url === '/playground/api/act')
    return { kind: 'note' as const, number: asked.text.split(' ', 3)[2] ?? '', key: asked.key ?? '' }
  return { kind: 'file' as const, number: fresh(), key: String(headers['idempotency-key']) }
}

async function open({ templates, numbers }: Pick<ProductReady, 'templates' | 'numbers'>): Promise<number> {
  const store = await openBaseline(join(folder, 'baseline.db'), templates, 'file', numbers)
  let last = 0
  const fresh = (): string => {
    last += 1
    return `B-20260101-${String(last).padStart(6, '0')}`
  }
  const answer: Readonly<Record<KindName, (number: string) => object>> = {
    note: (number) => ({ is: 'done', number, revision: 5, message: { text: '已记录' } }),
    file: (number) => ({ number, revision: 4 }),
  }
  return serveSigned(secret, ({ url = '', headers }, body) => {
    const { kind, number, key } = read(url, headers, body, fresh)
    store.write(kind, number, key)
    return { status: kind === 'file' ? 201 : 200, body: JSON.stringify(answer[kind](number)) }
  })
}

const commits = watchCommits(Number(slower))
const settled = (): Settled => ({ commits: commits.count(), cpu: process.cpuUsage().user + process.cpuUsage().system })
// Nothing is left behind by a bench that was cut short.
process.once('disconnect', () => process.exit())
process.once('message', (ready: ProductReady) => {
  void open(ready).then((port) => {
    process.on('message', () => process.send?.(settled()))
    process.send?.({ port })
  })
})
