/** A platform that takes a message and answers only when nobody waits for it any more: it is there once, and known to be. */
import { expect, it } from 'vitest'
import type { Platform, SendOutcome } from '../../ports.ts'
import { type Call, chat, deliver, place, scene, setScene, states, want, word } from '../../testing/outbox.ts'

setScene()

const LATER = 3_600_000

/** A platform where everything arrives at once and the first answers come late; `there` is what people see. */
function lateChat(abilities: { readonly recognisesKeys: boolean }) {
  const there = new Map<string, string>()
  const late: ((outcome: SendOutcome) => void)[] = []
  let punctual = false
  const { platform, answers } = chat(abilities)
  answers((call: Call) => {
    const known = call.did !== 'update' && abilities.recognisesKeys && there.has(call.key)
    const name = call.handle ?? (known ? call.key : `${call.key}#${there.size}`)
    if (!known) there.set(abilities.recognisesKeys ? (call.handle ?? call.key) : name, call.said)
    const outcome = { is: 'sent', handle: abilities.recognisesKeys ? (call.handle ?? call.key) : name } as const
    return punctual ? outcome : new Promise<SendOutcome>((resolve) => late.push(() => resolve(outcome)))
  })
  const lookup: Platform['lookup'] = async (_to, key) => {
    const handle = [...there.keys()].find((name) => name.startsWith(`${key}#`))
    return handle === undefined ? { is: 'absent' } : { is: 'sent', handle }
  }
  return {
    platform: abilities.recognisesKeys ? platform : { ...platform, lookup },
    there: () => [...there.values()],
    /** The answers come after all, and from now on in time. */
    wakes() {
      punctual = true
      for (const answer of late) answer({ is: 'sent', handle: '' })
    },
  }
}

it.each([
  ['knows a key again', true],
  ['can only be searched', false],
])('is not told twice when it %s', async (_, recognisesKeys) => {
  const { platform, there, wakes } = lateChat({ recognisesKeys })
  const { delivery } = deliver(platform, { patience: 20 })
  await want([place], [word('test:li', 'nag'), word('test:customer', 'sorry', { kind: 'customer' })])
  await delivery.idle()
  expect((await states()).map((line) => line.split(' ')[1])).toEqual(['waiting', 'waiting', 'waiting'])
  wakes()
  scene.now += LATER
  delivery.wake()
  await delivery.idle()
  expect((await states()).sort()).toEqual(['case sent', 'nag sent', 'sorry sent'])
  expect(there().sort()).toEqual(['first', 'nag', 'sorry'])
})
