/** What one run of the simulation is given, and how it is written on a command line. */
import { parseArgs } from 'node:util'

/** What may go wrong. Each kind can be left out, so that a failure can be shrunk to those that it needs. */
export const FAULTS = [
  'retry',
  'unknown',
  'late',
  'throw',
  'never',
  'gone',
  'closed',
  'outage',
  'store',
  'spoil',
  'restart',
  'kill',
  'again',
  'stale',
  'intrude',
  'people',
] as const
export type Fault = (typeof FAULTS)[number]

export interface Options {
  readonly seed: number
  readonly store: 'sqlite' | 'postgres'
  /** Which complaints come in, by their running number in the seed's world. */
  readonly cases: readonly number[]
  /** For so many days complaints come in; then they are worked off. */
  readonly days: number
  readonly faults: ReadonlySet<Fault>
}

/** The usual run of a seed. PostgreSQL is driven by two replicas, which do not tell each other of stand-ins. */
export function usual(seed: number, store: Options['store'], cases = store === 'sqlite' ? 16 : 6, days = 20): Options {
  const left: readonly Fault[] = store === 'postgres' ? ['people'] : []
  return {
    ...{ seed, store, days },
    cases: Array.from({ length: cases }, (_, i) => i),
    faults: new Set(FAULTS.filter((fault) => !left.includes(fault))),
  }
}

/** The arguments that repeat a run. */
export function written({ seed, store, cases, days, faults }: Options): string {
  const runs = cases.length > 1 && cases.every((one, i) => one === i) ? `0-${cases.length - 1}` : cases.join(',')
  return `--seed ${seed} --store ${store} --cases ${runs} --days ${days} --faults ${[...faults].join(',') || 'none'}`
}

const SETTINGS = {
  seed: { type: 'string', default: '1' },
  store: { type: 'string', default: 'sqlite' },
  cases: { type: 'string' },
  days: { type: 'string' },
  faults: { type: 'string' },
  plant: { type: 'string' },
  hours: { type: 'string' },
  seconds: { type: 'string' },
  runs: { type: 'string' },
  trace: { type: 'boolean', default: false },
  shrink: { type: 'boolean', default: true },
} as const

/** The arguments of a command line; throws with words for whoever typed them. */
export function readArguments(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: SETTINGS, allowNegative: true })
  const { store } = values
  if (store !== 'sqlite' && store !== 'postgres') throw new Error(`--store ${store}: sqlite or postgres`)
  const whole = (name: 'seed' | 'days', usually: string): number => {
    const value = Number(values[name] ?? usually)
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} ${values[name]}: a whole number`)
    return value
  }
  const base = usual(whole('seed', '1'), store)
  const faults = values.faults === undefined ? base.faults : new Set(readFaults(values.faults))
  const cases = values.cases === undefined ? base.cases : readCases(values.cases)
  return { ...values, options: { ...base, faults, cases, days: whole('days', String(base.days)) } }
}

function readFaults(text: string): readonly Fault[] {
  const named = text === 'none' ? [] : text.split(',')
  return named.map((name) => {
    const fault = FAULTS.find((one) => one === name)
    if (fault === undefined) throw new Error(`--faults ${name}: one of ${FAULTS.join(', ')}, or none`)
    return fault
  })
}

function readCases(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    if (!(from >= 0 && to >= from && to < 100_000)) throw new Error(`--cases ${text}: like 0-23 or 3,9`)
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
}
