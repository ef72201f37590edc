import { expect, it } from 'vitest'
import { renderCard } from './render.ts'
import { openPage, startBrowser } from './testing/browser.ts'
import { makePlot } from './testing/real-house.ts'
import { CARD } from './testing/samples.ts'

const CASES = 10_000
const CHANNELS = ['quality', 'service', 'logistics', 'urgent', 'complaints']

/** Milliseconds in which the state is told and the first post stands on the screen, on a machine that does nothing else. */
const TOLD = 400
const SHOWN = 3_000

it('opens as quickly with 10,000 cases as with one', async () => {
  const plot = makePlot()
  const { house, url } = await plot.open()
  const browser = await startBrowser()
  try {
    for (let n = 0; n < CASES; n += 500) await Promise.all(Array.from({ length: 500 }, (_, k) => postCase(n + k)))
    const times: number[] = []
    for (let n = 0; n < 9; n++) {
      const start = performance.now()
      const state = await fetch(`${url}/playground/api/state?as=wang.li&limit=30&threads=1&lang=zh`)
      expect((await state.text()).length).toBeLessThan(1_000_000)
      times.push(performance.now() - start)
    }
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(TOLD)
    const { page, broken } = await openPage(browser)
    const start = performance.now()
    await page.goto(`${url}/?as=wang.li&lang=zh#/channel/quality`)
    await page.locator('#posts .card').last().waitFor()
    expect(performance.now() - start).toBeLessThan(SHOWN)
    expect(await page.locator('.post').count()).toBe(30)
    for (let n = 2; n <= 5; n++) {
      await page.locator('#stream').evaluate((pane) => pane.scrollTo(0, 0))
      await page.waitForFunction((most) => document.querySelectorAll('.post').length === most, n * 30)
    }
    expect(broken).toEqual([])
  } finally {
    await browser.close()
    await house.stop()
    plot.clear()
  }

  async function postCase(n: number): Promise<void> {
    const number = `C-20261122-${String(n).padStart(5, '0')}`
    const to = `channel/${CHANNELS[n % CHANNELS.length]}`
    const card = (key: string) => renderCard({ ...CARD, key, number }).payload
    await house.chat.post({ key: `case ${n}`, to, number, body: card('case') }, Date.now())
    await house.chat.post({ key: `task ${n}`, to: 'channel/approvals', number, body: card('task/x#1') }, Date.now())
  }
})
