import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { REFUSALS, VERBS } from '../src/rules/nouns.ts'
import { COMMAND_WORDS } from './catalogue/answer-sentences.ts'
import { fill, fillText, SENTENCES, say } from './catalogue.ts'
import { refusalText, refusalTexts } from './refusals.ts'
import { DIRECTORY, POLICY } from './testing/company.ts'
import { NOON } from './testing/scenes.ts'

const ALL = Object.entries(SENTENCES)
const holes = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

/** The ids of the sentences for which something does not hold. */
function failing(holds: (text: { readonly zh: string; readonly en: string }) => boolean): readonly string[] {
  return ALL.filter(([, text]) => !holds(text)).map(([id]) => id)
}

describe('every sentence', () => {
  test('says the same in both languages', () => {
    expect(ALL.length).toBeGreaterThan(200)
    expect(failing((text) => text.zh.trim() !== '' && text.en.trim() !== '')).toEqual([])
    expect(failing((text) => holes(text.en).join() === holes(text.zh).join())).toEqual([])
  })

  test('has well-formed optional parts, each with a placeholder', () => {
    const wellFormed = (one: string): boolean => {
      const rest = one.replace(/\[[^[\]]*\{\w+\}[^[\]]*\]/g, '')
      return !/[[\]{}]/.test(rest.replace(/\{\w+\}/g, ''))
    }
    expect(failing((text) => wellFormed(text.zh) && wellFormed(text.en))).toEqual([])
  })

  test('is plain: no hedges, no pleading, each in its own script', () => {
    const hedges = /\b(maybe|perhaps|possibly|probably|might|seems?|sorry|unfortunately|oops)\b|!/i
    expect(failing((text) => !hedges.test(text.en))).toEqual([])
    expect(failing((text) => !/可能|也许|或许|大概|似乎|抱歉|遗憾|进行了|！/.test(text.zh))).toEqual([])
    expect(failing((text) => !/\p{Script=Han}/u.test(text.en))).toEqual([])
  })

  test('every sentence is used somewhere', () => {
    const isCode = (name: string): boolean => name.endsWith('.ts') && !name.endsWith('.test.ts')
    const rooms = [import.meta.dirname, `${import.meta.dirname}/../src`]
    const code = rooms
      .flatMap((room) =>
        readdirSync(room)
          .filter(isCode)
          .map((name) => readFileSync(`${room}/${name}`, 'utf8')),
      )
      .join('\n')
    // Families whose id is put together at run time, or that the rules name in notices.
    const byFamily =
      /^(refusal|fix|verb|balance|duty|askable|placed?|way|pause|form\.how|void|undelivered|unsealed|outcome|nag|word|rule)\.|^answer\.(done\.|list$|mine$|\w+_usage$)|^form\.(to|intro|revision)/
    const unused = ALL.map(([id]) => id).filter((id) => !byFamily.test(id) && !code.includes(`'${id}'`))
    expect(unused).toEqual([])
  })
})

describe('filling', () => {
  test('a filled-in text is never read as a template', () => {
    expect(fill('{a} und {b}', { a: '{b}', b: 'x[{a}]' }, 'en')).toBe('{b} und x[{a}]')
  })

  test('an optional part goes when its value is missing or empty; a required one leaves a dash', () => {
    expect(fill('a[ by {who}][, {at}].', { who: 'Ann', at: '' }, 'en')).toBe('a by Ann.')
    expect(fill('to {who}', {}, 'en')).toBe('to —')
    expect(fill('to {toString}', {}, 'en')).toBe('to —')
  })

  test('a policy text keeps the square brackets its author wrote', () => {
    expect(fillText('[{company}] {x}', { company: 'Breeze' }, 'en')).toBe('[Breeze] —')
  })

  test('amounts and numbers are written for the reader', () => {
    expect(say('zh', 'form.max', { max: { minor: 123_450, currency: 'CNY' } })).toBe('最高 ¥1,234.50')
    expect(say('en', 'form.max', { max: { minor: 123_450, currency: 'CNY' } })).toBe('At most CNY 1,234.50')
  })
})

describe('refusals', () => {
  test('each has a sentence and a fix, without parameters too', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const refused of REFUSALS) {
        const { message, fix } = refusalText({ refused }, lang)
        expect(message).not.toBe(refused)
        expect(fix).not.toBe('')
        expect(`${message}${fix}`).not.toMatch(/[{}[\]—]/)
      }
    }
  })

  test('parameters are put into the words of the reader', () => {
    const known = { policy: POLICY, directory: DIRECTORY, tz: 'Asia/Shanghai' }
    const apart = { refused: 'duties_apart', params: { duty: 'approver', other: 'filer' } } as const
    expect(refusalTexts(apart, known).message).toEqual({
      zh: '为了互相监督，同一张单的审批人和提单人要由不同的人担任',
      en: 'To keep duties apart, one person cannot hold both roles on one complaint: approver and filer',
    })
    const late = {
      refused: 'already_decided',
      params: { by: DIRECTORY.people.han?.name ?? '', at: { at: NOON } },
    } as const
    expect(refusalText(late, 'zh', known).message).toBe('这一步已经处理过了（韩梅，11月22日 周日 14:05）')
    expect(refusalText(late, 'en', known).message).toBe('This was already decided by Han Mei, Sun 22 Nov, 14:05')
    const over = {
      refused: 'amount_over_limit',
      field: 'plan_amount',
      params: { limit: { minor: 500_000, currency: 'CNY' }, grade: 'A' },
    } as const
    expect(refusalText(over, 'zh', known).message).toBe('金额超过了“A 级”的上限 ¥5,000.00')
    expect(refusalText({ refused: 'field_required', field: 'model' }, 'en', known).message).toBe(
      'Please fill in: Model',
    )
    expect(
      refusalText({ refused: 'field_too_long', field: 'reason', params: { field: 'reason', max: 2000 } }, 'zh').message,
    ).toBe('理由太长了，最多 2,000 字')
    const range = { refused: 'field_range', field: 'pieces', params: { field: '数量', min: 1, max: '∞' } } as const
    expect(refusalText(range, 'zh', known).message).toBe('数量超出范围，最小 1')
  })
})

test('no word means two commands, and each has one in both languages', () => {
  const words = Object.values(COMMAND_WORDS).flat()
  expect(new Set(words).size).toBe(words.length)
  for (const list of Object.values(COMMAND_WORDS)) {
    expect(list.some((word) => /^[a-z]+$/.test(word))).toBe(true)
    expect(list.some((word) => /^\p{Script=Han}+$/u.test(word))).toBe(true)
  }
})

test('every verb has a label in both languages', () => {
  for (const verb of VERBS) expect([say('zh', `verb.${verb}`), say('en', `verb.${verb}`)]).not.toContain('')
})
