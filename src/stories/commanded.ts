/** Commands of the command line, run inside the test with settings of its own: what they print, and how they end. */
import { parseArgs } from 'node:util'
import { vi } from 'vitest'
import { wordsFor } from '../cli/stoppers.ts'
import type { CliCommand } from '../cli.ts'

export interface Ended {
  readonly status: number
  /** What it printed; after a failure, the words for it. */
  readonly said: string
}

/** Runs it as `cli.ts` does. A fault that has no words is thrown. */
export async function commanded(
  command: CliCommand,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  for (const [name, value] of Object.entries({ PORT: '0', ...env })) vi.stubEnv(name, value)
  let printed = ''
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  try {
    const { values, positionals } = parseArgs({
      ...{ args: [...args], options: command.options, allowPositionals: true, strict: true },
    })
    return { status: await command.run({ values, positionals }), said: printed }
  } catch (error) {
    const words = await wordsFor(error)
    if (words === undefined) throw error
    return { status: 1, said: words }
  } finally {
    out.mockRestore()
    vi.unstubAllEnvs()
  }
}
