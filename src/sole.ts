/** What only one replica does at a time, such as listening where all would hear the same: whoever holds its name does it. */
import type { Log } from './log.ts'
import type { Duty, Holds, Sole } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

/** The name is held so long without being prolonged, so a replica that dies is followed by another within it. */
const LASTS: Millis = 6_000
/** How often it is prolonged, or tried for. */
const EVERY: Millis = 1_500

export interface SoleParts {
  readonly holds: Holds
  readonly wall: () => Millis
  readonly log: Pick<Log, 'info' | 'error'>
}

/** A duty under a name that all replicas know it by. Nothing begins before `start`. */
export function makeSole({ holds, wall, log }: SoleParts, name: string, duty: Duty): Sole {
  let mine = false
  let until: Millis = 0
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  let stopping = false

  async function look(): Promise<void> {
    if (stopping) return
    const asked = performance.now()
    const taken = await holds.take(name, LASTS, wall()).then(
      (ours) => {
        if (ours) until = asked + LASTS
        return ours
      },
      (err: unknown) => {
        log.error({ err, name }, 'what one replica does alone could not be looked up')
        // Until it runs out nobody else can have taken it.
        return mine && performance.now() < until
      },
    )
    if (taken === mine || stopping) return
    mine = taken
    log.info({ name, state: taken ? 'taken' : 'lost' }, 'a duty of one replica changed hands')
    await (taken ? duty.begin() : duty.end())
  }

  /** One look after the other; a failing duty is tried again at the next. */
  function next(): Promise<void> {
    turn = turn.then(look).catch((err: unknown) => {
      mine = false
      log.error({ err, name }, 'what one replica does alone failed')
    })
    return turn
  }

  return {
    mine: () => mine,
    async start() {
      timer = setInterval(() => void next(), EVERY)
      timer.unref()
      await next()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      await turn
      if (!mine) return
      mine = false
      await duty.end()
      await holds.free(name).catch((err: unknown) => log.error({ err, name }, 'a name was not given back'))
    },
  }
}
