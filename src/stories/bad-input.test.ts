/** Bad input at the playground and at every door for files: a clear answer in the reader's language, and nothing changed. */
import { describe, expect, test } from 'vitest'
import type { Sent } from './doors.ts'
import {
  bearer,
  byAct,
  filed,
  house,
  intake,
  isOnField,
  isProblem,
  nested,
  nothingHappens,
  openDoors,
  send,
} from './doors.ts'
import { FRIDGE } from './house.ts'

openDoors()

const LONE = '\ud800'

describe('through the playground', () => {
  nothingHappens()

  test.each<{ field: string; values: object; code: string }>([
    { field: 'nope', values: { nope: 1 }, code: 'field_unknown' },
    { field: 'constructor', values: { constructor: 'x' }, code: 'field_unknown' },
    { field: 'hasOwnProperty', values: { hasOwnProperty: 'x' }, code: 'field_unknown' },
    // A field that is there, but not on this form.
    { field: 'plan_amount', values: { plan_amount: '1' }, code: 'field_unknown' },
    { field: 'owner', values: { owner: 'wang.li' }, code: 'field_unknown' },
    { field: 'text', values: { text: 5 }, code: 'field_type' },
    { field: 'text', values: { text: { zh: 'x' } }, code: 'field_type' },
    { field: 'text', values: { text: '' }, code: 'field_required' },
    { field: 'text', values: { text: '长'.repeat(20_001) }, code: 'field_too_long' },
    { field: 'text', values: { text: `x${LONE}` }, code: 'field_type' },
    { field: 'text', values: { text: 'x\u0000y' }, code: 'field_type' },
    { field: 'customer', values: { customer: '长'.repeat(101) }, code: 'field_too_long' },
    { field: 'phone', values: { phone: 'abc' }, code: 'field_type' },
    { field: 'email', values: { email: 'not an address' }, code: 'field_type' },
    { field: 'category', values: { category: '__proto__' }, code: 'field_option' },
    { field: 'wish', values: { wish: 'refund' }, code: 'field_option' },
    { field: 'wish', values: { wish: Array(20_000).fill('x') }, code: 'field_option' },
    { field: 'purchase_date', values: { purchase_date: '02/03/2026' }, code: 'field_type' },
    { field: 'happened_at', values: { happened_at: '25:00' }, code: 'field_type' },
    { field: 'photos', values: { photos: ['f'.repeat(64)] }, code: 'file_unknown' },
    { field: 'photos', values: { photos: 'a.png' }, code: 'file_unknown' },
    { field: 'photos', values: { photos: Array(21).fill('f'.repeat(64)) }, code: 'field_files' },
  ])('$code on $field', async ({ field, values, code }) => {
    await isOnField(values, field, code)
  })

  test('__proto__ as a field is told, never dropped in silence', async () => {
    const values = JSON.stringify(FRIDGE).replace('{', '{"__proto__":{"customer":"x"},')
    const answer = await byAct(`{"as":"wang.li","do":"submit","form":"redress.form.intake","values":${values}}`)
    expect(JSON.stringify(answer)).toContain('__proto__')
    expect(['field_unknown']).toContain(answer.code)
  })

  test.each<Omit<Sent, 'field'>>([
    { what: 'a list', body: [], code: 'field_type' },
    { what: 'null', body: 'null', code: 'field_type' },
    { what: 'an unknown deed', body: { as: 'wang.li', do: 'sudo' }, code: 'field_type' },
    { what: 'nobody', body: { do: 'command', text: 'x' }, code: 'field_type' },
    { what: 'an unknown key', body: { as: 'wang.li', do: 'command', text: 'x', role: 'vp' }, code: 'field_unknown' },
    { what: 'no JSON', body: '{', code: 'bad_request' },
    { what: 'invalid UTF-8', body: Buffer.from([0x22, 0xff, 0x22]), code: 'bad_request' },
    {
      what: 'a revision that is no number',
      body: { as: 'wang.li', do: 'click', action: 'redress.approve', value: `${'C-1'}:x` },
      code: 'field_type',
    },
    {
      what: 'a form of no name',
      body: { as: 'wang.li', do: 'submit', form: 'intake', values: {} },
      code: 'field_type',
    },
  ])('$what → $code', async ({ body, code }) => {
    const answer = await byAct(body)
    expect(answer).toMatchObject({ status: 400, code })
    expect(answer.message.zh).toMatch(/\p{Script=Han}/u)
    expect(answer.message.en).toMatch(/[a-z]{3}/)
    expect(answer.fix.length).toBeGreaterThan(5)
  })

  test('forms that do not exist, are a property, or need a case', async () => {
    for (const form of ['nope', 'constructor', '__proto__', 'plan', 'approve', 'review']) {
      const answer = await byAct({ as: 'wang.li', do: 'submit', form: `redress.form.${form}`, values: {} })
      expect(answer, form).toMatchObject({ is: 'refused', code: 'bad_request' })
      const at = await byAct({ as: 'wang.li', do: 'submit', form: `redress.form.${form}`, number: filed, values: {} })
      expect(['refused', 'errors'], form).toContain(at.is)
    }
  })

  test('ten megabytes, deep nesting, a flood of fields', async () => {
    const big = await byAct({ as: 'wang.li', do: 'command', text: 'x'.repeat(10 * 1024 * 1024) })
    isProblem(big, 413, 'too_large', null)
    for (const depth of [1_000, 6_000, 200_000]) {
      const values = JSON.stringify(FRIDGE).replace('{', `{"place":${nested(depth)},`)
      const answer = await byAct(`{"as":"wang.li","do":"submit","form":"redress.form.intake","values":${values}}`)
      expect(['field_type', 'bad_request'], String(depth)).toContain(answer.code)
    }
    const flood = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`f${i}`, 1]))
    expect(await intake(flood)).toMatchObject({ is: 'errors', code: 'field_unknown' })
  })

  test('words to the bot that make no sense', async () => {
    for (const text of [
      '/complaint show',
      '/complaint show nope',
      '/complaint note',
      `/complaint note ${filed}`,
      '/rm -rf',
      '/complaint note C-1 x',
    ]) {
      const answer = await house.as('wang.li').say(text)
      expect(['refused', 'say'], text).toContain(answer.is)
      expect(answer.message.text.length).toBeGreaterThan(5)
    }
    const long = await house.as('wang.li').say(`/complaint note ${filed} ${'长'.repeat(4_001)}`)
    expect(long).toMatchObject({ is: 'refused', code: 'field_too_long' })
    const half = await house.as('wang.li').say(`/complaint note ${filed} a${LONE}b\u0000`)
    expect(half.is).toBe('refused')
    const reason = { as: 'feng.lan', do: 'submit', form: 'redress.form.reject', number: filed, position: 'review#1' }
    expect(await byAct({ ...reason, values: { reason: `a${LONE}b` } })).toMatchObject({
      is: 'errors',
      code: 'field_type',
    })
    expect(await byAct({ ...reason, values: { reason: 'a', because: 'b' } })).toMatchObject({ code: 'field_unknown' })
    expect(await byAct({ ...reason, values: { reason: ['a'] } })).toMatchObject({ is: 'errors', code: 'field_type' })
    expect(await byAct({ ...reason, values: { reason: '长'.repeat(2_001) } })).toMatchObject({ code: 'field_too_long' })
    expect(await byAct({ ...reason, values: {} })).toMatchObject({ is: 'errors', code: 'reason_required' })
  })
})

describe('files', () => {
  nothingHappens()

  const EXE = Buffer.concat([Buffer.from('MZ\u0090\u0000', 'latin1'), Buffer.alloc(200)])
  test.each([
    { name: 'page.html', bytes: Buffer.from('<!doctype html><script>alert(1)</script>') },
    { name: 'page.txt', bytes: Buffer.from('hello <script>alert(1)</script>') },
    { name: 'drawing.svg', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
    { name: 'photo.png', bytes: EXE },
    { name: 'photo.jpg', bytes: Buffer.from('<?xml version="1.0"?><svg/>') },
    { name: 'run.sh', bytes: Buffer.from('#!/bin/sh\nrm -rf /\n') },
    { name: 'empty.png', bytes: Buffer.alloc(0) },
    { name: 'null\u0000.png', bytes: EXE },
    { name: '../../../etc/passwd', bytes: EXE },
  ])('$name is refused', async ({ name, bytes }) => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }
    isProblem(await send('/playground/api/files', bytes, headers), 415, 'file_type', 'file')
    isProblem(await send('/api/v1/files', bytes, { ...headers, ...bearer('file') }), 415, 'file_type', 'file')
  })

  test('more than twenty megabytes, and far more', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex')
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.png' }
    const over = Buffer.concat([png, Buffer.alloc(20 * 1024 * 1024)])
    isProblem(await send('/playground/api/files', over, headers), 413, 'file_too_large', 'file')
    const far = Buffer.concat([png, Buffer.alloc(22 * 1024 * 1024)])
    isProblem(await send('/api/v1/files', far, { ...headers, ...bearer('file') }), 413, 'too_large', null)
  })

  test('a name that is not percent-encoded UTF-8', async () => {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': '%ff%zz' }
    isProblem(await send('/playground/api/files', 'x', headers), 400, 'field_type', 'X-File-Name')
  })
})
