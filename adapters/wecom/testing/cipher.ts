/** WeCom's own side of the cipher, written from its documentation; it shares no code with the adapter. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

export interface CallbackKeys {
  readonly token: string
  readonly aesKey: string
  readonly receiver: string
}

/** Encrypts a message as WeCom sends it. `bend` lets a test break the plaintext before it is encrypted. */
export function seal(message: string, keys: CallbackKeys, bend: (plain: Buffer) => Buffer = (plain) => plain): string {
  const body = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const bare = Buffer.concat([randomBytes(16), length, body, Buffer.from(keys.receiver)])
  const fill = 32 - (bare.length % 32)
  const plain = bend(Buffer.concat([bare, Buffer.alloc(fill, fill)]))
  const key = Buffer.from(`${keys.aesKey}=`, 'base64')
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
}

/** Decrypts what was encrypted for us. */
export function unseal(sealed: string, aesKey: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16))
  decipher.setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()])
  return plain.subarray(20, 20 + plain.readUInt32BE(16)).toString('utf8')
}

/** The signature over four values, sorted. */
export function sign(token: string, timestamp: string, nonce: string, sealed: string): string {
  return createHash('sha1').update([token, timestamp, nonce, sealed].sort().join('')).digest('hex')
}

/** The query of a callback, percent-encoded as on the wire. */
export function signedQuery(
  keys: CallbackKeys,
  sealed: string,
  at: number,
  extra: Record<string, string> = {},
): string {
  const timestamp = String(Math.floor(at / 1000))
  const nonce = String(Math.floor(Math.random() * 1e10))
  const values = { msg_signature: sign(keys.token, timestamp, nonce, sealed), timestamp, nonce, ...extra }
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
}

/** The body of a callback around an encrypted message. */
export function outerXml(receiver: string, agentId: string, sealed: string): string {
  return `<xml><ToUserName><![CDATA[${receiver}]]></ToUserName><AgentID><![CDATA[${agentId}]]></AgentID><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`
}
