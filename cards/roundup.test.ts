import { describe, expect, test } from 'vitest'
import type { Brief } from './model.ts'
import { drawRoundup } from './roundup.ts'

const NOW = Date.parse('2026-11-23T10:00:00+08:00')
const hours = (n: number): number => NOW + n * 3_600_000
const reminder = (n: number, brief?: Partial<Brief>) => ({
  number: `C-20261122-000${n}`,
  message: {
    ...{ text: `催办提醒：C-20261122-000${n}还在等您处理。`, lang: 'zh' as const },
    ...(brief ? { brief: { what: '初审', level: 3 as const, ...brief } } : {}),
  },
})
const zh = { lang: 'zh', tz: 'Asia/Shanghai', now: NOW } as const

describe('several reminders in one message', () => {
  test('are counted, the most urgent first, each with its number, stage and moment', () => {
    const some = [
      reminder(1, { due: hours(2) }),
      reminder(2, { due: hours(-1), who: '吴建国' }),
      reminder(3, { due: hours(5), level: 2 }),
      reminder(4),
    ]
    expect(drawRoundup(some, zh).text.split('\n')).toEqual([
      '提醒汇总：4 件事等着处理，其中 1 件已超时。',
      '• C-20261122-0003 初审：11月23日 周一 15:00 到期',
      '• C-20261122-0002 初审（吴建国负责）：应在 11月23日 周一 09:00 前完成',
      '• C-20261122-0001 初审：11月23日 周一 12:00 到期',
      '• C-20261122-0004 催办提醒：还在等您处理。',
    ])
    expect(drawRoundup(some, { ...zh, lang: 'en' }).text.split('\n')[0]).toBe(
      'Reminders in one message: 4 tasks are open, 1 of them overdue.',
    )
  })

  test('about one matter are its last word, as it was written', () => {
    const last = reminder(1, { due: hours(-3) })
    expect(drawRoundup([reminder(1, { due: hours(2) }), last], zh)).toBe(last.message)
  })

  test('above ten are counted, and fit into one message', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => ({ ...reminder(1, { due: hours(i) }), number: `C-${i}` }))
    const { text } = drawRoundup(many, zh)
    expect(text.split('\n')).toHaveLength(12)
    expect(text).toContain('还有 4,990 件，可用“我的”或“列表”查看。')
    expect(text.length).toBeLessThan(2_000)
  })
})
