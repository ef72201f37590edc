/** What chat platforms count of themselves, under names of one kind: `redress_platform_<what>`. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { AdapterMeter } from './platform-port.ts'

type Labels = Readonly<Record<string, string>>

/** A counter that platforms share, each with labels of its own, and what it has counted. */
interface Shared {
  readonly counter: Counter
  readonly names: ReadonlySet<string>
  readonly counted: Map<string, { readonly labels: Labels; value: number }>
}

/** A meter whose counters and gauges come into being when they are first used. */
export function platformMeter(registry: Registry): AdapterMeter {
  const counters = new Map<string, Shared>()
  const gauges = new Map<string, Gauge>()
  return {
    count(platform, what, labels = {}, by = 1) {
      const all = { platform, ...labels }
      const known = counters.get(what)
      const fits = known !== undefined && Object.keys(all).every((name) => known.names.has(name))
      const shared = fits ? known : widened(registry, what, Object.keys(all), known)
      counters.set(what, shared)
      add(shared, all, by)
    },
    gauge(platform, what, value) {
      const gauge = gauges.get(what) ?? newGauge(registry, what)
      gauges.set(what, gauge)
      gauge.set({ platform }, value)
    },
  }
}

function add({ counter, counted }: Shared, labels: Labels, by: number): void {
  const key = JSON.stringify(labels)
  const sum = counted.get(key) ?? { labels, value: 0 }
  sum.value += by
  counted.set(key, sum)
  counter.inc(labels, by)
}

const help = (what: string): string => `Counted by a chat platform: ${what.replaceAll('_', ' ')}.`

/** A counter takes no labels it was not made with: what was counted so far moves into one that takes these too. */
function widened(registry: Registry, what: string, more: readonly string[], before: Shared | undefined): Shared {
  const name = `redress_platform_${what}_total`
  const names = new Set([...(before?.names ?? []), ...more])
  registry.removeSingleMetric(name)
  const counter = new Counter({ name, help: help(what), labelNames: [...names], registers: [registry] })
  const shared: Shared = { counter, names, counted: new Map() }
  for (const { labels, value } of before?.counted.values() ?? []) add(shared, labels, value)
  return shared
}

function newGauge(registry: Registry, what: string): Gauge {
  const name = `redress_platform_${what}`
  return new Gauge({ name, help: help(what), labelNames: ['platform'], registers: [registry] })
}
