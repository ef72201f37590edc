/** War rooms of the playground: channels that come and go. Everybody here may look in, since everybody can be played. */
import type { PlatformParts, Rooms } from '../../src/ports.ts'
import type { Channel, Directory } from '../../src/rules/nouns.ts'
import { NAME } from './options.ts'

export interface RoomBook {
  readonly rooms: Rooms
  /** Reads the rooms that stand, whichever replica opened them. */
  open(): Promise<void>
  /** The directory with a channel for every room that is open. */
  withRooms(directory: Directory): Directory
}

const EACH = 'room/'
/** Until replicas could open rooms, all stood under one key. */
const TOGETHER = 'rooms'
/** What both begin with. */
const KEYS = 'room'
const PREFIX = 'channel/'

/** Keeps each room under a key of its own in `memory`; `changed` is called when one opens or closes. */
export function makeRoomBook(memory: PlatformParts['memory'], changed: () => void): RoomBook {
  let names: ReadonlyMap<string, string> = new Map()
  /** What is kept without a name is closed. */
  async function keep(id: string, name: string): Promise<void> {
    await memory.set(`${EACH}${id}`, name)
    names = new Map([...names, [id, name]])
    changed()
  }
  const nameOf = (id: string): string => names.get(id) ?? ''
  const done = (handle: string) => ({ is: 'sent', handle }) as const
  return {
    async open() {
      const all = await memory.all(KEYS)
      const each = [...all].filter(([key]) => key.startsWith(EACH))
      const together = JSON.parse(all.get(TOGETHER) ?? '[]') as [string, string][]
      names = new Map([...together, ...each.map(([key, name]): [string, string] => [key.slice(EACH.length), name])])
    },
    withRooms(directory) {
      const open = [...names].filter(([, name]) => name !== '')
      if (open.length === 0) return directory
      const channels = open.map(([id, name]): [string, Channel] => [
        id,
        { id, name: { zh: name, en: name }, addresses: { [NAME]: id } },
      ])
      return { ...directory, channels: { ...directory.channels, ...Object.fromEntries(channels) } }
    },
    rooms: {
      async open({ number, name }) {
        const id = `room-${number.toLowerCase()}`
        if (nameOf(id) === '') await keep(id, name)
        return done(`${PREFIX}${id}`)
      },
      invite: async (handle) => done(handle),
      pin: async (handle) => done(handle),
      async close(handle) {
        const id = handle.slice(PREFIX.length)
        if (nameOf(id) !== '') await keep(id, '')
        return done(handle)
      },
    },
  }
}
