/** The words of the shipped policy against texts: examples of ours, phrases and complaints of others. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { alarmsIn } from '../rules/alarm-words.ts'
import { enrichedMarks, evenMarks } from './alarm-marks.ts'
import { companyOf } from './company.ts'
import { describeShared, itShared, sharedData } from './shared-data.ts'

const { alarms } = companyOf().policy
const found = (text: string, names: readonly string[] = []) => (alarms ? alarmsIn(text, alarms, names) : [])
const kinds = (text: string, names?: readonly string[]): readonly string[] => found(text, names).map(({ kind }) => kind)

describe('raises', () => {
  test.each([
    ['fire', '洗衣机昨晚起火了，消防队来灭的'],
    ['fire', '电饭煲冒着黑烟'],
    ['fire', '插座打火花，墙都烧黑了'],
    ['fire', 'I could smell it and then the washing machine was on fire'],
    ['fire', 'Why did my fridge catch fire?'],
    ['fire', 'Without warning, the oven burst into flames'],
    ['injury', '孩子手被门夹伤了，缝了三针'],
    ['injury', '触电了，手麻了半天'],
    ['injury', 'She cut her finger on the sharp edge and needed stitches'],
    ['injury', 'I got an electric shock from the tap'],
    ['police', '再不处理我就报警'],
    ['police', '别逼我报警'],
    ['legal', '别以为我不会起诉你们'],
    ['legal', 'If you do not refund me I will take legal action'],
    ['regulator', '不给解决就打１２３１５'],
    ['regulator', 'I am reporting you to Trading Standards'],
    ['media', '发到抖音上让大家看看'],
    ['media', "I'm going to the press with this"],
    ['self_harm', '你们是想逼我跳楼吗'],
    ['self_harm', '再不退钱我就自 杀'],
    ['self_harm', 'I feel like killing myself over this'],
  ])('%s: %s', (kind, text) => {
    expect(kinds(text)).toContain(kind)
  })
})

describe('leaves alone', () => {
  test.each([
    // Denied.
    '空调没有起火，就是有点热',
    '客户未受伤，未起火',
    '我不想报警，你们好好处理',
    '我没有想自杀',
    'No fire, no smoke, nobody was hurt',
    'I am not going to sue, I just want my money back',
    // Only feared.
    '担心会起火',
    '差点着火',
    'I am worried it could catch fire',
    'This is a fire hazard',
    // Only asked.
    '请问这个电池会不会爆炸？',
    '这款充电宝会起火吗',
    '你们公司有没有被媒体曝光过',
    'Can it catch fire?',
    // Sounds alike.
    '烟雾报警器安装有误',
    '冰箱一直报警，显示E5',
    '多媒体音箱坏了',
    '相机曝光过度',
    '跳楼价买的，结果是坏的',
    '订单号 8123154412345',
    'My Fire TV Stick stopped working',
    'The suicide doors do not close',
    'The pressure regulator is broken',
    'The battery died after a day',
  ])('%s', (text) => {
    expect(kinds(text)).toEqual([])
  })
})

it('does not take the name of the product for what happened', () => {
  expect(kinds('Blue Flame 的点火针坏了')).toEqual([])
  expect(kinds('Red Flame X2 does not start')).toEqual(['fire'])
  expect(kinds('Red Flame X2 does not start', ['Red Flame X2'])).toEqual([])
  expect(kinds('Red Flame X2 caught fire', ['Red Flame X2'])).toEqual(['fire'])
})

it('says which words, and where they stand', () => {
  const text = '冰箱 ８号 冒烟了'
  const [fire] = found(text)
  expect(fire?.words.map(({ word, from, to }) => [word, text.slice(from, to)])).toEqual([['冒烟', '冒烟']])
})

it('reads the longest text in a moment, whatever stands in it', () => {
  for (const piece of ['会起火吗', 'could fire smoke no ', 'burn my burn my ', "'", '如果']) {
    const text = piece.repeat(Math.ceil(40_000 / piece.length))
    const began = performance.now()
    found(text)
    // Some 20 ms alone on the machine; whatever grew with the square of the text would take many seconds.
    expect(performance.now() - began, piece).toBeLessThan(1500)
  }
})

interface Phrase {
  readonly id: string
  readonly text: string
  readonly expected_escalate: boolean | null
}

itShared('data/text/zh-escalation-phrases.json', 'all phrases that others expect something of', (file) => {
  const phrases: readonly Phrase[] = JSON.parse(readFileSync(file, 'utf8'))
  const judged = phrases.filter((one) => one.expected_escalate !== null)
  expect(judged.length).toBeGreaterThan(20)
  const wrong = judged.filter(({ text, expected_escalate }) => kinds(text).length > 0 !== expected_escalate)
  expect(wrong.map(({ id }) => id)).toEqual([])
})

interface Row {
  readonly id: string
  readonly text: string
  readonly fire: boolean
  readonly injured: number
  readonly deaths: number
}
const FILES = ['en-nhtsa-ford-body-complaints', 'en-nhtsa-mixed-components'] as const
const rowsOf = (name: string): readonly Row[] =>
  readFileSync(sharedData(`data/text/${name}.jsonl`) ?? '', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describeShared('data/text/en-nhtsa-mixed-components.jsonl', 'complaints to NHTSA', () => {
  it.each([
    ['an even sample', evenMarks],
    ['an enriched sample', enrichedMarks],
  ])('come out as they were marked by reading before: %s', (_, { raised, leftAlone }) => {
    const texts = new Map(FILES.flatMap(rowsOf).map(({ id, text }) => [id.replace('nhtsa-', ''), text]))
    const marks = [...Object.entries(raised), ...leftAlone.map((id) => [id, []] as const)]
    const wrong = marks.filter(
      ([id, wanted]) => [...kinds(texts.get(id) ?? '')].sort().join() !== [...wanted].sort().join(),
    )
    expect(marks.length).toBeGreaterThan(50)
    expect(wrong.map(([id]) => id)).toEqual([])
  })

  it('are as docs/quality.md says: every miss and false alarm against the labels is listed there', () => {
    const said = readFileSync(fileURLToPath(new URL('../../docs/quality.md', import.meta.url)), 'utf8')
    const figures: Record<string, readonly number[]> = {}
    for (const name of FILES) {
      const rows = rowsOf(name).map((row) => ({ row, raised: kinds(row.text) }))
      const labelled = {
        fire: ({ fire }: Row) => fire,
        injury: ({ injured, deaths }: Row) => injured + deaths > 0,
      }
      for (const [kind, isSo] of Object.entries(labelled)) {
        const missed = rows.filter(({ row, raised }) => isSo(row) && !raised.includes(kind))
        const falsely = rows.filter(({ row, raised }) => !isSo(row) && raised.includes(kind))
        const right = rows.filter(({ row, raised }) => isSo(row) && raised.includes(kind)).length
        figures[`${name} ${kind}`] = [rows.length, right, missed.length, falsely.length]
        for (const { row } of [...missed, ...falsely]) expect(said).toContain(row.id.replace('nhtsa-', ''))
      }
    }
    for (const [what, numbers] of Object.entries(figures)) {
      const [name = '', kind = ''] = what.split(' ')
      expect(said).toContain(`| \`${name}\` | ${kind} | ${numbers.join(' | ')} |`)
    }
  })
})
