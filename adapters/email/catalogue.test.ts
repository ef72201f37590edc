/** Everything the house says can be written as a letter, in both languages: each card, each notice, each word to customers. */
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { SENTENCES } from '../../cards/catalogue.ts'
import { drawCard } from '../../cards/draw.ts'
import { cardLetter, customerLetter, type Letter, plainLetter, wordLetter } from '../../cards/letter.ts'
import { customerText, writeNotice } from '../../cards/notices.ts'
import { DIRECTORY, POLICY } from '../../cards/testing/company.ts'
import {
  APPROVAL_SPEC,
  APPROVAL_TASK,
  CASE_SPEC,
  complaint,
  IN_APPROVAL,
  NOON,
  scene,
  taskSpec,
} from '../../cards/testing/scenes.ts'
import { type Lang, VERBS } from '../../src/rules/nouns.ts'
import { compose, messageId } from './compose.ts'

const SENDER = { name: '清风, "电器"', address: 'care@breeze.example' }
const TO = 'zhao@works.example'
const LANGS: readonly Lang[] = ['zh', 'en']
const NUMBER = complaint().number

const arrived = async (letter: Letter) =>
  PostalMime.parse(await compose(letter, { sender: SENDER, to: TO, key: JSON.stringify(letter), at: NOON }))

/** Where its way leads stands in the HTML as an address, not as words. */
const withoutLink = ({ link: _, ...letter }: Letter): Letter => letter

/** A letter that arrives says what it said when it left, in both its parts, and nothing is left unfilled. */
async function arrivesWhole(letter: Letter): Promise<void> {
  const mail = await arrived(letter)
  expect(mail.subject).toBe(letter.subject)
  expect(mail.subject).toContain(NUMBER)
  expect(mail.from).toMatchObject(SENDER)
  expect(mail.messageId).toBe(messageId(JSON.stringify(letter), SENDER))
  expect(mail.text?.trim()).toBe(plainLetter(letter).trim())
  expect(plainLetter(letter)).not.toMatch(/\{\w+\}|undefined/)
  const seen = (mail.html ?? '').replace(/<style>[\s\S]*?<\/style>|<title>.*?<\/title>|<[^>]+>/g, ' ')
  const words = (text: string): string[] => text.split(/[\s>:—]+/).filter((word) => word !== '')
  const plain = seen.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name as 'lt'] ?? '',
  )
  for (const word of words(plainLetter(withoutLink(letter)))) expect(plain).toContain(word)
}

describe.each(LANGS)('in %s', (lang) => {
  it('cards', async () => {
    const specs = [
      CASE_SPEC,
      { ...CASE_SPEC, state: 'done' as const },
      taskSpec('review', VERBS),
      { ...APPROVAL_SPEC, verbs: VERBS },
    ]
    for (const spec of specs)
      for (const shared of [true, false]) {
        const state = spec.key === APPROVAL_SPEC.key ? IN_APPROVAL : complaint()
        const card = drawCard(scene(spec, state, { lang, shared, tasks: [APPROVAL_TASK] }))
        await arrivesWhole(cardLetter(card, `https://redress.example/f/case/${NUMBER}`))
      }
  })

  it('notices', async () => {
    const params = { number: NUMBER, stage: '初审', owner: 'x', due: { at: NOON }, by: 'y' }
    const texts = Object.keys(SENTENCES).filter((id) => /^(?:word|nag)\./.test(id))
    expect(texts.length).toBeGreaterThan(8)
    for (const text of texts) {
      const place = { in: 'person', person: 'zhao' } as const
      const spec = { key: text, kind: 'word', place, text, params } as const
      const message = writeNotice(spec, {
        case: complaint(),
        policy: POLICY,
        directory: DIRECTORY,
        lang,
        tz: 'Asia/Shanghai',
      })
      await arrivesWhole(wordLetter(message))
    }
  })

  it('words to customers', async () => {
    const texts = Object.keys(POLICY.texts)
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) {
      const message = customerText(text, {
        case: complaint({ lang }),
        policy: POLICY,
        directory: DIRECTORY,
        tz: 'Asia/Shanghai',
      })
      if (message === undefined) throw new Error(text)
      const letter = customerLetter(message)
      await arrivesWhole(letter)
      expect(plainLetter(letter).trim()).toBe(message.text)
    }
  })
})

it('bounds what it is given: a long word, a subject of many lines, a hundred blocks', async () => {
  const long = wordLetter({ text: `${'长'.repeat(300)}\n${'x'.repeat(90_000)}`, lang: 'zh', number: NUMBER })
  expect(long.subject.length).toBeLessThan(200)
  expect(plainLetter(long).length).toBeLessThan(5_000)
  const card = drawCard(scene(CASE_SPEC, complaint()))
  const block = { block: 'text', text: 'y'.repeat(9_000) } as const
  const many = cardLetter({ ...card, blocks: Array.from({ length: 500 }, () => block) })
  const raw = await compose(many, { sender: SENDER, to: TO, key: 'k', at: NOON })
  expect(raw.length).toBeLessThan(1_000_000)
})
