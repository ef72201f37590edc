/**
 * "Buttons do nothing" is what people complain about most elsewhere (grafana/oncall#5409): the age of the last thing that
 * came in is a number, and cards with buttons that nobody presses for a day are a word to the operators.
 */
import type { PlatformParts } from '../../src/ports.ts'
import type { Millis, Text } from '../../src/rules/nouns.ts'
import { NAME } from './settings.ts'

/** Silence that is worth a word, and how many cards with buttons must have gone out into it. */
const SILENCE = { after: 24 * 3_600_000, cards: 3 } as const
/** How often the number is brought up to date, and how often it is written down. */
const BEAT: Millis = 60_000
const KEPT = 'last_interaction'

const SAYS: Text = {
  zh: '卡片已发出一天以上，但没有收到任何 Slack 操作。请检查应用的 Interactivity 和 Request URL，或运行 redress doctor。',
  en: 'Cards went out more than a day ago and nothing came back from Slack. Check Interactivity and the Request URL of the app, or run redress doctor.',
}

export interface Interactions {
  heard(kind: string): void
  posted(buttons: number): void
  /** When something last came in; undefined when nothing ever did. */
  last(): Millis | undefined
  /** Reads what was written down before. */
  recall(): Promise<void>
  start(): Promise<void>
  stop(): void
}

/** What has been posted and heard so far. */
export interface Silence {
  readonly last: Millis | undefined
  /** When the first of the cards went out that nobody reacted to, and how many there are. */
  readonly since: Millis | undefined
  readonly cards: number
}

/** True when the silence is worth a word. */
export function isOminous({ since, cards }: Silence, now: Millis): boolean {
  return since !== undefined && cards >= SILENCE.cards && now - since > SILENCE.after
}

/** Watches. */
export function watchInteractions(
  parts: Pick<PlatformParts, 'meter' | 'memory' | 'wall' | 'tellOperator'>,
): Interactions {
  let silence: Silence = { last: undefined, since: undefined, cards: 0 }
  let written: Millis = 0
  let beat: NodeJS.Timeout | undefined
  const look = (): void => {
    const now = parts.wall()
    if (silence.last !== undefined)
      parts.meter.gauge(NAME, 'last_interaction_seconds', Math.round((now - silence.last) / 1000))
    if (isOminous(silence, now)) parts.tellOperator('no-interaction', SAYS)
  }
  const recall = async (): Promise<void> => {
    const kept = Number(await parts.memory.get(KEPT))
    if (kept > 0) silence = { ...silence, last: silence.last ?? kept }
  }
  return {
    last: () => silence.last,
    heard(kind) {
      parts.meter.count(NAME, 'received', { kind })
      // Slack sends events by itself; only what people do proves that buttons work.
      if (kind === 'event') return
      const now = parts.wall()
      silence = { last: now, since: undefined, cards: 0 }
      parts.meter.gauge(NAME, 'last_interaction_seconds', 0)
      if (now - written < BEAT) return
      written = now
      parts.memory.set(KEPT, String(now)).catch(() => {})
    },
    posted(buttons) {
      if (buttons === 0) return
      silence = { ...silence, since: silence.since ?? parts.wall(), cards: silence.cards + 1 }
    },
    recall,
    async start() {
      await recall()
      look()
      beat = setInterval(look, BEAT)
      beat.unref()
    },
    stop: () => clearInterval(beat),
  }
}
