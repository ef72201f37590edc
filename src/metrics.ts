/** What can be counted, for Prometheus: never a person, a case or a customer in a label, and few values of each label. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { UNATTENDED } from './case-watch.ts'
import type { Desk } from './desk.ts'
import type { Left } from './noise.ts'
import { platformMeter } from './platform-metrics.ts'
import type { AdapterMeter, Clock, Send, Settlement, Store } from './ports.ts'
import type { Command } from './rules/commands.ts'
import type { Reminded } from './rules/heeded.ts'
import { type Millis, REFUSALS, VERBS } from './rules/nouns.ts'

export interface MetricsParts {
  readonly store: Pick<Store, 'counts' | 'nextSend' | 'backlog' | 'setting'>
  readonly clock: Clock
  readonly version: string
}

/** What can be counted of a promise. */
export type PromiseOutcome = 'given' | 'kept' | 'late' | 'broken'

export interface Metrics {
  /** What became of a command. */
  command(command: Command, outcome: 'done' | 'repeated' | 'refused' | 'failed', code?: string): void
  /** The same desk; how long each answer takes is measured. */
  timed(desk: Desk): Desk
  /** What became of a request. */
  request(served: { readonly method: string; readonly route: string; readonly status: number }): void
  /** What became of an outbox row. */
  delivery(platform: string, kind: Send['kind'], outcome: Settlement['is']): void
  /** Timers that rang. */
  rung(count: number): void
  /** Promises to customers that were given, kept, kept late or broken. */
  promised(outcome: PromiseOutcome, count: number): void
  /** A reminder was queued. */
  nagged(of: { readonly clock: string; readonly rung: string }): void
  /** A reminder led to something within 24 hours. */
  heeded(of: Reminded): void
  /** Reminders left in one message. */
  left(message: Left): void
  /** For what chat platforms count themselves. */
  readonly meter: AdapterMeter
  /** Everything in Prometheus's text format, with its content type. */
  text(): Promise<{ readonly text: string; readonly type: string }>
}

const KNOWN: ReadonlySet<string> = new Set([...VERBS, ...REFUSALS])

/** A label's value; what nobody declared (a mistake in a caller) is counted together. */
const label = (value: string): string => (KNOWN.has(value) ? value : 'other')

/** The verb of a command: for an act what the person did, else what kind of command it is (`file`, `ring`, `react`). */
const verbOf = (command: Command): string => (command.do === 'act' ? label(command.verb) : command.do)

/** Metrics of one process, in a registry of their own. */
export function makeMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  build(registry, parts.version)
  const counted = counters(registers)
  const refresh = gauges(registers, parts)
  return {
    command(command, outcome, code) {
      counted.commands.inc({ verb: verbOf(command), outcome })
      if (code !== undefined) counted.refusals.inc({ code: label(code) })
    },
    timed: (desk) => timedDesk(desk, (seconds) => counted.latency.observe(seconds)),
    request: ({ method, route, status }) => counted.requests.inc({ method, route, status }),
    delivery: (platform, kind, outcome) => counted.deliveries.inc({ platform, kind, outcome }),
    rung: (count) => counted.rung.inc(count),
    promised: (outcome, count) => counted.promises.inc({ outcome }, count),
    nagged: ({ clock, rung }) => counted.nags.inc({ clock, rung }),
    heeded: ({ clock, rung }) => counted.heeded.inc({ clock, rung: String(rung) }),
    left({ carries, waited, nth }) {
      if (carries > 1) counted.roundups.inc()
      for (const cause of waited) counted.held.inc({ cause })
      counted.reminders.observe(nth)
    },
    meter: platformMeter(registry),
    async text() {
      await refresh()
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}

function timedDesk(desk: Desk, took: (seconds: number) => void): Desk {
  return {
    ...desk,
    async submit(command, digest) {
      const began = performance.now()
      try {
        return await desk.submit(command, digest)
      } finally {
        took((performance.now() - began) / 1000)
      }
    },
  }
}

function build(registry: Registry, version: string): void {
  const info = new Gauge({
    name: 'redress_build_info',
    help: 'Always 1; the labels say what is running.',
    labelNames: ['version', 'node'],
    registers: [registry],
  })
  info.set({ version, node: process.versions.node }, 1)
}

function counters(registers: Registry[]) {
  return {
    commands: new Counter({
      name: 'redress_commands_total',
      help: 'Commands by verb and by what became of them.',
      labelNames: ['verb', 'outcome'],
      registers,
    }),
    refusals: new Counter({
      name: 'redress_refusals_total',
      help: 'Commands that were refused, by code.',
      labelNames: ['code'],
      registers,
    }),
    latency: new Histogram({
      name: 'redress_command_seconds',
      help: 'Time from a command to its durable answer.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
      registers,
    }),
    requests: new Counter({
      name: 'redress_http_requests_total',
      help: 'HTTP requests by method, route and status.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    deliveries: new Counter({
      name: 'redress_deliveries_total',
      help: 'Outbox rows settled, by platform, kind and outcome.',
      labelNames: ['platform', 'kind', 'outcome'],
      registers,
    }),
    rung: new Counter({ name: 'redress_timers_rung_total', help: 'Timers that rang.', registers }),
    promises: new Counter({
      name: 'redress_promises_total',
      help: 'Promises to customers: given, kept, broken when their time was over, and kept late after that.',
      labelNames: ['outcome'],
      registers,
    }),
    ...reminderCounters(registers),
  }
}

function reminderCounters(registers: Registry[]) {
  const labelNames = ['clock', 'rung'] as const
  return {
    nags: new Counter({
      name: 'redress_nags_total',
      help: 'Reminders that were queued, by clock and rung.',
      labelNames,
      registers,
    }),
    heeded: new Counter({
      name: 'redress_nags_heeded_total',
      help: 'Reminders after which somebody acted within 24 hours, by clock and rung.',
      labelNames,
      registers,
    }),
    roundups: new Counter({
      name: 'redress_roundups_total',
      help: 'Messages that carried several reminders.',
      registers,
    }),
    held: new Counter({
      name: 'redress_reminders_held_total',
      help: 'Reminders that had to wait and then left, by cause.',
      labelNames: ['cause'],
      registers,
    }),
    reminders: new Histogram({
      name: 'redress_reminders_per_person',
      help: 'The how manieth message of reminders within 24 hours each was for its reader.',
      buckets: [1, 2, 3, 5, 8, 12, 20],
      registers,
    }),
  }
}

/** Gauges are read from the store when somebody asks for the metrics. */
function gauges(registers: Registry[], { store, clock }: MetricsParts): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const up = gauge('redress_database_up', '1 when the database answers, else 0; the gauges then stand still.')
  const cases = gauge('redress_cases', 'Cases ever filed.')
  const open = gauge('redress_cases_open', 'Cases that have not ended.')
  const timers = gauge('redress_timers', 'Timers that wait.')
  const late = gauge('redress_timers_late', 'Timers that are due and have not rung yet.')
  const lateness = gauge('redress_timers_late_seconds', 'How long the first of them has been due.')
  const { depth, age } = outboxGauges(registers)
  const givenUp = gauge('redress_outbox_given_up', 'Outbox rows that were given up.')
  const overdue = gauge(
    'redress_outbox_overdue_seconds',
    'How long the most overdue lane has been waiting for a sender.',
  )
  const unattended = gauge(
    'redress_unattended_cases',
    'Open cases that nobody is asked about, or with a step without a limit, when they were last looked through.',
  )
  const read = async (): Promise<void> => {
    const now = clock.now()
    const [counts, next, waits, lacking] = await Promise.all([
      ...([store.counts(), store.nextSend(), store.backlog(now)] as const),
      store.setting(UNATTENDED),
    ])
    const since = (at: Millis | undefined): number => (at === undefined ? 0 : Math.max(0, (now - at) / 1000))
    cases.set(counts.cases)
    open.set(counts.open)
    timers.set(counts.timers)
    late.set(waits.timers.due)
    lateness.set(since(waits.timers.oldest))
    // A platform that has sent everything has no row any more, and must not keep its last figure.
    depth.reset()
    age.reset()
    for (const { platform, waiting, oldest } of waits.outbox) {
      depth.set({ platform }, waiting)
      age.set({ platform }, since(oldest))
    }
    givenUp.set(counts.givenUp)
    overdue.set(since(next))
    unattended.set(Number(lacking ?? 0))
  }
  return async () => {
    try {
      await read()
      up.set(1)
    } catch {
      // What was counted is wanted most while something is broken.
      up.set(0)
    }
  }
}

function outboxGauges(registers: Registry[]) {
  const by = (name: string, help: string) => new Gauge({ name, help, labelNames: ['platform'], registers })
  return {
    depth: by('redress_outbox_depth', 'Outbox rows that wait to be sent, by platform.'),
    age: by('redress_outbox_age_seconds', 'How long the oldest waiting row has been queued, by platform.'),
  }
}
