/** A form that opens with what is known already: a message somebody wrote elsewhere, its files, its sender. */
import { expect, it } from 'vitest'
import type { Caller } from '../ports.ts'
import { tell } from './house.ts'

const LI: Caller = { actor: { kind: 'person', id: 'wang.li' }, via: 'test', lang: 'zh' }

it('takes what fits, leaves out what does not, and never loses what somebody wrote', async () => {
  const house = await tell()
  try {
    const stored = await house.files.put(new TextEncoder().encode('%PDF-1.4\n%%EOF\n'), 'bill.pdf')
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const photo = await house.files.put(png, 'fridge.png')
    if ('refused' in photo || 'refused' in stored) throw new Error('not stored')
    const reply = await house.reception.hear(LI, '', 'k1', {
      text: '冰箱不制冷 <b>急</b>',
      photos: [photo],
      phone: 'not a phone',
      nonsense: 'x',
    })
    if (reply.is !== 'form') throw new Error(reply.is)
    const value = (id: string) => reply.form.fields.find((field) => field.id === id)?.value
    expect(value('text')).toBe('冰箱不制冷 <b>急</b>')
    expect(value('photos')).toEqual([photo])
    expect(value('phone')).toBeUndefined()
    const long = await house.reception.hear(LI, '', 'k2', { text: 'x'.repeat(20_001) })
    expect(long).toMatchObject({ is: 'refused', code: 'field_too_long' })
    const words = await house.reception.hear(LI, '电视黑屏', 'k3', { text: '别的' })
    expect(words.is === 'form' && words.form.fields.find(({ id }) => id === 'text')?.value).toBe('电视黑屏')
  } finally {
    await house.close()
  }
})
