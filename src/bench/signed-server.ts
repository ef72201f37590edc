/** The HTTP side that product and baseline share: plain node:http, the whole body, its signature, one answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSigned, MOMENT, type Secret, SIGNATURE } from './signing.ts'

/** What a subject answers. */
export interface Answered {
  readonly status: number
  readonly body: string
}

/** Answers a request whose signature is right. */
export type Answering = (request: IncomingMessage, body: string) => Promise<Answered> | Answered

/** Listens on a free port of this machine; gives the port. */
export async function serveSigned(secret: Secret, answer: Answering): Promise<number> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void respond(secret, answer, request, Buffer.concat(chunks).toString('utf8'), response))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return (server.address() as AddressInfo).port
}

async function respond(
  secret: Secret,
  answer: Answering,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const good = isSigned(secret, request.headers[MOMENT], request.headers[SIGNATURE], body)
  const { status, body: text } = good ? await answered(answer, request, body) : { status: 401, body: '{}' }
  const bytes = Buffer.from(text)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
}

async function answered(answer: Answering, request: IncomingMessage, body: string): Promise<Answered> {
  try {
    return await answer(request, body)
  } catch (error) {
    return { status: 500, body: String(error) }
  }
}
