/** What chat platforms count of themselves, under names of one kind: `redress_platform_<what>`. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { AdapterMeter } from './platform-port.ts'

/** A meter whose counters and gauges come into being when they are first used. */
export function platformMeter(registry: Registry): AdapterMeter {
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  return {
    count(platform, what, labels = {}, by = 1) {
      const counter = counters.get(what) ?? newCounter(registry, what, Object.keys(labels))
      counters.set(what, counter)
      counter.inc({ platform, ...labels }, by)
    },
    gauge(platform, what, value) {
      const gauge = gauges.get(what) ?? newGauge(registry, what)
      gauges.set(what, gauge)
      gauge.set({ platform }, value)
    },
  }
}

const help = (what: string): string => `Counted by a chat platform: ${what.replaceAll('_', ' ')}.`

function newCounter(registry: Registry, what: string, labels: readonly string[]): Counter {
  const name = `redress_platform_${what}_total`
  return new Counter({ name, help: help(what), labelNames: ['platform', ...labels], registers: [registry] })
}

function newGauge(registry: Registry, what: string): Gauge {
  const name = `redress_platform_${what}`
  return new Gauge({ name, help: help(what), labelNames: ['platform'], registers: [registry] })
}
