/** From the start to a good /readyz, and the memory of a Redress that has nothing to do. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Effort, type Finding, ratio } from './figures.ts'
import { settings } from './filed.ts'
import { platformsOn } from './platforms-on.ts'
import { onStage } from './processes.ts'
import { PORT_HERE, startServer } from './servers.ts'

/** Milliseconds until what was needed for the start alone may be gone. */
const SETTLED = 4_000

const BARE = fileURLToPath(new URL('./subjects/bare.ts', import.meta.url))

interface Seen {
  readonly ready: number
  readonly memory: number
}

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  return onStage(async ({ folder }) => {
    const look = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Seen> => {
      const server = await startServer(args, env)
      await pause(quick ? 50 : SETTLED)
      const memory = server.memory()
      await server.stop()
      return { ready: server.ready, memory }
    }
    const seen = { product: [] as Seen[], slack: [] as Seen[], all: [] as Seen[], bare: [] as Seen[] }
    const { product, bare } = seen
    const live = await platformsOn()
    // The very first start fills the cache of compiled code, as the first start after an install does.
    const first = await look(['src/redress.js', 'start'], settings(folder, 'first.db'))
    for (let round = 0; round < rounds; round++) {
      product.push(await look(['src/redress.js', 'start'], settings(folder, 'first.db')))
      bare.push(await look([BARE, join(folder, 'bare.db'), PORT_HERE], {}))
      for (const [name, env] of Object.entries(live.settings)) {
        const own = { ...settings(folder, `${name}.db`), ...env }
        seen[name as keyof typeof live.settings].push(await look(['src/redress.js', 'start'], own))
      }
    }
    await live.close()
    const of = (seen: readonly Seen[], key: keyof Seen): readonly number[] => seen.map((one) => one[key])
    return {
      title: 'Start and idle memory, playground only',
      series: [
        { name: 'product: start to /readyz', unit: 'ms', values: of(product, 'ready') },
        { name: 'bare: start to an answer', unit: 'ms', values: of(bare, 'ready') },
        ratio('start, product ÷ bare', of(product, 'ready'), of(bare, 'ready')),
        { name: 'product: resident memory', unit: 'MiB', values: of(product, 'memory') },
        { name: 'bare: resident memory', unit: 'MiB', values: of(bare, 'memory') },
        ratio('memory, product ÷ bare', of(product, 'memory'), of(bare, 'memory')),
        { name: 'Slack alone: resident memory', unit: 'MiB', values: of(seen.slack, 'memory') },
        { name: 'Slack, DingTalk and WeCom: resident memory', unit: 'MiB', values: of(seen.all, 'memory') },
      ],
      notes: [
        'Bare: Node with node:http and an open better-sqlite3, nothing else.',
        `Memory ${SETTLED / 1000} s after the start. The first start of this run took ${Math.round(first.ready)} ms; compiled code is kept in node_modules/.cache.`,
      ],
    }
  })
}
