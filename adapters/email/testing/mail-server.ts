/** A real SMTP server on this machine that keeps what it takes, and can refuse, stall and hang up where it is told to. */
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A letter as it arrived. */
export interface Arrived extends Email {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  readonly raw: string
}

/** What the server does where: a reply code (with text), or `stall` for no answer at all. Absent: all is well. */
export interface Manners {
  greeting?: Reply
  sender?: Reply
  /** By address; `*` for all. */
  recipients?: Readonly<Record<string, Reply>>
  /** After the letter: `vanish` keeps it and hangs up without an answer, `drop` hangs up and forgets it. */
  letter?: Reply | 'vanish' | 'drop'
}
type Reply = readonly [code: number, text: string] | 'stall'

export interface MailServerStandIn {
  readonly url: string
  readonly letters: Arrived[]
  readonly manners: Manners
  /** Connections that were opened, how many stood side by side at most, and letters that came in whole. */
  readonly seen: { connections: number; atOnce: number; whole: number }
  close(): Promise<void>
}

const LOGIN = { user: 'redress@mail', pass: 'p:w/%' }

/** Opens one on a free port. It wants a login; its `url` has the right one. `secure`: TLS with a certificate nobody trusts. */
export async function openMailServer({ secure = false } = {}): Promise<MailServerStandIn> {
  const letters: Arrived[] = []
  const manners: Manners = {}
  const seen = { connections: 0, atOnce: 0, whole: 0 }
  const server = new SMTPServer({
    ...{ secure, authOptional: false, hideSTARTTLS: true, allowInsecureAuth: true, closeTimeout: 50, logger: false },
    onConnect(_session, done) {
      seen.connections += 1
      seen.atOnce = Math.max(seen.atOnce, server.connections.size)
      answer(manners.greeting, done)
    },
    onAuth({ username, password }, _session, done) {
      const right = username === LOGIN.user && password === LOGIN.pass
      if (right) done(null, { user: username })
      else done(failure([535, '5.7.8 no such user redress@mail']))
    },
    onMailFrom: (_address, _session, done) => answer(manners.sender, done),
    onRcptTo: ({ address }, _session, done) => answer(manners.recipients?.[address] ?? manners.recipients?.['*'], done),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const { letter } = manners
        seen.whole += 1
        if (letter === undefined || letter === 'vanish') {
          const raw = Buffer.concat(chunks)
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
          const to = envelope.rcptTo.map(({ address }) => address)
          letters.push({ ...(await PostalMime.parse(raw)), envelope: { from, to }, raw: raw.toString() })
        }
        if (letter === 'vanish' || letter === 'drop') for (const { _socket } of server.connections) _socket.destroy()
        else answer(letter, done)
      })
    },
  })
  // A client that hangs up in the middle is what some of these tests are about.
  server.on('error', () => undefined)
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const login = `${encodeURIComponent(LOGIN.user)}:${encodeURIComponent(LOGIN.pass)}`
  return {
    url: `${secure ? 'smtps' : 'smtp'}://${login}@127.0.0.1:${port}`,
    ...{ letters, manners, seen },
    close: () =>
      new Promise((resolve) => {
        for (const { _socket } of server.connections) _socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function answer(reply: Reply | undefined, done: (error?: Error | null) => void): void {
  if (reply === 'stall') return
  done(reply === undefined ? null : failure(reply))
}

const failure = ([responseCode, text]: readonly [number, string]): Error =>
  Object.assign(new Error(text), { responseCode })
