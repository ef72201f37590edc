/** `redress doctor` for mail: the server, TLS and login, and whose address can be used. Sends nothing. */
import type { Finding } from '../../src/ports.ts'
import type { Directory } from '../../src/rules/nouns.ts'
import { mailbox } from './mailbox.ts'
import { mistakeOf, whyOf } from './outcome.ts'
import { tryServer } from './post.ts'
import type { MailServer } from './settings.ts'
import { FINDINGS, finding, MISTAKES } from './words.ts'

/** Looks at one thing after the other. Never throws. */
export async function* examine(server: MailServer, directory: Directory): AsyncGenerator<Finding> {
  yield await serverFinding(server)
  yield peopleFinding(directory)
}

async function serverFinding(server: MailServer): Promise<Finding> {
  const tried = await tryServer(server)
  if (tried === 'accepted')
    return finding('server', 'good', server.tls === 'none' ? FINDINGS.server_plain : FINDINGS.server_good)
  const mistake = mistakeOf(tried)
  if (mistake !== undefined) return { check: 'server', is: 'bad', says: MISTAKES[mistake] }
  return finding('server', 'bad', FINDINGS.server_away, whyOf(tried))
}

function peopleFinding({ people }: Directory): Finding {
  const written = Object.values(people).filter(({ email }) => email !== undefined)
  if (written.length === 0) return finding('people', 'warning', FINDINGS.nobody)
  const wrong = written.filter(({ email = '' }) => mailbox(email) === undefined).map(({ id }) => id)
  return wrong.length === 0
    ? finding('people', 'good', FINDINGS.people, String(written.length))
    : finding('people', 'warning', FINDINGS.unreadable, wrong.slice(0, 20).join(', '))
}
