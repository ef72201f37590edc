/**
 * The wrapper around @wecom/crypto that checks what it does not (platforms/wecom.md, 2): constant-time signature, single
 * string parameters, time window, padding, lengths and whose message it is.
 */
import { createDecipheriv, timingSafeEqual } from 'node:crypto'
import { decrypt, getSignature } from '@wecom/crypto'
import type { Millis } from '../../src/rules/nouns.ts'
import { LIMITS, type WecomSettings } from './settings.ts'
import { only, readXml } from './xml.ts'

type Keys = Pick<WecomSettings, 'token' | 'encodingAesKey' | 'corpId'>

/** Why a callback was refused; a word from a closed set, for logs and counters. */
export type Unproven = 'parameters' | 'time' | 'body' | 'signature' | 'cipher' | 'receiver'

export type Opened = { readonly text: string } | { readonly unproven: Unproven }

/** Throws when the key is not one of 43 characters that stand for 32 bytes: a mistake in the settings. */
export function checkKey(encodingAesKey: string): void {
  const fits = /^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)
  if (!fits || Buffer.from(`${encodingAesKey}=`, 'base64').length !== 32) {
    throw new Error('WECOM_ENCODING_AES_KEY has to have exactly 43 letters and digits')
  }
}

/** Opens the `echostr` of a URL verification; its plaintext is the whole answer. */
export function openEcho(query: URLSearchParams, keys: Keys, wall: Millis): Opened {
  const proof = proofOf(query, wall)
  if ('unproven' in proof) return proof
  const echo = single(query, 'echostr')
  return echo === undefined ? { unproven: 'parameters' } : open(proof, echo, keys)
}

/** Opens the message in a POST body; gives its inner XML as text. */
export function openMessage(query: URLSearchParams, body: string, keys: Keys, wall: Millis): Opened {
  const proof = proofOf(query, wall)
  if ('unproven' in proof) return proof
  const outer = readXml(body)
  const encrypted = outer && only(outer, 'Encrypt')
  const to = outer && only(outer, 'ToUserName')
  if (encrypted === undefined || encrypted === '' || (to !== undefined && to !== keys.corpId))
    return { unproven: 'body' }
  return open(proof, encrypted, keys)
}

interface Proof {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
}

/** The signed parameters, each exactly once, and a time near now. */
function proofOf(query: URLSearchParams, wall: Millis): Proof | { readonly unproven: Unproven } {
  const signature = single(query, 'msg_signature')
  const timestamp = single(query, 'timestamp')
  const nonce = single(query, 'nonce')
  if (signature === undefined || timestamp === undefined || nonce === undefined) return { unproven: 'parameters' }
  if (!/^[0-9a-f]{40}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) return { unproven: 'parameters' }
  if (Math.abs(Number(timestamp) * 1000 - wall) > LIMITS.window) return { unproven: 'time' }
  return { signature, timestamp, nonce }
}

function single(query: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = query.getAll(name)
  return value === undefined || value === '' || value.length > 8192 || more.length > 0 ? undefined : value
}

function open({ signature, timestamp, nonce }: Proof, encrypted: string, keys: Keys): Opened {
  const expected = getSignature(keys.token, timestamp, nonce, encrypted)
  // Both are 40 hex digits, so the lengths are equal.
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return { unproven: 'signature' }
  try {
    if (!wellPadded(keys.encodingAesKey, encrypted)) return { unproven: 'cipher' }
    const { message, id } = decrypt(keys.encodingAesKey, encrypted)
    return id === keys.corpId ? { text: message } : { unproven: 'receiver' }
  } catch {
    return { unproven: 'cipher' }
  }
}

/** The package takes any padding and clamps absurd lengths; here both have to fit exactly. */
function wellPadded(encodingAesKey: string, encrypted: string): boolean {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const cipher = Buffer.from(encrypted, 'base64')
  if (cipher.length < 32 || cipher.length % 16 !== 0) return false
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(cipher), decipher.final()])
  const pad = plain.at(-1) ?? 0
  if (pad < 1 || pad > 32 || pad > plain.length - 20) return false
  if (!plain.subarray(-pad).every((byte) => byte === pad)) return false
  return plain.readUInt32BE(16) <= plain.length - 20 - pad
}
