/** Letters through a real SMTP server: what arrives, and what becomes of those that do not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Card, Message } from '../../cards/model.ts'
import { ANN, CUSTOMER, type MailBench, openMailBench } from './testing/bench.ts'

const WORD: Message = { text: 'C-20260302-0001 waits for you.\nThe rest.', lang: 'en', number: 'C-20260302-0001' }
const TOLD: Message = {
  text: '您好。\n处理结果：退款 <b>¥99.00</b>',
  subject: '处理结果',
  lang: 'zh',
  number: 'C-20260302-0001',
}
const CARD: Card = {
  ...{ key: 'task/review#1', number: 'C-20260302-0001', revision: 3, lang: 'zh', state: 'open', tone: 'ask' },
  header: '请初审',
  blocks: [
    { block: 'text', text: '冰箱 <script>alert(1)</script>\n不制冷', tone: 'quote' },
    { block: 'fields', rows: [{ label: '客户', value: '张"三' }] },
    {
      block: 'strip',
      strip: {
        steps: [
          { label: '提单', state: 'done' },
          { label: '初审', state: 'now' },
        ],
      },
    },
    { block: 'image', file: { sha256: 'a'.repeat(64), name: 'p.jpg', type: 'image/jpeg', size: 9 }, alt: '照片' },
  ],
  actions: [
    {
      verb: 'submit',
      label: '填写',
      style: 'primary',
      number: 'C-20260302-0001',
      revision: 3,
      opens: true,
      minor: false,
    },
    { verb: 'note', label: '备注', style: 'plain', number: 'C-20260302-0001', revision: 3, opens: true, minor: true },
  ],
  fallback: '请初审：张三',
}

let bench: MailBench
beforeEach(async () => {
  bench = await openMailBench()
})
afterEach(() => bench.server.close())

const word = (key = 'k1', message: Message = WORD) => bench.mail.sendMessage('person/ann', message, key)

describe('a letter', () => {
  it('tells staff what it is about, as text and as HTML, and leads to the case', async () => {
    expect(await bench.mail.sendCard('person/ann', CARD, 'k1')).toMatchObject({ is: 'sent' })
    const [letter] = bench.server.letters
    expect(letter?.envelope).toEqual({ from: 'care@breeze.example', to: [ANN] })
    expect(letter?.from).toMatchObject({ name: 'Breeze', address: 'care@breeze.example' })
    expect(letter?.subject).toBe('请初审：张三（C-20260302-0001）')
    expect(letter?.text).toContain(
      '请初审\n\n> 冰箱 <script>alert(1)</script>\n> 不制冷\n\n客户: 张"三\n\n✓ 提单  ● 初审',
    )
    expect(letter?.text).toContain('等您处理：填写。')
    expect(letter?.text).toContain('https://redress.example/f/case/C-20260302-0001')
    expect(letter?.html).toContain('<blockquote>冰箱 &lt;script&gt;alert(1)&lt;/script&gt;<br>\n不制冷</blockquote>')
    expect(letter?.html).toContain('<td>张&quot;三</td>')
    expect(letter?.html).toMatch(/<html lang="zh-CN">[\s\S]*color-scheme" content="light dark"/)
    expect(letter?.html).not.toMatch(/<script|<img|<form|<button|url\(|@import/)
    expect([...(letter?.html ?? '').matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to)).toEqual([
      'https://redress.example/f/case/C-20260302-0001',
    ])
  })

  it('says what the policy says to a customer, and nothing of ours', async () => {
    await bench.mail.sendMessage('customer/C-20260302-0001', TOLD, 'k1')
    const [letter] = bench.server.letters
    expect(letter?.envelope.to).toEqual([CUSTOMER])
    expect(letter?.subject).toBe('处理结果（C-20260302-0001）')
    expect(letter?.text?.trim()).toBe('您好。\n处理结果：退款 <b>¥99.00</b>')
    expect(letter?.html).toContain('退款 &lt;b&gt;¥99.00&lt;/b&gt;')
    expect(letter?.html).not.toMatch(/redress\.example|href/)
  })

  it('is one of a conversation, recognisable when it comes twice, and answered by no machine', async () => {
    await word('k1')
    await word('k2')
    await bench.mail.sendMessage('customer/C-20260302-0001', TOLD, 'k3')
    const [one, two, three] = bench.server.letters
    const header = (letter: typeof one, name: string) => letter?.headers.find(({ key }) => key === name)?.value
    expect(one?.messageId).toMatch(/^<[0-9a-f]{40}@breeze\.example>$/)
    expect(two?.messageId).not.toBe(one?.messageId)
    expect(one?.inReplyTo).toMatch(/^<[0-9a-f]{40}@breeze\.example>$/)
    expect([two?.inReplyTo, two?.references]).toEqual([one?.inReplyTo, one?.inReplyTo])
    expect(three?.inReplyTo).not.toBe(one?.inReplyTo)
    expect(header(one, 'auto-submitted')).toBe('auto-generated')
    expect(header(one, 'x-auto-response-suppress')).toBe('All')
  })

  it('keeps a line break out of its headers', async () => {
    await bench.mail.sendMessage(
      'customer/C-20260302-0001',
      { ...TOLD, subject: 'a\r\nBcc: eve@evil.example\r\n\r\nx' },
      'k',
    )
    const [letter] = bench.server.letters
    expect(letter?.envelope.to).toEqual([CUSTOMER])
    expect(letter?.headers.map(({ key }) => key)).not.toContain('bcc')
    expect(letter?.subject).toBe('a（C-20260302-0001）')
  })

  it('goes to nobody whose address is none: another place is tried', async () => {
    for (const to of ['person/eve', 'person/bob', 'person/nobody', 'customer/C-20260302-0002', 'x'])
      expect(await bench.mail.sendMessage(to, WORD, to)).toEqual({ is: 'closed', why: 'no_mailbox' })
    expect(bench.mail.address({ in: 'person', person: 'eve' })).toBeUndefined()
    expect(bench.mail.address({ in: 'person', person: 'ann' })).toBe('person/ann')
    expect(bench.mail.address({ in: 'channel', channel: 'operator' })).toBe('channel/operator')
    expect(bench.server.seen.connections).toBe(0)
  })
})

describe('what goes wrong', () => {
  const outcomes = async (manners: MailBench['server']['manners']) => {
    Object.assign(bench.server.manners, {
      greeting: undefined,
      sender: undefined,
      recipients: undefined,
      letter: undefined,
    })
    Object.assign(bench.server.manners, manners)
    bench.pass(60_000)
    return word(`k${Math.random()}`)
  }

  it('is said as it is: later, never, closed', async () => {
    expect(await outcomes({ recipients: { [ANN]: [450, '4.2.0 greylisted'] } })).toMatchObject({
      ...{ is: 'retry', why: 'recipient 450 4.2.0' },
    })
    expect(await outcomes({ recipients: { '*': [550, `5.1.1 no ${ANN} here`] } })).toEqual({
      is: 'closed',
      why: 'no_mailbox',
    })
    expect(await outcomes({ letter: [554, '5.7.1 spam'] })).toEqual({ is: 'never', why: 'letter_refused' })
    expect(await outcomes({ letter: [451, '4.3.0 later'] })).toMatchObject({ is: 'retry', why: 'letter 451 4.3.0' })
    expect(bench.told).toEqual([])
    expect(await outcomes({ sender: [550, '5.7.1 not you'] })).toMatchObject({ is: 'retry', why: 'sender 550 5.7.1' })
    expect(await outcomes({ recipients: { '*': [550, '5.7.1 relaying denied'] } })).toMatchObject({ is: 'closed' })
    expect(await outcomes({ greeting: [421, 'busy'] })).toMatchObject({ is: 'retry', why: 'greeting 421' })
    expect(bench.told).toEqual(['sender', 'relay'])
    expect(bench.server.letters).toEqual([])
    // Neither who, nor what, nor what the server said about them.
    expect(bench.logged.join()).not.toMatch(/example|waits for you|denied|spam/)
  })

  it('is unknown when the answer to the letter is lost, and then nothing is sent again', async () => {
    for (const letter of ['vanish', 'drop'] as const) {
      bench.server.manners.letter = letter
      expect(await word(letter)).toMatchObject({ is: 'unknown' })
      delete bench.server.manners.letter
      expect(await word(letter)).toMatchObject({ is: 'unknown' })
    }
    expect(bench.server.letters).toHaveLength(1)
  })

  it('is no reason to send twice: what was taken is known, also after a restart', async () => {
    expect(await word()).toMatchObject({ is: 'sent' })
    expect(await word()).toMatchObject({ is: 'sent', handle: bench.server.letters[0]?.messageId })
    const other = bench.again()
    expect(await other.sendMessage('person/ann', WORD, 'k1')).toMatchObject({ is: 'sent' })
    expect(bench.server.letters).toHaveLength(1)
    // What was certainly refused is tried again under its key.
    bench.server.manners.recipients = { '*': [450, 'later'] }
    expect(await word('k2')).toMatchObject({ is: 'retry' })
    delete bench.server.manners.recipients
    expect(await word('k2')).toMatchObject({ is: 'sent' })
    expect(bench.memory.size).toBe(2)
    expect([...bench.memory].join()).not.toContain('example')
  })

  it('leaves nothing to chance when nothing can be written down: the letter waits', async () => {
    const { set } = bench.memory
    bench.memory.set = () => {
      throw new Error('the disk is full')
    }
    expect(await word()).toMatchObject({ is: 'retry', why: 'not_handed_over' })
    expect(bench.server.letters).toEqual([])
    bench.memory.set = set
    expect(await word()).toMatchObject({ is: 'sent' })
  })

  it('tells the operators about a wrong login, once a letter shows it', async () => {
    await bench.server.close()
    bench = await openMailBench()
    const wrong = bench.server.url.replace(/:[^:@]*@/, ':other@')
    const other = await openMailBench({ smtpUrl: wrong })
    expect(await other.mail.sendMessage('person/ann', WORD, 'k')).toMatchObject({ is: 'retry', why: 'login 535 5.7.8' })
    expect(other.told).toEqual(['login'])
    expect(other.logged.join()).not.toMatch(/other|redress@mail/)
    await other.server.close()
  })
})

describe('the pace', () => {
  it('lets so many a minute leave, gives the others a turn of their own, and makes what is urgent wait for nobody', async () => {
    await bench.server.close()
    bench = await openMailBench({ perMinute: '12' })
    const one = (key: string) => bench.mail.sendMessage('person/ann', WORD, key)
    expect([await one('a'), await one('b')].map(({ is }) => is)).toEqual(['sent', 'sent'])
    expect(await one('c')).toEqual({ is: 'retry', after: 5_000, why: 'rate_limited' })
    expect(await one('d')).toEqual({ is: 'retry', after: 10_000, why: 'rate_limited' })
    expect(await one('c')).toEqual({ is: 'retry', after: 5_000, why: 'rate_limited' })
    expect(await bench.mail.sendMessage('person/ann', { ...WORD, urgent: true }, 'e')).toMatchObject({ is: 'sent' })
    bench.pass(5_000)
    expect((await one('d')).is).toBe('retry')
    expect((await one('c')).is).toBe('sent')
    bench.pass(5_000)
    expect((await one('d')).is).toBe('sent')
    expect(bench.server.letters).toHaveLength(5)
  })

  it('never has more than four letters under way, and leaves a server alone that is away', async () => {
    bench.server.manners.letter = 'stall'
    const all = Array.from({ length: 10 }, (_, i) => word(`k${i}`))
    const late = await Promise.all(all.slice(4))
    expect(late.map((one) => 'why' in one && one.why)).toEqual(Array.from({ length: 6 }, () => 'busy'))
    const lost = Promise.all(all.slice(0, 4))
    await expect.poll(() => bench.server.seen.whole).toBe(4)
    await bench.server.close()
    expect((await lost).map(({ is }) => is)).toEqual(Array.from({ length: 4 }, () => 'unknown'))
    expect(bench.server.seen.atOnce).toBeLessThanOrEqual(4)
    expect(await word('x')).toMatchObject({ is: 'retry', why: 'greeting connection' })
    expect(await word('y')).toEqual({ is: 'retry', after: 30_000, why: 'server_away' })
    bench.pass(30_000)
    expect(await word('y')).toMatchObject({ is: 'retry', why: 'greeting connection' })
  })
})
