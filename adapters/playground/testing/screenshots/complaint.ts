/** One complaint from filing to closing, pressed and filled in as people would, with a picture of each screen. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pictureOf } from '../../../../src/rehearsal/pictures.ts'
import type { Album } from './album.ts'
import { bring, fill, handIn, pass, press, turn } from './hands.ts'

/** Takes all pictures of a tale; `scratch` is a folder for the photo that is uploaded. */
export async function takePictures(album: Album, scratch: string): Promise<void> {
  const desk = await album.desk()
  await begin(album, desk)
  const number = await file(album, desk, scratch)
  const phone = await album.phone()
  await review(album, desk, number)
  await plan(album, desk, number)
  await approve(album, phone, number)
  await pay(album, desk, number)
  await callBack(album, desk, phone, number)
  await ended(album, desk, number)
}

/** An empty house, which then lives through three months. */
async function begin(album: Album, page: Page): Promise<void> {
  await album.see(page, album.tale.receiver, '/me')
  await album.take(page, 'welcome')
  await page.locator('[data-way="welcome_sample"]').click()
  await page.locator('progress').waitFor()
  await page.locator('#posts .post').first().waitFor({ timeout: 900_000 })
  await album.see(page, 'feng.lan', '/me')
  await page.locator('#side .persona').click()
  await page.locator('dialog[open] [data-person]').first().waitFor()
  await album.take(page, 'people')
}

async function file(album: Album, page: Page, scratch: string): Promise<string> {
  const { tale } = album
  await pass(album, 12)
  const photo = join(scratch, 'fridge.png')
  writeFileSync(photo, pictureOf('fridge'))
  await album.see(page, tale.receiver, '/me')
  const number = await handIn(album, page, 'file', { photos: { files: [photo] }, wish_amount: '800' })
  await album.see(page, tale.receiver, '/channel/quality')
  await bring(page.locator(`#posts [data-number="${number}"]`).last())
  await album.take(page, 'channel')
  return number
}

async function review(album: Album, page: Page, number: string): Promise<void> {
  await pass(album, 25)
  await turn(album, page, number)
  await album.take(page, 'review')
  await press(page, number, 'submit')
  await fill(album, page, undefined, { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' })
}

async function plan(album: Album, page: Page, number: string): Promise<void> {
  const { tale } = album
  await pass(album, 95)
  await turn(album, page, number)
  await press(page, number, 'submit')
  await fill(album, page, 'appraisal', {
    reproduced: true,
    cause_kind: 'production',
    root_cause: tale.cause,
    advice: tale.advice,
  })
  await pass(album, 35)
  await page.locator(`#posts [data-number="${number}"] .card.is-open[data-key^="task/plan#"]`).waitFor()
  await press(page, number, 'submit')
  await fill(album, page, 'plan', {
    plan_kind: 'refund',
    plan_amount: '800.00',
    plan_reason: tale.reason,
    plan_due: '2026-11-24',
    payee: tale.customer,
    pay_method: 'bank',
    account: '6222021234567890',
  })
}

/** The approver is on the way, with a phone in the evening's colours. */
async function approve(album: Album, page: Page, number: string): Promise<void> {
  await pass(album, 130)
  const card = await turn(album, page, number)
  await card.evaluate((node) => node.scrollIntoView({ block: 'start' }))
  await album.take(page, 'approval-phone')
  const dark = await album.phone(true)
  await turn(album, dark, number)
  await press(dark, number, 'approve')
  await dark.locator('dialog[open] .buttons button').last().waitFor()
  await album.take(dark, 'approve-phone-dark')
  await dark.locator('dialog[open] .buttons button').last().click()
  await dark.locator('dialog[open]').waitFor({ state: 'detached' })
  await dark.context().close()
}

async function pay(album: Album, page: Page, number: string): Promise<void> {
  await pass(album, 40)
  await turn(album, page, number)
  await press(page, number, 'pay')
  await fill(album, page, 'payment', { voucher_no: 'PAY-20261117-001' })
  await album.see(page, album.tale.receiver, '/customers')
  await page.locator(`#posts [data-number="${number}"]`).nth(1).waitFor()
  await album.take(page, 'customer')
}

async function callBack(album: Album, desk: Page, phone: Page, number: string): Promise<void> {
  const { tale } = album
  await album.see(desk, tale.receiver, `/case/${number}`)
  await desk.locator('.case button.now').click()
  await desk.locator('.clock-menu [data-move="next-timer"]').waitFor()
  await album.take(desk, 'clock')
  await pass(album, 25 * 60)
  await turn(album, phone, number)
  await press(phone, number, 'submit')
  await fill(album, phone, 'callback-phone', {
    answer: 'satisfied',
    accepted: 'yes',
    customer_words: tale.thanks,
    evidence: 'REC-1117-08',
  })
}

async function ended(album: Album, desk: Page, number: string): Promise<void> {
  await album.see(desk, album.tale.receiver, `/case/${number}`)
  await album.take(desk, 'closed')
  const phone = await album.phone()
  await album.see(phone, album.tale.receiver, `/case/${number}`)
  await album.take(phone, 'closed-phone')
  const dark = await album.desk(true)
  await album.see(dark, album.tale.receiver, `/channel/quality/thread/${number}`)
  await dark.locator('#thread-posts .card').first().waitFor()
  await bring(dark.locator(`#posts [data-number="${number}"]`).last())
  await album.take(dark, 'thread-dark')
}
