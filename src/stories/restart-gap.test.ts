/** A restart while people click: whoever sends again what got no answer is heard once, and nobody waits long. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { FRIDGE } from './house.ts'
import { type Serving, serve } from './serving.ts'

const folder = mkdtempSync(join(tmpdir(), 'redress-gap-'))
const running: Serving[] = []
afterAll(() => {
  for (const one of running) one.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function start(port: string): Promise<Serving> {
  const server = await serve(folder, { PORT: port })
  running.push(server)
  return server
}

interface Answer {
  readonly is: string
  readonly number: string
  readonly revision: number
}

const act = async (url: string, body: object): Promise<Answer> => {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return (await fetch(`${url}/playground/api/act`, sent)).json() as Promise<Answer>
}

/** One person who leaves notes, one after the other, and sends each again until it is answered. Gives what was answered. */
async function notes(url: string, number: string, over: () => boolean) {
  const answers: { readonly body: object; readonly answer: Answer; readonly tries: number }[] = []
  for (let n = 1; !over(); n += 1) {
    const body = {
      as: 'wang.li',
      do: 'command',
      text: `/complaint note ${number} ${number} ${n}`,
      key: `${number}.${n}`,
    }
    for (let tries = 1; ; tries += 1) {
      const answer = await act(url, body).catch(() => undefined)
      if (answer) answers.push({ body, answer, tries })
      if (answer) break
      await pause(5)
    }
  }
  return answers
}

test('clicks of a restart act once, and get the same answer when they are sent again', async () => {
  const first = await start('0')
  const { url } = first
  const filed = await Promise.all(
    Array.from({ length: 4 }, () =>
      act(url, { as: 'wang.li', do: 'submit', form: 'redress.form.intake', values: FRIDGE }),
    ),
  )
  let over = false
  const people = filed.map(({ number }) => notes(url, number, () => over))
  await pause(300)
  first.signal('SIGTERM')
  expect((await first.ended()).status).toBe(0)
  await start(new URL(url).port)
  await pause(300)
  over = true
  const all = (await Promise.all(people)).flat()

  expect(all.filter(({ answer }) => answer.is !== 'done')).toEqual([])
  // Somebody stood before a closed door, and came again.
  expect(all.filter(({ tries }) => tries > 1).length).toBeGreaterThan(0)
  // Each note is one fact, also one that was sent when nobody answered.
  for (const { number } of filed) {
    const own = all.filter(({ answer }) => answer.number === number)
    const revisions = own.map(({ answer }) => answer.revision)
    expect(revisions).toEqual(revisions.map((_, i) => (revisions[0] ?? 0) + i))
  }
  for (const { body, answer } of all.filter(({ tries }) => tries > 1)) expect(await act(url, body)).toEqual(answer)
}, 60_000)
