/**
 * Runs seed after seed: `npm run soak -- --hours 8 [--seed N] [--store postgres]`, or `--runs N` of them. Says the seed of every run that shows
 * something wrong, makes it small, prints how to repeat it, and goes on with the next.
 */
import { testDatabase } from '../config.ts'
import { type Options, readArguments, written } from './options.ts'
import { type Report, run } from './run.ts'
import { shrink } from './shrink.ts'

/** Runs that a failing seed is made smaller with. */
const SHRINKING = 60

const { options: given, hours, seconds, runs, shrink: small, cases, days } = readArguments(process.argv.slice(2))
const url = given.store === 'postgres' ? testDatabase() : undefined
if (given.store === 'postgres' && url === undefined) {
  console.error('--store postgres needs DATABASE_URL_TEST / 需要设置 DATABASE_URL_TEST')
  process.exit(2)
}
const long = seconds === undefined ? Number(hours ?? '1') * 3600 : Number(seconds)
if (!(long > 0)) {
  console.error(`--hours ${hours}: a number above 0 / 应为大于 0 的数`)
  process.exit(2)
}

const most = Number(runs ?? Number.POSITIVE_INFINITY)
if (!(most > 0)) {
  console.error(`--runs ${runs}: a number above 0 / 应为大于 0 的数`)
  process.exit(2)
}

const real = process.hrtime.bigint.bind(process.hrtime)
const began = real()
const lasted = (): number => Number(real() - began) / 1e9
const total = { runs: 0, failed: 0, days: 0, cases: 0, commands: 0 }

async function once(options: Options): Promise<Report> {
  if (url === undefined) return run(options)
  const { withSchema } = await import('./schema.ts')
  return withSchema(url, (database) => run(options, { database }))
}

/** Small and large worlds, quiet and wild ones: a night of one kind finds one kind of mistake. */
function varied(seed: number): Options {
  const base = { ...given, seed }
  if (cases !== undefined || days !== undefined) return base
  // Every step of a replica is a few round trips.
  const size = ([8, 16, 32][seed % 3] ?? 16) / (given.store === 'postgres' ? 4 : 1)
  return { ...base, cases: Array.from({ length: size }, (_, i) => i), days: [8, 20, 45][(seed >> 2) % 3] ?? 20 }
}

for (let seed = given.seed; lasted() < long && total.runs < most; seed++) {
  const options = varied(seed)
  const report = await once(options)
  total.runs += 1
  total.days += report.days
  total.cases += report.cases
  total.commands += report.commands
  if (report.wrong.length === 0) continue
  total.failed += 1
  console.log(`\nseed ${seed} is wrong: ${written(options)}\n  ${report.wrong.slice(0, 5).join('\n  ')}`)
  if (!small) continue
  const found = await shrink(options, report, once, SHRINKING)
  console.log(`  ${found.report.tail.slice(-25).join('\n  ')}\n  ${found.report.wrong.slice(0, 5).join('\n  ')}`)
  console.log(`  after ${found.runs} runs: node src/simulation/once.ts ${written(found.options)}`)
}
console.log(JSON.stringify({ store: given.store, from: given.seed, ...total, seconds: Math.round(lasted()) }))
process.exit(total.failed > 0 ? 1 : 0)
