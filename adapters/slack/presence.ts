/** Are we let in? Asked in the background for ever, so that an outage at the start ends by itself. */
import type { AdapterLog, PlatformParts } from '../../src/ports.ts'
import type { Millis, Text } from '../../src/rules/nouns.ts'
import { troubleOf } from './errors.ts'
import type { WhoAmI } from './identity.ts'

/** How often Slack is asked who we are while it does not answer, and once it did. */
const ASK = { while_down: 15_000, usually: 10 * 60_000 } as const satisfies Record<string, Millis>

export interface Presence {
  start(): void
  stop(): void
  /** Why Slack cannot be used, or undefined. */
  unready(): string | undefined
  /** Slack refused us for a reason that an operator has to set right. */
  trouble(code: string, needed: string | undefined): void
}

export interface PresenceParts extends Pick<PlatformParts, 'tellOperator'> {
  readonly who: WhoAmI
  readonly log: AdapterLog
}

/** Makes it. */
export function makePresence({ who, log, tellOperator }: PresenceParts): Presence {
  let wrong: string | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const ask = async (): Promise<void> => {
    let answered = false
    try {
      await who.ask()
      answered = true
      wrong = undefined
    } catch (error) {
      const trouble = troubleOf(error)
      log.warn({ code: 'code' in trouble ? trouble.code : trouble.is }, 'Slack does not say who we are')
    }
    if (stopped) return
    timer = setTimeout(() => void ask(), answered ? ASK.usually : ASK.while_down)
    timer.unref()
  }

  return {
    start: () => void ask(),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
    unready: () => wrong ?? (who.known() === undefined ? 'slack: not reached yet' : undefined),
    trouble(code, needed) {
      // A single missing scope leaves the rest working.
      if (code !== 'missing_scope') wrong = `slack: ${code}`
      tellOperator(`setup/${code}/${needed ?? ''}`, setupWords(code, needed))
    },
  }
}

function setupWords(code: string, needed: string | undefined): Text {
  if (needed !== undefined)
    return {
      zh: `Slack 应用缺少权限 ${needed}。请在应用的 OAuth & Permissions 里添加，然后重新安装。`,
      en: `The Slack app lacks the scope ${needed}. Add it under OAuth & Permissions and install the app again.`,
    }
  return {
    zh: `Slack 拒绝了我们：${code}。请检查 SLACK_BOT_TOKEN，或重新安装应用。`,
    en: `Slack refuses us: ${code}. Check SLACK_BOT_TOKEN, or install the app again.`,
  }
}
