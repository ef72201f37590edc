/** `redress start`: runs the house until it is told to stop. */
import { flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Door, openDoor } from '../../adapters/web/door.ts'
import type { CliCommand } from '../cli.ts'
import { type Config, readConfig, setbackLines, WrongSettings } from '../config.ts'
import type { House } from '../main.ts'
import { parsedTexts } from '../policy/parsed.ts'
import { rememberTexts } from '../policy/yaml.ts'
import type { Millis } from '../rules/nouns.ts'
import { giveBackSoon } from './give-back.ts'

export const command: CliCommand = {
  summary: 'Starts Redress; without any credential it is a playground in the browser. 启动。',
  usage: 'start',
  options: {},
  async run() {
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    if (config.warnings.length > 0) process.stderr.write(`${setbackLines(config.warnings)}\n`)
    // First of all: what is loaded and opened next takes a second, in which nobody need be refused.
    const door = await openDoor(config)
    const { house, url } = await startBehind(door, config).catch((error: unknown) => {
      door.close()
      throw error
    })
    process.stdout.write(`Redress ${url}/\n`)
    house.log.info({ url, policy: house.shelf.company.current.version }, 'started')
    // Now and not at an orderly end: the start after an accident should be as quick as any other.
    flushCompileCache()
    void giveBackSoon()
    process.on('SIGHUP', () => void reload())
    const signal = await asked()
    house.log.info({ signal }, 'stopping')
    hurriedBy(house)
    await house.stop()
    house.log.info('stopped')
    return 0

    async function reload(): Promise<void> {
      try {
        await house.reload()
        house.log.info({ policy: house.shelf.company.current.version }, 'reloaded')
      } catch (err) {
        house.log.error({ err }, 'the files were not reloaded: run redress policy lint')
      }
    }
  },
}

/** Beside the compiled code, and trusted like it. */
const TEXTS = fileURLToPath(new URL('../../node_modules/.cache/redress-texts', import.meta.url))

async function startBehind(door: Door, config: Config): Promise<{ readonly house: House; readonly url: string }> {
  rememberTexts(parsedTexts(TEXTS))
  const [{ openHouse }, { makeLog }, { lastWords, quietConsole }] = await Promise.all([
    import('../main.ts'),
    import('../log.ts'),
    import('../process-log.ts'),
  ])
  const log = makeLog(config)
  quietConsole(log)
  lastWords(log)
  const house = await openHouse(config, { log })
  const { url } = await house.start(door).catch(async (error: unknown) => {
    // What had started already would go on for ever.
    await house.stop()
    throw error
  })
  return { house, url }
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** How long what is under way may take once somebody asked a second time. */
const HURRY: Millis = 1_000

/** Resolves with the first signal that asks to stop. */
function asked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve(signal))
  })
}

/** A second signal cuts what is still running. What was acknowledged is on the disk; the rest may be sent again. */
function hurriedBy({ server, log }: House): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      log.warn({ signal }, 'stopping at once')
      server.cut()
      setTimeout(() => process.exit(1), HURRY).unref()
    })
}
