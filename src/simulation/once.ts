/**
 * Runs one seed and prints what came of it: `node src/simulation/once.ts --seed 7 [--trace]`. With `--plant NAME` a mistake
 * is planted first. Exit status 0 when nothing is wrong, 1 when something is.
 */
import { testDatabase } from '../config.ts'
import { readArguments } from './options.ts'
import { plant as plantIn } from './plant-hook.ts'
import { PLANTS } from './plants.ts'

const { options, trace, plant } = readArguments(process.argv.slice(2))
const mistake = plant === undefined ? undefined : PLANTS[plant]
if (plant !== undefined && mistake === undefined) throw new Error(`--plant ${plant}: one of ${Object.keys(PLANTS)}`)
const loaded = mistake === undefined ? undefined : plantIn(mistake.edits)
// Only now: whatever is loaded before cannot be planted into.
const { run } = await import('./run.ts')
const { withSchema } = await import('./schema.ts')

const real = process.hrtime.bigint.bind(process.hrtime)
const began = real()
const listen = trace ? { listen: (line: string) => console.log(line) } : {}
const url = testDatabase()
if (options.store === 'postgres' && url === undefined) throw new Error('--store postgres needs DATABASE_URL_TEST')
const report =
  options.store === 'sqlite' || url === undefined
    ? await run(options, listen)
    : await withSchema(url, (database) => run(options, { database, ...listen }))
for (const { file } of mistake?.edits ?? []) if (!loaded?.has(file)) throw new Error(`${file} was never loaded`)
const { tail, ...rest } = report
if (report.wrong.length > 0 && !trace) console.log(tail.join('\n'))
const seconds = Number(real() - began) / 1e9
console.log(JSON.stringify({ ...rest, seconds, cpu: process.cpuUsage().user / 1e6 }, null, 1))
process.exit(report.wrong.length > 0 ? 1 : 0)
