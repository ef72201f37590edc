/** `redress start`: runs the house until it is told to stop. */
import type { CliCommand } from '../cli.ts'
import { readConfig, setbackLines } from '../config.ts'
import { openHouse } from '../main.ts'
import { WrongSettings } from './stoppers.ts'

export const command: CliCommand = {
  summary: 'Starts Redress; without any credential it is a playground in the browser. 启动。',
  usage: 'start',
  options: {},
  async run() {
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    if (config.warnings.length > 0) process.stderr.write(`${setbackLines(config.warnings)}\n`)
    const house = await openHouse(config)
    const { url } = await house.start()
    process.stdout.write(`Redress ${url}/\n`)
    house.log.info({ url, policy: house.shelf.company.current.version }, 'started')
    process.on('SIGHUP', () => void reload())
    await stopped()
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

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}
