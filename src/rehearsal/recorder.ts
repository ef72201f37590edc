/** Platforms of a rehearsal: each treats what it is given as its profile says, and writes down whom it told what and when. */
import type { Card, Message } from '../../cards/model.ts'
import type { Platform, PlatformProfile, Restraint, RoomSpec, SendOutcome } from '../platform-port.ts'
import type { Directory, Millis } from '../rules/nouns.ts'

/** Something a platform showed somebody. */
export interface Told {
  /** When it was seen. */
  readonly at: Millis
  readonly platform: string
  /** The address on the platform. */
  readonly to: string
  /** `change`: a card that stood already was drawn anew, and nobody is alerted. `room`: a room was opened. */
  readonly is: 'card' | 'change' | 'message' | 'room'
  /** What delivery calls this send. */
  readonly key: string
  readonly number?: string
  /** All of a message, the line that says all of a card, the name of a room. */
  readonly words: string
  /** What kept it back, and since when. */
  readonly held?: { readonly by: Restraint; readonly since: Millis }
}

export interface Recorder {
  readonly told: readonly Told[]
  /** A platform that there is only in this rehearsal. */
  platform(profile: PlatformProfile, directory: () => Directory): Platform
  /** A real platform of the house; everything it takes is written down. */
  around(platform: Platform): Platform
}

/** A recorder that has heard nothing yet. `now` is the time of the house. */
export function makeRecorder(now: () => Millis): Recorder {
  const told: Told[] = []
  const noteFor =
    (platform: string): Note =>
    (is, to, what, key, more = {}) =>
      void told.push({
        at: now(),
        ...{ platform, is, to, key },
        words: 'text' in what ? what.text : 'fallback' in what ? what.fallback : what.name,
        ...(what.number === undefined ? {} : { number: what.number }),
        ...more,
      })
  return {
    told,
    platform: (profile, directory) => recordingPlatform(profile, directory, now, noteFor(profile.name)),
    around: (platform) => heard(platform, noteFor(platform.name)),
  }
}

type Note = (
  is: Told['is'],
  to: string,
  what: Card | Message | RoomSpec,
  key: string,
  more?: Partial<Pick<Told, 'at' | 'held'>>,
) => void

function recordingPlatform(
  profile: PlatformProfile,
  directory: () => Directory,
  now: () => Millis,
  note: Note,
): Platform {
  const restrain = profile.restrain?.(now)
  const pace = makePacing(profile.abilities.perLaneSecond)
  /** By address: since when and until when it is refused. What is queued behind waits as long. */
  const refused = new Map<string, { readonly since: Millis; readonly until: Millis }>()
  const sent = (handle: string): SendOutcome => ({ is: 'sent', handle })
  async function send(is: 'card' | 'message', to: string, what: Card | Message, key: string): Promise<SendOutcome> {
    const kept = restrain?.(to, what, key)
    const before = refused.get(to)
    const limited = before !== undefined && now() <= before.until + JUST_AFTER ? before : undefined
    if (kept?.by === 'limit') {
      refused.set(to, { since: limited?.since ?? now(), until: kept.until })
      return { is: 'retry', after: kept.until - now(), why: 'limit' }
    }
    const at = pace(to, kept?.until ?? now())
    if (kept) note(is, to, what, key, { at, held: { by: kept.by, since: now() } })
    else note(is, to, what, key, limited === undefined ? { at } : { at, held: { by: 'limit', since: limited.since } })
    return sent(key)
  }
  return {
    name: profile.name,
    abilities: profile.abilities,
    address: (place) => profile.address(place, directory()),
    sendCard: (to, card, key) => send('card', to, card, key),
    sendMessage: (to, message, key) => send('message', to, message, key),
    async updateCard(to, handle, card, key) {
      note('change', to, card, key)
      return sent(handle)
    },
    rooms: {
      async open(room, key) {
        const to = `room/${room.number}`
        note('room', to, room, key)
        return sent(to)
      },
      invite: async (handle) => sent(handle),
      pin: async (handle) => sent(handle),
      close: async (handle) => sent(handle),
    },
    start: async () => undefined,
    stop: async () => undefined,
    unready: () => undefined,
  }
}

/** What is sent so soon after a refusal was over waited for it. */
const JUST_AFTER: Millis = 30_000

/** When each of several sends to one address is seen, at so many in a second: the time of the house does not wait for it. */
function makePacing(perSecond: number): (to: string, at: Millis) => Millis {
  const last = new Map<string, Millis>()
  return (to, at) => {
    const next = Math.max(at, (last.get(to) ?? Number.NEGATIVE_INFINITY) + 1000 / perSecond)
    last.set(to, next)
    return Math.floor(next)
  }
}

function heard(platform: Platform, note: Note): Platform {
  const { rooms } = platform
  const after = async (outcome: Promise<SendOutcome>, then: (handle: string) => void): Promise<SendOutcome> => {
    const came = await outcome
    if (came.is === 'sent') then(came.handle)
    return came
  }
  return {
    ...platform,
    sendCard: (to, card, key) => after(platform.sendCard(to, card, key), () => note('card', to, card, key)),
    updateCard: (to, handle, card, key) =>
      after(platform.updateCard(to, handle, card, key), () => note('change', to, card, key)),
    sendMessage: (to, message, key) =>
      after(platform.sendMessage(to, message, key), () => note('message', to, message, key)),
    ...(rooms && {
      rooms: { ...rooms, open: (room, key) => after(rooms.open(room, key), (to) => note('room', to, room, key)) },
    }),
  }
}
