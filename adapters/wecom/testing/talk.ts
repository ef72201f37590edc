/** Somebody fills in a form in words: answers each question by its label, adds the rest to the summary, and confirms. */
import type { House } from '../../../src/main.ts'
import { type Phone, textOf } from './phone.ts'
import type { Delivered } from './town.ts'

type Values = Readonly<Record<string, unknown>>

/** What came back at the end. The same `key` again is the same last message delivered again. */
export async function fillIn(phone: Phone, house: House, values: Values, key: string): Promise<readonly Delivered[]> {
  const done = finished.get(`${house.config.database}/${key}`)
  if (done !== undefined) return phone.type('确认', key)
  const left = new Map(Object.entries(values).map(([id, value]) => [labelOf(house, id), wordsOf(house, id, value)]))
  let last = phone.chat().findLast(({ checked }) => !checked)
  for (let turn = 0, listed = false; turn < 40; turn++) {
    const text = last === undefined ? '' : textOf(last)
    const summary = text.includes('请核对')
    if (summary && left.size === 0) break
    const asked = [...left.keys()].find((label) => isAsked(label, text))
    // A question that takes any words would take a list of `label=words` for its answer.
    const takesList = !listed && asked !== undefined && !isLong(house, asked)
    if (summary || takesList) {
      listed = true
      const pairs = [...left].map(([label, words]) => `${label}=${words}`)
      if (summary) left.clear()
      last = (await phone.type(pairs.join('\n'))).at(-1)
      if (last !== undefined && textOf(last).includes('请核对')) left.clear()
    } else {
      if (asked === undefined) throw new Error(`cannot answer: ${[...left.keys()]} ${text}`)
      const words = left.get(asked) ?? ''
      left.delete(asked)
      last = (await phone.type(words)).at(-1)
      if (last !== undefined && isOver(textOf(last))) return [last]
    }
  }
  finished.set(`${house.config.database}/${key}`, true)
  return phone.type('确认', key)
}

const isAsked = (label: string, text: string): boolean =>
  text.split('\n').some((line) => line.replace(/（选填）$/, '') === label)

function isLong(house: House, label: string): boolean {
  const field = Object.values(house.shelf.company.current.fields).find((one) => one.label.zh === label)
  return field === undefined || field.type === 'text'
}

const finished = new Map<string, boolean>()

/** A reason alone is submitted as soon as it is said. */
const isOver = (text: string): boolean => !/（\d+\/\d+）|请核对|请发|随时可以发|必填|没看懂|选项里没有/.test(text)

function labelOf(house: House, id: string): string {
  return house.shelf.company.current.fields[id]?.label.zh ?? id
}

/** What somebody would type: an option's name, not its id. */
function wordsOf(house: House, id: string, value: unknown): string {
  const options = house.shelf.company.current.fields[id]?.options ?? []
  const named = (one: unknown): string => options.find((option) => option.id === one)?.label.zh ?? String(one)
  return Array.isArray(value) ? value.map(named).join(' ') : named(value)
}
