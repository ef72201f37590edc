/** Who we are in the workspace: learnt once, kept over restarts, so that an outage at the start stops nothing. */
import type { PlatformParts } from '../../src/ports.ts'
import type { Call } from './api.ts'

export interface Identity {
  readonly teamId: string
  readonly botId: string
  readonly botUserId: string
  /** The workspace's address, `https://company.slack.com/`. */
  readonly url?: string
}

export interface WhoAmI {
  /** What is known; undefined before Slack was reached for the first time. */
  known(): Identity | undefined
  /** Reads what was kept. */
  recall(): Promise<void>
  /** Asks Slack; throws what the call throws. */
  ask(): Promise<Identity>
}

const KEPT = 'identity'

/** Asks through `call`, keeps in the house's memory. */
export function makeWhoAmI(call: Call, memory: PlatformParts['memory']): WhoAmI {
  let identity: Identity | undefined
  return {
    known: () => identity,
    async recall() {
      const kept = await memory.get(KEPT)
      if (kept !== undefined) identity ??= JSON.parse(kept) as Identity
    },
    async ask() {
      const answer = await call<{ team_id?: string; bot_id?: string; user_id?: string; url?: string }>('auth.test')
      const { team_id: teamId = '', bot_id: botId = '', user_id: botUserId = '', url } = answer
      const learnt: Identity = { teamId, botId, botUserId, ...(url === undefined ? {} : { url }) }
      if (JSON.stringify(learnt) !== JSON.stringify(identity)) await memory.set(KEPT, JSON.stringify(learnt))
      identity = learnt
      return learnt
    },
  }
}
