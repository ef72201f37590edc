import { describe, expect, test } from 'vitest'
import { delayWords } from './delay-words.ts'
import type { SentMessage } from './story-messages.ts'

const AT = Date.parse('2026-11-23T10:00:00+08:00')
const zh = { lang: 'zh', tz: 'Asia/Shanghai' } as const
const line = (more: Partial<SentMessage>): SentMessage => ({
  ...{ place: { in: 'person', person: 'li' }, key: 'nag/review#1', kind: 'notice', queued: AT, state: 'sent' },
  ...more,
})

describe('why a message waited', () => {
  test.each([
    ['quiet', '对方免打扰，晚到 2 小时'],
    ['budget', '一天内提醒已够多，归入汇总，晚到 2 小时'],
    ['roundup', '本人选择汇总提醒，晚到 2 小时'],
    ['snoozed', '本人要求稍后提醒，晚到 2 小时'],
    ['rate_limited (+240 s)', '平台限流，晚到 2 小时'],
    ['unknown: member quota (+9 s)', '平台限流，晚到 2 小时'],
    ['network (+12 s)', '平台没有收下，晚到 2 小时'],
    [undefined, '前面还有消息，晚到 2 小时'],
  ])('%s is said in words, with how long', (why, words) => {
    const later = { settled: AT + 2 * 3_600_000, ...(why === undefined ? {} : { why }) }
    expect(delayWords(line(later), zh)).toBe(words)
  })

  test('says until when while it waits, and nothing of what came at once', () => {
    const waits = line({ state: 'waiting', why: 'budget', notBefore: AT + 3_600_000 * 3.7 })
    expect(delayWords(waits, zh)).toBe('一天内提醒已够多，归入汇总，11月23日 周一 13:42 再发')
    expect(delayWords(waits, { ...zh, lang: 'en' })).toContain('not before')
    expect(delayWords(line({ settled: AT + 59_000, why: 'rate_limited (+20 s)' }), zh)).toBeUndefined()
    expect(delayWords(line({ state: 'waiting' }), zh)).toBeUndefined()
    expect(delayWords(line({ state: 'given_up', why: 'no_such_account' }), zh)).toBe('no_such_account')
  })
})
