/** Correcting what was recorded is no way around the verb that shows contact data and leaves a fact. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Told, tell, type Wire } from './house.ts'
import { files, only, reviewed } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

it('shows contact data to whoever took the complaint in, and to others once they have looked', async () => {
  const number = await files(house)
  await reviewed(house, number)
  const engineer = await only(house, number)
  const fields = async (person: string): Promise<readonly string[]> => {
    const open: Wire = await house.as(person).act({ do: 'redraw', form: 'redress.form.amend', number, values: {} })
    return open.form.fields.map(({ block_id }: { block_id: string }) => block_id)
  }
  expect(await fields('wang.li')).toContain('f.phone')
  const before = await house.as(engineer).act({ do: 'redraw', form: 'redress.form.amend', number, values: {} })
  expect(JSON.stringify(before)).not.toContain('13812345678')
  expect(await fields(engineer)).not.toContain('f.phone')
  // What is empty is nobody's secret: it may be filled in.
  expect(await fields(engineer)).toContain('f.email')
  const amended = { do: 'submit', form: 'redress.form.amend', number, values: { model: 'BCD-501' } }
  expect(await house.as(engineer).act(amended)).toMatchObject({ is: 'done' })
  expect((await house.store.case(number))?.values).toMatchObject({ model: 'BCD-501', phone: '13812345678' })
  const look = { do: 'submit', form: 'redress.form.unmask', number, values: { reason: '回电' } }
  expect(await house.as(engineer).act(look)).toMatchObject({ is: 'done' })
  expect(await fields(engineer)).toContain('f.phone')
  expect(await house.happened(number, 'unmasked')).toHaveLength(1)
})
