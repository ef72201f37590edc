/** One complaint from `/complaint` to closed, by people who only have Slack: every step is a signed request. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { caseAtApproval, makeCast } from '../contract-cast.ts'
import { openBench, type SlackBench } from './testing/bench.ts'
import { buttonsOf, findButton, isCard, messagesAt } from './testing/messages.ts'

let bench: SlackBench
beforeAll(async () => {
  bench = await openBench()
}, 40_000)
afterAll(() => bench.close())

const DAY = 24 * 3_600_000
const CALLBACK = { answer: 'satisfied', accepted: 'yes', customer_words: '满意', evidence: '录音 12' }

it('leads from the form to the closed card, updates every copy in place, and keeps a channel to one card a case', async () => {
  const { number, card, approver } = await caseAtApproval(bench)
  const asked = (await messagesAt(bench.town.workspace, `person/${approver}`)).find(({ ts }) => card.post.endsWith(ts))
  if (asked === undefined) throw new Error('nobody is asked')
  const { confirm } = findButton(asked, 'approve') as { confirm?: { text: { text: string } } }
  expect(confirm?.text.text).toMatch(/¥800\.00/)
  expect(await bench.click(approver, card, 'approve', 'yes')).toMatchObject({ is: 'done', number })
  const payer = await makeCast(bench).work(number, 'pay', { voucher_no: 'V-1' })
  expect(payer).not.toBe(approver)
  await bench.pass(DAY + 60_000)
  await makeCast(bench).work(number, 'submit', CALLBACK)
  expect((await bench.house.store.case(number))?.ended?.outcome).toBe('closed')

  const { workspace } = bench.town
  const posts = workspace.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && String(args.channel).startsWith('C'),
  )
  expect(posts.some(({ args }) => JSON.stringify(args.blocks).includes('<!date^'))).toBe(true)
  expect(workspace.broken).toEqual([])
  for (const name of workspace.channels.keys()) {
    const messages = (await messagesAt(workspace, `channel/${name}`)).filter((one) => one.number === number)
    const top = messages.filter(({ thread }) => thread.thread_ts === undefined)
    expect([name, top.length]).toEqual([name, messages.length === 0 ? 0 : 1])
    expect(messages.flatMap(buttonsOf)).toEqual([])
  }
  for (const person of Object.keys(bench.house.shelf.company.live.directory.people)) {
    const cards = (await messagesAt(workspace, `person/${person}`)).filter(
      (one) => isCard(one) && one.number === number,
    )
    expect([person, cards.flatMap(buttonsOf)]).toEqual([person, []])
  }
  expect(await bench.house.store.verify(number)).toBeUndefined()
})
