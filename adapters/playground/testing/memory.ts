/** A chat log and files that live in memory, for tests of the playground alone. */
import { createHash } from 'node:crypto'
import type { ChatLog, ChatPost, Files } from '../../../src/ports.ts'
import type { FileRef } from '../../../src/rules/nouns.ts'

type Mutable = { -readonly [K in keyof ChatPost]: ChatPost[K] }

/** An empty chat log; while `down` is true every call fails. */
export function memoryChat(): ChatLog & { down: boolean } {
  const posts: Mutable[] = []
  const keys = new Map<string, number>()
  let seq = 0
  const up = () => {
    if (chat.down) throw new Error('down')
  }
  const chat: ChatLog & { down: boolean } = {
    down: false,
    async post({ key, to, number, body }, now) {
      up()
      const known = keys.get(key)
      if (known !== undefined) return known
      seq += 1
      const id = posts.length + 1
      posts.push({ id, seq, to, posted: now, changed: now, body, ...(number === undefined ? {} : { number }) })
      keys.set(key, id)
      return id
    },
    async revise(id, body, now) {
      up()
      const post = posts[id - 1]
      if (post === undefined) return false
      seq += 1
      Object.assign(post, { body, changed: now, seq })
      return true
    },
    async since(after, limit, to) {
      up()
      return posts
        .filter((post) => post.seq > after && (to === undefined || post.to === to))
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit)
        .map((post) => ({ ...post }))
    },
    at: async (to, limit, before = Number.POSITIVE_INFINITY) =>
      posts.filter((post) => post.to === to && post.id < before).slice(-limit),
    about: async (number, limit) => posts.filter((post) => post.number === number).slice(-limit),
    get: async (id) => posts[id - 1],
    last: async () => seq,
  }
  return chat
}

/** An empty file store that knows PNG by its first bytes, and refuses what calls itself a program. */
export function memoryFiles(): Files {
  const kept = new Map<string, { readonly ref: FileRef; readonly bytes: Uint8Array }>()
  return {
    async put(bytes, name) {
      if (bytes.length === 0 || bytes[0] === 0x4d) return { refused: 'file_type', params: { name } }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const type = bytes[0] === 0x89 ? 'image/png' : 'text/html'
      const ref = { sha256, name, type, size: bytes.length }
      kept.set(sha256, { ref, bytes })
      return ref
    },
    get: async (sha256) => kept.get(sha256)?.bytes,
    find: async (sha256) => kept.get(sha256)?.ref,
    sweep: async () => 0,
  }
}
