/** Whoever looks on in another language reads every card in it, at first, as it changes, and in its thread. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Told, tell, type Wire } from './house.ts'
import { files } from './road.ts'

let house: Told
beforeAll(async () => {
  house = await tell()
})
afterAll(() => house.close())

const get = async (path: string): Promise<Wire> => (await fetch(`${house.url}/playground/api/${path}`)).json()
const header = (posts: Wire[], number: string) => posts.find((p) => p.number === number && p.body.key === 'case')?.body

it('in the state, in a thread and over the line; what was said stays as it was said', async () => {
  const number = await files(house)
  await house.settle()
  const own = header((await get('state?as=wang.li')).posts, number)
  expect(own).toMatchObject({ lang: 'zh' })
  const english = header((await get('state?as=wang.li&lang=en')).posts, number)
  expect(english.header).toMatch(/^Complaint /)
  expect({ ...english, blocks: 0, header: 0, fallback: 0, actions: 0, lang: 0 }).toEqual({
    ...own,
    ...{ blocks: 0, header: 0, fallback: 0, actions: 0, lang: 0 },
  })
  expect(JSON.stringify(english)).toContain('冰箱三天不制冷')
  expect((await get(`thread?as=wang.li&number=${number}&lang=en`)).root.body.lang).toBe('en')
  const line = await fetch(`${house.url}/playground/api/stream?as=wang.li&since=0&lang=en`)
  const reader = line.body?.getReader()
  let heard = ''
  while (!heard.includes('"key":"case"')) heard += new TextDecoder().decode((await reader?.read())?.value)
  await reader?.cancel()
  expect(heard).toContain('"header":"Complaint ')
})
