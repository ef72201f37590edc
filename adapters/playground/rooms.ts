/** War rooms of the playground: channels that come and go. Everybody here may look in, since everybody can be played. */
import type { PlatformParts, Rooms } from '../../src/ports.ts'
import type { Channel, Directory } from '../../src/rules/nouns.ts'
import { NAME } from './options.ts'

export interface RoomBook {
  readonly rooms: Rooms
  /** Reads the rooms that stand. */
  open(): Promise<void>
  /** The directory with a channel for every room that is open. */
  withRooms(directory: Directory): Directory
}

const KEY = 'rooms'
const PREFIX = 'channel/'

/** Keeps the rooms in `memory`; `changed` is called when one opens or closes. */
export function makeRoomBook(memory: PlatformParts['memory'], changed: () => void): RoomBook {
  const names = new Map<string, string>()
  const keep = async (): Promise<void> => {
    await memory.set(KEY, JSON.stringify([...names]))
    changed()
  }
  const done = (handle: string) => ({ is: 'sent', handle }) as const
  return {
    async open() {
      const kept = await memory.get(KEY)
      for (const [id, name] of JSON.parse(kept ?? '[]') as [string, string][]) names.set(id, name)
    },
    withRooms(directory) {
      if (names.size === 0) return directory
      const channels = [...names].map(([id, name]): [string, Channel] => [
        id,
        { id, name: { zh: name, en: name }, addresses: { [NAME]: id } },
      ])
      return { ...directory, channels: { ...directory.channels, ...Object.fromEntries(channels) } }
    },
    rooms: {
      async open({ number, name }) {
        const id = `room-${number.toLowerCase()}`
        if (!names.has(id)) {
          names.set(id, name)
          await keep()
        }
        return done(`${PREFIX}${id}`)
      },
      invite: async (handle) => done(handle),
      pin: async (handle) => done(handle),
      async close(handle) {
        if (names.delete(handle.slice(PREFIX.length))) await keep()
        return done(handle)
      },
    },
  }
}
