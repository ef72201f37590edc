/**
 * Everything that can be done about an approval, clicked by the people it asks, with a picture of each: asked and answered,
 * handed on, one more approver, sent back a step, approved; paid in parts, one part returned; several decided at once.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pictureOf } from '../../../../src/rehearsal/pictures.ts'
import type { Album } from './album.ts'
import { bring, confirm, fill, handIn, pass, press, pressOn, turn } from './hands.ts'

const REASON = '变质食物与租用冰柜，按小票赔偿。'

/** Walks it on an empty house; `scratch` is a folder for the receipt that is attached. Throws where a click leads elsewhere. */
export async function takeApprovals(album: Album, scratch: string): Promise<void> {
  const desk = await album.desk()
  const number = await planned(album, desk, { plan_kind: 'cash', plan_amount: '2500' }, true)
  await asked(album, desk, number, scratch)
  for (const deed of [added, sentBack, approved, paid, bounced]) {
    // Nothing happens in one moment with what was done before.
    await pass(album, 7)
    await deed(album, desk, number)
  }
  await together(album, desk)
  await outcomeIs(album, number)
}

/** Filed, reviewed and appraised; `handed`: the first of all, whose plan is written by a colleague it was handed to. */
async function planned(
  album: Album,
  page: Page,
  plan: Readonly<Record<string, string>>,
  handed = false,
): Promise<string> {
  const { tale } = album
  // Before anything was filed there is nothing to look at but the welcome.
  await album.see(page, tale.receiver, handed ? '/me' : '/channel/quality')
  const number = await handIn(album, page, undefined)
  await turn(album, page, number)
  await press(page, number, 'submit')
  await fill(album, page, undefined, { verdict: 'complaint', safety: 'none', core_function: 'lost', scope: 'one' })
  await turn(album, page, number)
  await press(page, number, 'submit')
  const finding = { reproduced: true, cause_kind: 'production', root_cause: tale.cause, advice: tale.advice } as const
  await fill(album, page, undefined, finding)
  if (handed) await transferred(album, page, number)
  await turn(album, page, number)
  await press(page, number, 'submit')
  await fill(album, page, undefined, {
    // The kind first: it decides whether anybody is to be paid.
    ...{ ...plan, plan_reason: REASON, plan_due: '2026-11-24', payee: tale.customer },
    ...{ pay_method: 'bank', account: '6222021234567890' },
  })
  await pass(album, 15)
  return number
}

/** Both engineers for fridges: whoever has it hands it to the other. */
async function transferred(album: Album, page: Page, number: string): Promise<void> {
  await turn(album, page, number)
  await press(page, number, 'transfer')
  const to = page.locator('dialog[open] [data-field="f.to"] select')
  const other = (await to.locator('option[value="ma.chao"]').count()) > 0 ? 'ma.chao' : 'zhou.wei'
  await fill(album, page, 'transfer', { to: other, reason: '我明天出差，请您接着办。' })
}

async function asked(album: Album, page: Page, number: string, scratch: string): Promise<void> {
  await turn(album, page, number)
  await album.take(page, 'approval-card')
  await press(page, number, 'ask')
  await fill(album, page, 'ask', { to: 'owner', reason: '2,500 元是怎么算出来的？请附上小票。' })
  await turn(album, page, number)
  const receipt = join(scratch, 'receipt.png')
  writeFileSync(receipt, pictureOf('fridge'))
  await press(page, number, 'answer')
  await fill(album, page, 'answer', { reason: '食物 1,800 元，租用冰柜 700 元，见附件。', files: { files: [receipt] } })
}

async function added(album: Album, page: Page, number: string): Promise<void> {
  await turn(album, page, number)
  await press(page, number, 'add')
  await fill(album, page, 'add', { to: 'qian.yuhan', how: 'after', reason: '金额较大，请服务负责人也看一下。' })
  await turn(album, page, number)
  await press(page, number, 'approve')
  await confirm(page)
  await turn(album, page, number)
  await press(page, number, 'approve')
  await confirm(page)
}

async function sentBack(album: Album, page: Page, number: string): Promise<void> {
  await turn(album, page, number)
  await press(page, number, 'return')
  await fill(album, page, 'return', { to: 'step.legal', how: 'straight', reason: '请法务核对租用冰柜这一项。' })
  await turn(album, page, number)
  await press(page, number, 'approve')
  await confirm(page)
}

/** The last approver decides on a phone. */
async function approved(album: Album, _desk: Page, number: string): Promise<void> {
  const phone = await album.phone()
  await turn(album, phone, number)
  await album.take(phone, 'approve-phone')
  await press(phone, number, 'approve')
  await confirm(phone)
  await phone.context().close()
}

async function paid(album: Album, page: Page, number: string): Promise<void> {
  await turn(album, page, number)
  await press(page, number, 'pay')
  await fill(album, page, undefined, { voucher_no: 'PAY-1117-01', paid_amount: '1000' })
  await turn(album, page, number)
  await album.take(page, 'paid-part')
  await press(page, number, 'pay')
  await fill(album, page, undefined, { voucher_no: 'PAY-1117-02' })
}

/** Finance looks the case up and says that the bank sent the first part back; it is asked for once more. */
async function bounced(album: Album, page: Page, number: string): Promise<void> {
  await page.locator('#composer textarea').fill(`/complaint 查 ${number}`)
  await page.keyboard.press('Enter')
  const answer = page.locator('#answers .answer').last()
  await answer.locator('.card').waitFor()
  await pressOn(answer, 'bounce')
  const first = page.locator('dialog[open] [data-field="f.to"] input').first()
  await first.waitFor()
  await fill(album, page, 'bounce', { to: (await first.getAttribute('value')) ?? '', reason: '银行退回：户名不符。' })
  await turn(album, page, number)
  await album.take(page, 'pay-again')
  await press(page, number, 'pay')
  await fill(album, page, undefined, { voucher_no: 'PAY-1118-01' })
}

/** Two approvals of one director, from the list. */
async function together(album: Album, page: Page): Promise<void> {
  const numbers = [
    await planned(album, page, { plan_kind: 'refund', plan_amount: '800' }),
    await planned(album, page, { plan_kind: 'refund', plan_amount: '950' }),
  ]
  await turn(album, page, numbers[0] ?? '')
  await page.locator('#composer textarea').fill('/complaint 批量')
  await page.keyboard.press('Enter')
  await fill(album, page, 'bulk', { cases: numbers, verb: 'approve' })
  const answer = page.locator('#answers .answer').last()
  await answer.waitFor()
  await bring(answer)
  await album.take(page, 'bulk-done')
  for (const number of numbers) await outcomeIs(album, number)
}

/** What was approved is to be paid, or was: nothing waits for an approver any more. */
async function outcomeIs({ url, tale }: Album, number: string): Promise<void> {
  const told = await (await fetch(`${url}/playground/api/case?number=${number}&as=${tale.receiver}`)).json()
  const [approval] = (told.approvals ?? []).slice(-1)
  if (approval?.open !== false) throw new Error(`${number} is not decided: ${JSON.stringify(approval)}`)
}
