/** A server that says nothing: how long a letter waits, and what is known of it then. */
import { expect, it } from 'vitest'
import { outcomeOf } from './outcome.ts'
import { makePost, type Patience, type Stage } from './post.ts'
import { serverOf } from './settings.ts'
import { type Manners, openMailServer } from './testing/mail-server.ts'

const LONG = 5_000
const LETTER = { from: 'a@works.example', to: 'b@works.example', raw: Buffer.from('Subject: x\r\n\r\n.x\r\n.\r\n') }

const stalls: readonly (readonly [Manners, Partial<Patience>, stage: Stage, is: string])[] = [
  [{ greeting: 'stall' }, { greeting: 150 }, 'greeting', 'retry'],
  [{ sender: 'stall' }, { envelope: 600 }, 'sender', 'retry'],
  [{ recipients: { '*': 'stall' } }, { envelope: 600 }, 'sender', 'retry'],
  [{ letter: 'stall' }, { all: 1_200 }, 'letter', 'unknown'],
]

it.each(stalls)('%j is waited for %j', async (manners, short, stage, is) => {
  const server = await openMailServer()
  Object.assign(server.manners, manners)
  const began = performance.now()
  const posted = await makePost(serverOf(server.url), { greeting: LONG, envelope: LONG, all: LONG, ...short })(LETTER)
  expect(performance.now() - began).toBeLessThan(LONG)
  if (posted === 'accepted') throw new Error('it was stalled')
  expect(posted).toMatchObject({ stage, why: 'timeout' })
  expect(outcomeOf(posted).is).toBe(is)
  await server.close()
})

it('a line with only a dot ends no letter', async () => {
  const server = await openMailServer()
  expect(await makePost(serverOf(server.url))(LETTER)).toBe('accepted')
  expect(server.letters[0]?.raw).toBe('Subject: x\r\n\r\n.x\r\n.\r\n')
  await server.close()
})
