import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../../cards/model.ts'
import { openPage, startBrowser } from './testing/browser.ts'
import { type House, startHouse, stopHouse } from './testing/house.ts'
import { CARD, NUMBER } from './testing/samples.ts'

let house: House
let browser: Browser
let sent = 0
beforeAll(async () => {
  house = await startHouse()
  browser = await startBrowser()
  await send('channel/quality', CASE)
  await send('channel/quality', { ...CARD, fallback: '请审批' })
  await send('person/wang.li', CARD)
}, 60_000)
afterAll(async () => {
  await browser.close()
  await stopHouse(house)
})

/** The living card of the case whose task CARD is. */
const CASE: Card = { ...CARD, key: 'case', header: `客诉 ${NUMBER} · BCD-480`, tone: 'late', actions: [] }

async function send(to: string, card: Card): Promise<number> {
  sent += 1
  const outcome = await house.playground.sendCard(to, card, `page-${sent}`)
  return outcome.is === 'sent' ? Number(outcome.handle) : 0
}

const say = (text: string) => {
  sent += 1
  return house.playground.sendMessage('channel/quality', { text, lang: 'zh' }, `page-${sent}`)
}

async function see(options: Parameters<typeof openPage>[1], path: string): Promise<{ page: Page; broken: string[] }> {
  const opened = await openPage(browser, options)
  await opened.page.goto(`${house.url}${path}`)
  await opened.page.locator('#composer textarea').waitFor({ state: 'attached' })
  return opened
}

it('counts what each person has not read, over reloads and in every tab', async () => {
  const { page } = await see({}, '/?as=wang.li&lang=zh#/me')
  const fresh = page.locator('[data-keep="channel/quality"] .fresh')
  expect(await fresh.count()).toBe(0)
  await fetch(`${house.url}/playground/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"advance": "1m"}',
  })
  await say('第一条')
  await say('第二条')
  await page.waitForFunction(() =>
    document.querySelector('[data-keep="channel/quality"] .fresh')?.textContent?.startsWith('2'),
  )
  await page.reload()
  await fresh.waitFor()
  const other = await page.context().newPage()
  await other.goto(`${house.url}/?as=wang.li&lang=zh#/channel/quality`)
  await other.locator('.new-line').waitFor()
  await fresh.waitFor({ state: 'detached' })
  await other.locator('[data-keep="look"]').click()
  await page.locator('html[data-theme="dark"]').waitFor()
  await say('第三条')
  await other.locator('#posts').getByText('第三条').waitFor()
  // Somebody else has read nothing of it.
  await page.goto(`${house.url}/?as=ann.lee&lang=zh#/me`)
  await fresh.waitFor()
  expect(await fresh.textContent()).toMatch(/^3/)
  await page.context().close()
})

it('loses nothing and doubles nothing when the line breaks, and says so', async () => {
  const { page } = await see({}, '/?as=wang.li&lang=zh#/channel/quality')
  await say('断线之前')
  await page.getByText('断线之前').waitFor()
  const rise = await house.fall()
  await page.locator('#line').getByText('连接断开').waitFor()
  for (let n = 1; n <= 5; n++) await say(`断线期间 ${n}`)
  await rise()
  await page.getByText('断线期间 5').waitFor()
  await say('断线之后')
  await page.locator('#posts').getByText('断线之后').waitFor()
  // Who cannot see it hears it.
  await page.locator('#news').getByText('断线之后').waitFor()
  expect(
    await page
      .locator('.post')
      .filter({ hasText: /^.*断线/s })
      .count(),
  ).toBe(7)
  await page.locator('#line').waitFor({ state: 'hidden' })
  // The same without a network, which the browser knows at once.
  await page.context().setOffline(true)
  await page.locator('#line.lost').waitFor()
  await say('没有网络时')
  await page.context().setOffline(false)
  await page.locator('#posts').getByText('没有网络时').waitFor()
  await page.locator('#line.back').waitFor()
  await page.context().close()
})

it('shows hostile text as text, wherever it stands', async () => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{1}}&lt;b&gt;'
  const hostile: Card = {
    ...CARD,
    number: 'C-20261122-0666',
    header: `${evil} · ${evil}`,
    fallback: evil,
    blocks: [
      ...(['plain', 'quote', 'quiet', 'warn', 'good'] as const).map(
        (tone) => ({ block: 'text', text: evil, tone }) as const,
      ),
      { block: 'fields', rows: [{ label: evil, value: evil }] },
      { block: 'strip', strip: { steps: [{ label: evil, state: 'now' }] } },
      { block: 'files', files: [{ sha256: 'a'.repeat(64), name: evil, type: 'application/pdf', size: 1 }] },
      { block: 'image', file: { sha256: 'b'.repeat(64), name: evil, type: 'image/png', size: 9 }, alt: evil },
    ],
    actions: CARD.actions.map((action) => ({ ...action, label: evil })),
  }
  const { page } = await see({}, `/?as=${encodeURIComponent(evil.slice(0, 90))}&lang=zh#/channel/quality`)
  const id = await send('channel/quality', hostile)
  const post = page.locator(`[data-post="${id}"]`)
  await post.waitFor()
  expect(await post.locator('img:not(.avatar)').count()).toBe(1)
  expect(await post.getByText(evil, { exact: false }).count()).toBeGreaterThan(10)
  await page.locator('#composer textarea').fill(evil)
  await page.keyboard.press('Enter')
  await page.locator('.post.is-said p').getByText(evil).waitFor()
  await page.locator('#composer textarea').fill(`/complaint ${evil}`)
  await page.keyboard.press('Enter')
  await page.locator('.answer').getByText(evil).waitFor()
  expect(await page.evaluate('[window.hacked, document.scripts.length]')).toEqual([undefined, 2])
  await page.context().close()
})

it('stays usable on a slow phone, and sends a form once however often it is pressed', async () => {
  const { page } = await see({ width: 390, height: 844, locale: 'zh-CN' }, '/?as=wang.li&lang=zh#/me')
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 700,
    downloadThroughput: 50_000,
    uploadThroughput: 20_000,
  })
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const before = house.heard.filter(({ what }) => what === 'submit').length
  await page.getByRole('button', { name: '提交客诉' }).first().click()
  const dialog = page.getByRole('dialog', { name: '提交客诉' })
  await dialog.getByLabel('投诉内容').fill('冰箱不制冷')
  const submit = dialog.getByRole('button', { name: '提交' })
  const busy = await submit.evaluate((node: HTMLButtonElement) => {
    for (let n = 0; n < 3; n++) node.click()
    return node.getAttribute('aria-busy')
  })
  expect(busy).toBe('true')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('收到，单号').waitFor()
  expect(house.heard.filter(({ what }) => what === 'submit').length - before).toBe(1)
  await page.context().close()
})

it('completes commands and numbers by keyboard, and makes words in a thread a note', async () => {
  const { page } = await see({ locale: 'en-GB' }, '/?as=wang.li&lang=en#/channel/quality')
  const input = page.locator('#composer textarea')
  await input.pressSequentially('/complaint s')
  await page.keyboard.press('Enter')
  await input.pressSequentially(NUMBER.slice(-4))
  await page.locator('.suggestions').getByText(NUMBER).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.answer').getByText(`show ${NUMBER}`).waitFor()
  await page.getByRole('link', { name: /repl/ }).first().click()
  const thread = page.getByRole('complementary', { name: 'Thread' })
  house.next.push({ is: 'done', number: NUMBER, revision: 8, message: { text: 'Your note is on it', lang: 'en' } })
  await thread.getByRole('textbox').fill('She sends the receipt')
  await page.keyboard.press('Enter')
  await thread.locator('.post.is-said').getByText('She sends the receipt').waitFor()
  expect(house.heard.at(-1)).toMatchObject({ what: 'hear', with: `note ${NUMBER} She sends the receipt` })
  // What belongs into the thread does not stand in the channel as well.
  expect(await page.locator('#posts .post.is-said').filter({ hasText: 'She sends' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await thread.waitFor({ state: 'hidden' })
  await page.context().close()
})

it('keeps what was begun, and plays whoever is found, by keyboard alone', async () => {
  const { page } = await see({}, '/?as=wang.li&lang=zh#/me')
  const dialog = page.getByRole('dialog')
  const file = page.locator('#side .primary')
  await file.focus()
  await page.keyboard.press('Enter')
  await dialog.getByLabel('投诉内容').fill('写了一半的话')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await file.evaluate((node) => node === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await dialog.getByText('已恢复上次没填完的内容').waitFor()
  expect(await dialog.getByLabel('投诉内容').inputValue()).toBe('写了一半的话')
  await dialog.getByRole('button', { name: '清空重填' }).click()
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('dialog textarea')?.value === '')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: '按姓名、团队或角色查找' }).pressSequentially('李安')
  await page.keyboard.press('Enter')
  await page.locator('.persona strong').getByText('李安').waitFor()
  expect(new URL(page.url()).searchParams.get('as')).toBe('ann.lee')
  await page.context().close()
})

it('shows pictures small and large, and videos with their controls', async () => {
  const { page } = await see({}, '/?as=wang.li&lang=zh#/channel/quality')
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const kept = await house.files.put(png, '门封.png')
  if ('refused' in kept) throw new Error(kept.refused)
  const video = { sha256: 'c'.repeat(64), name: '噪音.mp4', type: 'video/mp4', size: 1_200_000 }
  const blocks: Card['blocks'] = [
    { block: 'image', file: kept, alt: '门封裂开' },
    { block: 'files', files: [video] },
  ]
  const id = await send('channel/quality', { ...CARD, number: 'C-20261122-0777', blocks })
  const post = page.locator(`[data-post="${id}"]`)
  await post.getByRole('img', { name: '门封裂开' }).click()
  const large = page.getByRole('dialog').getByRole('img', { name: '门封裂开' })
  await large.waitFor()
  expect(await large.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBe(1)
  await page.keyboard.press('Escape')
  await large.waitFor({ state: 'detached' })
  expect(await post.locator('video[controls]').getAttribute('src')).toBe(`/playground/files/${video.sha256}`)
  await page.context().close()
})
