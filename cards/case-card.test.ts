import { describe, expect, test } from 'vitest'
import { drawCard } from './draw.ts'
import { DIRECTORY } from './testing/company.ts'
import { CASE_SPEC, complaint, IN_APPROVAL, lines, NOON, position, scene, task } from './testing/scenes.ts'

const HOUR = 3_600_000

describe('the living card', () => {
  test('in Chinese, in a channel: everything on one screen, personal data masked', () => {
    const state = complaint({
      positions: [position('appraisal')],
      values: { ...complaint().values, owner: 'han' },
      past: IN_APPROVAL.past,
    })
    const card = drawCard(scene(CASE_SPEC, state, { shared: true, tasks: [task('appraisal', ['han'])] }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# 客诉 C-20261122-0001 · BCD-500 冰箱 · 王* · A 级 · 级别 3 [neutral]",
        "(quiet) 李雷提交于 2026年11月22日 周日 14:05",
        "初审:done 鉴定:now 审批:next 付款:next 告知客户:next",
        "(quote) 冰箱不制冷，请打 138****1234 找王*",
        "客户 = 王*",
        "电话 = 138****1234",
        "产品 = BCD-500 冰箱",
        "类别 = 产品质量 / 故障 / 不制冷",
        "安全 = 有人受伤",
        "诉求 = 退款、道歉",
        "负责人 = 韩梅",
        "鉴定 = 韩梅 · 11月22日 周日 14:05 起 · 11月23日 周一 14:05 到期",
      ]
    `)
    expect(card.fallback).toMatchInlineSnapshot(`"客诉 C-20261122-0001：鉴定，冰箱不制冷，请打 138****1234 找王*"`)
    expect(JSON.stringify(card)).not.toMatch(/王小明|13812341234/)
  })

  test('in English, ended: the outcome, no buttons', () => {
    const state = complaint({ positions: [], ended: { stage: 'closed', outcome: 'closed', at: NOON + HOUR } })
    const card = drawCard(scene({ ...CASE_SPEC, state: 'done', verbs: ['note'] }, state, { lang: 'en', shared: true }))
    expect(lines(card)).toMatchInlineSnapshot(`
      [
        "# Complaint C-20261122-0001 · BCD-500 冰箱 · 王* · Grade A · Level 3 [good]",
        "(quiet) Filed by Li Lei, Sun 22 Nov 2026, 14:05",
        "Closed:done",
        "(quote) 冰箱不制冷，请打 138****1234 找王*",
        "Customer = 王*",
        "Phone = 138****1234",
        "Product = BCD-500 冰箱",
        "Category = Product quality / Failure / No cooling",
        "Safety = Injury",
        "Demand = Refund, An apology",
        "(good) Ended: Closed · Sun 22 Nov 2026, 15:05",
      ]
    `)
    expect(card.actions).toEqual([])
  })

  test('says when the clock stands still, when a call opens, and turns late by what was told, not by a clock', () => {
    const paused = position('appraisal', { pauses: [{ from: NOON, why: 'sample' }], nagged: ['appraisal/1'] })
    const waiting = position('callback', { opens: NOON + HOUR })
    const card = drawCard(
      scene(CASE_SPEC, complaint({ positions: [paused, waiting] }), { tasks: [task('appraisal', [])] }),
    )
    expect(card.tone).toBe('late')
    expect(lines(card).filter((line) => /鉴定 =|回访 =/.test(line))).toMatchInlineSnapshot(`
      [
        "鉴定 = 暂时没有人 · 11月22日 周日 14:05 起 · 11月23日 周一 14:05 到期 · 计时已暂停：等样品",
        "回访 = 11月22日 周日 15:05 起可以办理",
      ]
    `)
  })

  test('read in several zones it says which one it speaks in, and of another year it says the year', () => {
    const abroad = {
      ...DIRECTORY,
      people: { ...DIRECTORY.people, han: { ...DIRECTORY.people.han, tz: 'Europe/London' } },
    }
    const newYear = complaint({ positions: [position('callback', { opens: NOON + 60 * 24 * HOUR })] })
    const card = drawCard(
      scene(CASE_SPEC, newYear, { shared: true, directory: abroad as typeof DIRECTORY, lang: 'en' }),
    )
    expect(lines(card)).toContain('(quiet) Filed by Li Lei, Sun 22 Nov 2026, 14:05 (GMT+8)')
    expect(lines(card)).toContain('Call-back = Can be done from Thu 21 Jan 2027, 14:05')
  })

  test('names of files tell nobody’s name where others read along', () => {
    const file = { sha256: 'x', name: '王小明 13812341234.png', type: 'image/png', size: 1 }
    const state = complaint({ values: { ...complaint().values, photos: [file] } })
    expect(lines(drawCard(scene(CASE_SPEC, state, { shared: true })))).toContain('file 王* 138****1234.png')
    expect(lines(drawCard(scene(CASE_SPEC, state)))).toContain(`file ${file.name}`)
  })
})
