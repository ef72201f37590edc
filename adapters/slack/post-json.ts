/** A small POST of JSON, by node:http on connections that stay open: an answer to every click should cost little. */
import { request as plain } from 'node:http'
import { request as encrypted } from 'node:https'
import type { Millis } from '../../src/rules/nouns.ts'

/** Posts, and gives the status; redirects are not followed. Rejects when there is no answer within `limit`. */
export function postJson(url: URL, body: object, limit: Millis): Promise<number> {
  const bytes = Buffer.from(JSON.stringify(body))
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length }
  const open = url.protocol === 'https:' ? encrypted : plain
  return new Promise((resolve, reject) => {
    const sent = open(url, { method: 'POST', headers, timeout: limit }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
      answer.once('error', reject)
    })
    // Counts silence on the connection, from being queued to the last byte.
    sent.once('timeout', () => sent.destroy(new Error('timeout')))
    sent.once('error', reject)
    sent.end(bytes)
  })
}
