/** Ten changes of one case within a second, as they reach a channel of Slack that takes one message a second. */
import { makeTown } from '../../adapters/slack/testing/house.ts'
import type { Effort, Finding } from './figures.ts'
import { complaint, REVIEWER } from './kinds.ts'

const CHANGES = 10

export interface Reached {
  /** How often the case's card in the channel was changed by them. */
  readonly updates: number
  /** Milliseconds from the first change to the last that was acknowledged, and from there until all was delivered. */
  readonly took: number
  readonly behind: number
  /** Whether the card shows the case as it is after the last change. */
  readonly isLast: boolean
}

/** Files a complaint, waits until it stands in the channel, and changes it ten times. */
export async function tenChanges(): Promise<Reached> {
  const town = await makeTown()
  const { house } = await town.open({ keepPace: true })
  try {
    const actor = { kind: 'person', id: REVIEWER } as const
    const { fields, ...values } = complaint(1)
    const filing = { id: 'filing', actor, via: 'bench', do: 'file', lang: 'zh', strict: false } as const
    const filed = await house.desk.submit({ ...filing, values: { ...values, ...fields } })
    if ('refused' in filed) throw new Error(filed.refused)
    const { number } = filed
    await house.settle()
    const before = town.workspace.calls.length
    const began = performance.now()
    for (let n = 1; n <= CHANGES; n++) {
      const note = {
        id: `n${n}`,
        actor,
        via: 'bench',
        do: 'act',
        number,
        verb: 'note',
        reason: `第 ${n} 次来电`,
      } as const
      const done = await house.desk.submit(note)
      if ('refused' in done) throw new Error(done.refused)
    }
    const done = performance.now()
    await house.settle()
    const behind = performance.now() - done
    const channels = new Set(town.workspace.channels.values())
    const calls = town.workspace.calls.slice(before)
    const updates = calls.filter(({ method, args }) => method === 'chat.update' && channels.has(String(args.channel)))
    const isLast = JSON.stringify(updates.at(-1)?.args ?? {}).includes(`第 ${CHANGES} 次来电`)
    return { updates: updates.length, took: done - began, behind, isLast }
  } finally {
    await house.stop()
    await town.close()
  }
}

export async function measure({ rounds }: Effort): Promise<Finding> {
  const seen: Reached[] = []
  for (let round = 0; round < rounds; round++) seen.push(await tenChanges())
  if (seen.some(({ isLast }) => !isLast)) throw new Error('the card does not show the last change')
  const of = (key: 'updates' | 'took' | 'behind'): readonly number[] => seen.map((one) => one[key])
  return {
    title: 'Ten changes of one case within a second, in a Slack channel',
    series: [
      { name: 'updates of its card', unit: '', values: of('updates') },
      { name: 'the ten changes', unit: 'ms', values: of('took') },
      { name: 'from the last of them until the card shows it', unit: 'ms', values: of('behind') },
    ],
    notes: ['A local stand-in of Slack; the lane keeps to one message a second, as with the real one.'],
  }
}
