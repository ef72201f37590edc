/** Runs one seed and prints what came of it: `node src/simulation/once.ts --seed 7 --trace`. */
import { readArguments } from './options.ts'
import { run } from './run.ts'

const { options, trace } = readArguments(process.argv.slice(2))
const began = process.hrtime.bigint()
const report = await run(options, trace ? { listen: (line) => console.log(line) } : {})
const seconds = Number(process.hrtime.bigint() - began) / 1e9
const { tail, ...rest } = report
if (report.wrong.length > 0 && !trace) console.log(tail.join('\n'))
const cpu = process.cpuUsage().user / 1e6
console.log(JSON.stringify({ ...rest, seconds, cpu }, null, 1))
process.exit(report.wrong.length > 0 ? 1 : 0)
