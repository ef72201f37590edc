/** A whole house on a temporary database, with the shipped policy and a wall clock the test sets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../../../src/config.ts'
import { type House, type HouseOptions, openHouse } from '../../../src/main.ts'

const POLICY = fileURLToPath(new URL('../../../data/policy.yaml', import.meta.url))

/** A folder for one house, and how to open it: again and again, as after a restart. */
export interface Plot {
  readonly folder: string
  /** Opens the house on this folder and starts it. */
  open(options?: HouseOptions): Promise<{ readonly house: House; readonly url: string }>
  /** Deletes the folder. */
  clear(): void
}

/** The shipped policy with English as the company's language, and so everybody's who has no other; written to `file`. */
function englishPolicy(file: string): string {
  const source = readFileSync(POLICY, 'utf8')
  const english = source.replace(', lang: zh, tz: ', ', lang: en, tz: ')
  if (english === source) throw new Error('the shipped policy names its language elsewhere now')
  writeFileSync(file, english)
  return file
}

/** Makes a plot for a company that speaks this language. `env` adds settings. */
export function makePlot(lang: 'zh' | 'en' = 'zh', env: Readonly<Record<string, string>> = {}): Plot {
  const folder = mkdtempSync(join(tmpdir(), 'redress-house-'))
  const settings = {
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: `file:${join(folder, 'redress.db')}`,
    FILES_URL: `file:${join(folder, 'files')}`,
    POLICY_FILE: lang === 'en' ? englishPolicy(join(folder, 'policy.yaml')) : POLICY,
    LOG_LEVEL: 'silent',
    PLAYGROUND: 'on',
    ...env,
  }
  return {
    folder,
    async open(options) {
      const house = await openHouse(configOf(settings, folder), options)
      const { url } = await house.start()
      return { house, url }
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function configOf(settings: Readonly<Record<string, string>>, folder: string): Config {
  const config = readConfig(settings, folder)
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  return config
}
