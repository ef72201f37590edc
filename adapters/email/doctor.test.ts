/** What the doctor says of mail, before a real server that is right, wrong, not to be trusted, or not there. */
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/ports.ts'
import { makePost } from './post.ts'
import { openMailBench } from './testing/bench.ts'
import { openMailServer } from './testing/mail-server.ts'

async function findings(smtpUrl: string): Promise<readonly Finding[]> {
  const bench = await openMailBench({ smtpUrl })
  try {
    const found: Finding[] = []
    for await (const one of bench.mail.doctor?.() ?? []) found.push(one)
    return found
  } finally {
    await bench.server.close()
  }
}

describe('the doctor', () => {
  it('finds a server that lets us in, sends nothing, and names whose address is none', async () => {
    const server = await openMailServer()
    const [one, two] = await findings(server.url)
    expect(one).toMatchObject({ check: 'server', is: 'good', says: { en: expect.stringContaining('on this machine') } })
    expect(two).toMatchObject({ check: 'people', is: 'warning', says: { en: expect.stringContaining('eve') } })
    expect([server.seen.connections, server.letters.length]).toEqual([1, 0])
    await server.close()
  })

  it('says what to mend when the login is wrong, or nobody is there, and tells no secret', async () => {
    const server = await openMailServer()
    const wrong = (await findings(server.url.replace(/:[^:@]*@/, ':geheim@')))[0]
    expect(wrong).toMatchObject({ is: 'bad', says: { en: expect.stringContaining('SMTP_URL') } })
    await server.close()
    const away = (await findings(server.url))[0]
    expect(away).toMatchObject({ is: 'bad', says: { en: expect.stringContaining('greeting connection') } })
    expect(JSON.stringify([wrong, away])).not.toMatch(/geheim|redress@mail/)
  })

  it('trusts no certificate that nobody vouches for, and neither does a letter', async () => {
    const server = await openMailServer({ secure: true })
    expect((await findings(server.url))[0]).toMatchObject({
      is: 'bad',
      says: { en: expect.stringContaining('No encrypted connection') },
    })
    const bench = await openMailBench({ smtpUrl: server.url })
    const outcome = await bench.mail.sendMessage('person/ann', { text: 'x', lang: 'en' }, 'k')
    expect(outcome).toMatchObject({ is: 'retry', why: 'greeting tls' })
    expect(bench.told).toEqual(['tls'])
    expect(server.letters).toEqual([])
    await bench.server.close()
    await server.close()
  })

  it('never falls back to plain words where STARTTLS is asked for', async () => {
    const server = await openMailServer()
    const { port } = new URL(server.url)
    const login = { user: 'redress@mail', pass: 'p:w/%' }
    const post = makePost({ host: '127.0.0.1', port: Number(port), tls: 'starttls', login })
    const parcel = { from: 'a@works.example', to: 'b@works.example', raw: Buffer.from('Subject: x\r\n\r\nx') }
    expect(await post(parcel)).toMatchObject({ stage: 'greeting', why: 'tls' })
    expect(await makePost({ host: '127.0.0.1', port: Number(port), tls: 'none', login })(parcel)).toBe('accepted')
    expect(server.letters).toHaveLength(1)
    await server.close()
  })
})
