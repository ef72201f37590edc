/** Forms in Slack: they grow, keep what was typed, store files, say what is wrong on its field; shortcuts fill them. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FILING } from '../contract-cast.ts'
import { openBench, type SlackBench } from './testing/bench.ts'
import { inputsOf } from './testing/filling.ts'
import { handsOn, PNG } from './testing/hands.ts'

let bench: SlackBench
beforeAll(async () => {
  bench = await openBench()
}, 40_000)
afterAll(() => bench.close())
beforeEach(() => {
  bench.town.workspace.weather = undefined
  bench.town.workspace.supplement.slowFiles = 0
})

const { formOf, viewOf, upload, hand } = handsOn(() => bench)
const SHA = createHash('sha256').update(PNG).digest('hex')

describe('the form', () => {
  it('opens for every name of the command, as one list of categories with a heading per branch', async () => {
    for (const name of ['/complaint', '/投诉', '/客诉']) {
      const seen = await bench.followed(await bench.driver.command('wang.li', '', name), 'wang.li')
      const input = inputsOf(viewOf(await formOf(Promise.resolve(seen)))).find((one) => one.block_id === 'f.category')
      expect(input?.element.type).toBe('static_select')
      expect(input?.element.option_groups?.flatMap(({ options }) => options).map(({ value }) => value)).toContain(
        'quality.failure.no_cooling',
      )
    }
    const words = await formOf(bench.hear('wang.li', '冰箱不制冷', 'k'))
    expect(inputsOf(viewOf(words))[0]?.element.initial_value).toBe('冰箱不制冷')
  })

  it('grows with what is chosen, and keeps what was typed', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    expect(form.fields).not.toContain('f.model')
    const { text, category, customer, product } = FILING
    await hand(form, { text, category, customer, product })
    const ids = inputsOf(viewOf(form)).map(({ block_id }) => block_id)
    expect(ids).toContain('f.model')
    expect(inputsOf(viewOf(form))[0]?.element.initial_value).toBe(text)
  })

  it('says what is wrong on the field it is about, and stays open', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const { body } = await hand(form, { ...FILING, phone: 'none' })
    expect(body).toMatchObject({ response_action: 'errors', errors: { 'f.phone': expect.stringMatching(/电话/) } })
    const again = await bench.submit('wang.li', form, { ...FILING }, 'again')
    expect(again).toMatchObject({ is: 'done', number: expect.stringMatching(/^C-/) })
  })

  it('stores files with their hash, once, and refuses what is no picture on the field', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const wrong = await hand(form, { ...FILING, photos: [upload(Buffer.from('MZ not a picture'), 'a.exe')] })
    expect(wrong.body).toMatchObject({
      response_action: 'errors',
      errors: { 'f.photos': expect.stringContaining('a.exe') },
    })
    const seen = await bench.submit('wang.li', form, { ...FILING, photos: [upload(PNG, 'fridge.png')] }, 'k')
    const state = await bench.house.store.case(seen.number ?? '')
    expect(state?.values.photos).toMatchObject([{ sha256: SHA, name: 'fridge.png', type: 'image/png' }])
    expect(await bench.house.files.get(SHA)).toEqual(PNG)
  })

  it('fetches files from Slack and from nowhere else, whatever an address says', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const photo = { id: 'F9', name: 'x.png', size: 9, url_private: 'https://files.example.com/x.png' }
    const { body } = await hand(form, { ...FILING, photos: [photo] })
    const asked = fetched.mock.calls.map(([input]) => String(input))
    fetched.mockRestore()
    expect(body).toMatchObject({ errors: { 'f.photos': expect.stringContaining('x.png') } })
    expect(asked.filter((url) => url.includes('example.com'))).toEqual([])
  })

  it('gives the options that fit what is typed', async () => {
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    const view = viewOf(form)
    const typed = { type: 'block_suggestion', action_id: 'value', block_id: 'f.category', value: '功能 制冷' }
    const { body } = await bench.driver.onView('wang.li', view, { ...typed, view: { state: { values: {} } } })
    expect(body).toMatchObject({ options: [{ value: 'quality.failure.no_cooling', text: { type: 'plain_text' } }] })
  })

  it('waits in its modal for slow files, shows the result there, and loses nothing that was typed', async () => {
    const { workspace } = bench.town
    const form = await formOf(bench.hear('wang.li', '', 'k'))
    workspace.supplement.slowFiles = 2_300
    const { body } = await hand(form, { ...FILING, phone: 'none', photos: [upload(PNG, 'slow.png')] })
    expect(body).toMatchObject({ response_action: 'update', view: { type: 'modal' } })
    const after = await workspace.until(() => {
      const view = workspace.views.get(bench.modalOf(form))
      return JSON.stringify(view?.view.blocks).includes('⚠️') ? view : undefined
    })
    expect(inputsOf(after)[0]?.element.initial_value).toBe(FILING.text)
    expect(JSON.stringify(after.view.blocks)).toMatch(/电话/)
  })

  it('opens empty at once when the house is slow, and is filled as soon as it can be', async () => {
    const { reception } = bench.house
    const { hear } = reception
    Object.assign(reception, {
      hear: async (...args: Parameters<typeof hear>) => {
        await new Promise((resolve) => setTimeout(resolve, 150))
        return hear(...args)
      },
    })
    try {
      const { workspace } = bench.town
      const from = workspace.calls.length
      const form = await formOf(bench.hear('wang.li', '', 'k'))
      const methods = workspace.calls.slice(from).map(({ method }) => method)
      expect(methods.filter((method) => method.startsWith('views.'))).toEqual(['views.open', 'views.update'])
      expect(form.fields).toContain('f.text')
    } finally {
      Object.assign(reception, { hear })
    }
  })

  it('offers to open again when the trigger has expired', async () => {
    bench.town.workspace.weather = ({ method }) =>
      method === 'views.open' ? { is: 'refused', error: 'expired_trigger_id' } : undefined
    const seen = await bench.hear('wang.li', '电视黑屏', 'k')
    expect(seen.text).toMatch(/再点一次/)
    const whisper = bench.town.workspace.whispers.at(-1)
    expect(JSON.stringify(whisper?.message.blocks)).toContain('"value":"电视黑屏"')
  })
})

describe('shortcuts', () => {
  const message = (files: readonly object[]) => ({
    type: 'message_action',
    callback_id: 'redress.file_message',
    channel: { id: bench.town.workspace.channels.get('service') },
    message: { ts: '1.000001', user: 'U1', text: '客户说 <冰箱> 不制冷', files },
  })

  it('fill the form with a message, the way back to it and its files, which can be unticked', async () => {
    const { workspace } = bench.town
    const channel = workspace.channels.get('service') ?? ''
    const posted = await workspace.ask<{ ts: string }>('chat.postMessage', { channel, text: '客户说不制冷' })
    const payload = message([upload(PNG, 'chat.png')])
    const done = await bench.driver.interact('wang.li', { ...payload, message: { ...payload.message, ts: posted.ts } })
    const form = await formOf(bench.followed(done, 'wang.li'))
    expect(inputsOf(viewOf(form))[0]?.element.initial_value).toMatch(/^客户说 <冰箱> 不制冷\n\n来自消息：http/)
    const kept = inputsOf(viewOf(form)).find(({ block_id }) => block_id === 'k.photos')
    expect(kept?.element.options).toMatchObject([{ value: SHA, text: { text: 'chat.png' } }])
    const { text: _text, ...rest } = FILING
    const seen = await bench.submit('wang.li', form, rest, 'k')
    expect((await bench.house.store.case(seen.number ?? ''))?.values.photos).toMatchObject([{ sha256: SHA }])
  })

  it('open the empty form from anywhere, and know no others', async () => {
    const done = await bench.driver.interact('wang.li', { type: 'shortcut', callback_id: 'redress.file' })
    expect((await formOf(bench.followed(done, 'wang.li'))).fields).toContain('f.text')
    const other = await bench.driver.interact('wang.li', { type: 'shortcut', callback_id: 'someone.elses' })
    expect(other).toMatchObject({ status: 200, body: undefined })
  })
})

it('never made a payload that Block Kit refuses', () => {
  expect(bench.town.workspace.broken).toEqual([])
})
