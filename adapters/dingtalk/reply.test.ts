import { expect, test } from 'vitest'
import { makeReplies, type ReplyParts, type Where } from './reply.ts'

const GROUP: Where = { address: 'group/g1', account: 'u1', direct: false, staff: true }
const CALLER = { actor: { kind: 'person', id: 'wang.li' }, via: 'dingtalk', lang: 'zh' } as const

function heard() {
  const inGroup: string[] = []
  const alone: string[] = []
  const replies = makeReplies({
    parts: { log: { warn: () => {} } },
    webhooks: {
      knows: () => true,
      say: async (_address: string, { text }: { text: string }) => void inGroup.push(text),
    },
    robot: {
      async toPeople(people: readonly string[], { text }: { text: string }) {
        alone.push(`${people.join()}: ${text}`)
        return new Map()
      },
    },
  } as unknown as ReplyParts)
  const done = (text: string, own?: true) =>
    replies.give(
      GROUP,
      CALLER,
      { is: 'done', number: 'C-1', revision: 2, message: { text, lang: 'zh', ...(own ? { own } : {}) } },
      'k',
    )
  return { inGroup, alone, done }
}

test('contact data that was asked for in a group is told to that person alone', async () => {
  const { inGroup, alone, done } = heard()
  await done('电话：13812345678', true)
  expect(inGroup).toEqual([])
  expect(alone).toEqual(['u1: 电话：13812345678'])
})

test('an ordinary answer is given where it was asked', async () => {
  const { inGroup, alone, done } = heard()
  await done('已提交')
  expect([inGroup.length, alone.length]).toEqual([1, 0])
})
