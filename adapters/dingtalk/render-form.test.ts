/** Forms page by page: small pages, what is required first, answers as the platform sends them. */
import { describe, expect, it } from 'vitest'
import type { Form, FormField } from '../../cards/model.ts'
import { bytesOf } from './plain-text.ts'
import { mergeAnswers, nextPage, PAGE_BYTES, type Progress, unaskable } from './render-form.ts'
import { EVERY_FIELD } from './testing/samples.ts'

const NOTHING: Progress = { asked: [], partial: {}, values: {} }
const namesOf = (page: ReturnType<typeof nextPage>): readonly string[] => page?.fields.map(({ name }) => name) ?? []
const text = (id: string, required: boolean, label = id): FormField => ({
  id,
  label,
  required,
  redraws: false,
  kind: { input: 'text', long: false, maxLength: 100 },
})
const formOf = (...fields: readonly FormField[]): Form => ({ ...EVERY_FIELD, fields })

describe('pages', () => {
  it('ask what is required first and fill up with the rest, in the order of the form', () => {
    const form = formOf(text('a', false), text('b', true), text('c', false), text('d', true))
    expect(namesOf(nextPage(form, NOTHING))).toEqual(['a', 'b', 'c', 'd'])
    expect(nextPage(form, { ...NOTHING, asked: ['a', 'b', 'c', 'd'] })).toBeUndefined()
    // Only what is optional is left: that is not worth another page.
    expect(nextPage(form, { ...NOTHING, asked: ['b', 'd'] })).toBeUndefined()
    expect(namesOf(nextPage(formOf(text('a', false)), NOTHING))).toEqual(['a'])
  })

  it('stay under the size of the official sample, and reach every required field', () => {
    const form = formOf(...Array.from({ length: 60 }, (_, i) => text(`f${i}`, i % 2 === 0, `字段${i}`.repeat(5))))
    let progress = NOTHING
    const seen: string[] = []
    for (let page = nextPage(form, progress); page !== undefined; page = nextPage(form, progress)) {
      expect(bytesOf(JSON.stringify({ fields: page.fields }))).toBeLessThanOrEqual(PAGE_BYTES + 20)
      seen.push(...namesOf(page))
      progress = mergeAnswers(form, progress, Object.fromEntries(page.fields.map(({ name }) => [name, 'x'])))
      if (seen.length > 200) throw new Error('the form never ends')
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(form.fields.filter(({ required, id }) => required && !seen.includes(id))).toEqual([])
  })

  it('ask wrong fields again, and what appeared because of an answer', () => {
    const form = formOf(text('a', true), text('b', true))
    const asked = { ...NOTHING, asked: ['a', 'b'] }
    expect(namesOf(nextPage(form, asked, ['b']))).toEqual(['b'])
    expect(namesOf(nextPage(formOf(...form.fields, text('c', true)), asked))).toEqual(['c'])
  })

  it('leave files to the chat', () => {
    expect(unaskable(EVERY_FIELD).map(({ id }) => id)).toEqual(['photos'])
    expect(namesOf(nextPage(EVERY_FIELD, NOTHING))).not.toContain('photos')
  })

  it('ask a large tree in two steps', () => {
    const leaf = (id: string) => ({ id, label: `很长的名字${id}`, children: [] })
    const nodes = ['q', 's'].map((id) => ({
      id,
      label: id,
      children: Array.from({ length: 25 }, (_, i) => leaf(`${id}.${i}`)),
    }))
    const form = formOf({ id: 'tree', label: '类型', required: true, redraws: false, kind: { input: 'tree', nodes } })
    const first = nextPage(form, NOTHING)
    expect(first?.fields[0]?.options?.map(({ value }) => value)).toEqual(['q', 's'])
    const branch = mergeAnswers(form, NOTHING, { tree: { index: 0, value: 'q' } })
    expect(branch).toMatchObject({ partial: { tree: 'q' }, values: {} })
    const second = nextPage(form, branch)
    expect(second?.fields[0]?.options).toHaveLength(25)
    const done = mergeAnswers(form, branch, { tree: { index: 3, value: 'q.3' } })
    expect(done).toMatchObject({ partial: {}, values: { tree: 'q.3' } })
    expect(nextPage(form, done)).toBeUndefined()
  })
})

describe('answers', () => {
  it('come back as the reception reads them', () => {
    const raw = {
      line: 'x',
      long: '',
      count: 3,
      amount: '500.01',
      kind: { index: 0, value: 'refund' },
      wish: { index: [0, 2], value: ['a', 'c'] },
      tree: { index: 1, value: 's' },
      day: '2024-06-13 00:00',
      yes: true,
      who: null,
      foreign: 'not of this form',
    }
    expect(mergeAnswers(EVERY_FIELD, NOTHING, raw).values).toEqual({
      line: 'x',
      count: 3,
      amount: '500.01',
      kind: 'refund',
      wish: ['a', 'c'],
      tree: 's',
      day: '2024-06-13',
      yes: true,
    })
  })

  it('that are taken back are empty again', () => {
    const before = mergeAnswers(EVERY_FIELD, NOTHING, { line: 'x' })
    expect(mergeAnswers(EVERY_FIELD, before, { line: '' }).values).toEqual({})
  })
})
