/** The houses of a run: one on SQLite, two replicas on PostgreSQL. They are opened, stopped, killed and opened again. */
import { readConfig } from '../config.ts'
import { makeLog } from '../log.ts'
import type { House } from '../main.ts'
import { openHouse } from '../main.ts'
import type { Platform } from '../platform-port.ts'
import type { Store } from '../ports.ts'
import { gatedStore, type Life, type StoreFaults } from './gate.ts'
import type { Time } from './time.ts'

/** A house that is open, and its store as no fault reaches it. */
export interface Home {
  readonly life: Life
  readonly house: House
  readonly store: Store
}

export interface EstateParts {
  readonly database: string
  readonly folder: string
  readonly replicas: number
  readonly time: Time
  readonly faults: StoreFaults
  platformsFor(life: Life): readonly Platform[]
}

export interface Estate {
  /** Those that are alive. */
  readonly homes: readonly Home[]
  open(name: string): Promise<Home>
  /** Stops it as SIGTERM does. Time has to pass meanwhile. */
  stop(home: Home): Promise<void>
  /** Takes away what is left of a dead one: its lock and its connections. */
  bury(home: Home): Promise<void>
}

/** An estate on which nothing stands yet. */
export function makeEstate(parts: EstateParts): Estate {
  const homes: Home[] = []
  const config = configOf(parts)
  const log = makeLog({ logLevel: 'silent' })
  const remove = (home: Home): void => void homes.splice(homes.indexOf(home), 1)
  return {
    homes,
    async open(name) {
      const life: Life = { name, dead: false }
      let store: Store | undefined
      const house = await openHouse(config, {
        log,
        wall: () => parts.time.now(),
        wrapStore(bare) {
          store = bare
          return gatedStore(bare, life, parts.time, parts.faults)
        },
      })
      if (store === undefined) throw new Error('the house asked for no store')
      for (const platform of parts.platformsFor(life)) house.platforms.set(platform.name, platform)
      house.delivery.start()
      const home = { life, house, store }
      homes.push(home)
      return home
    },
    async stop(home) {
      remove(home)
      await home.house.stop()
    },
    async bury(home) {
      remove(home)
      await home.store.close()
    },
  }
}

/** No platform of its own: the simulated ones take their place, and the clock is the real one, which is ours. */
function configOf({ database, folder }: EstateParts) {
  const config = readConfig(
    {
      ...{ DATABASE_URL: database, FILES_URL: `file:${folder}/files`, DIRECTORY_FILE: `${folder}/directory.yaml` },
      ...{ PORT: '0', LOG_LEVEL: 'silent' },
    },
    process.cwd(),
  )
  if ('problems' in config) throw new Error(JSON.stringify(config.problems))
  return { ...config, playground: false }
}
