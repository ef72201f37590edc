/** A whole house whose people and channels are on the local DingTalk; customers hear through the playground's inbox. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import type { House, HouseOptions } from '../../../src/main.ts'
import type { Platform } from '../../../src/ports.ts'
import { makePlot } from '../../playground/testing/real-house.ts'
import { CORP, CREDENTIALS, openStandIn, type StandIn, type StandInOptions, TEMPLATE } from './stand-in.ts'

const POLICY = fileURLToPath(new URL('../../../data/policy.yaml', import.meta.url))

/** DingTalk's id of a person. */
export const accountOf = (person: string): string => `staff-${person.replace('.', '-')}`
/** DingTalk's id of a channel's group. */
export const groupOf = (channel: string): string => `cid${channel}==`

export interface DingtalkPlot {
  readonly standIn: StandIn
  /** Added to the machine's time, for the house. */
  readonly time: { ahead: number }
  open(options?: HouseOptions): Promise<{ readonly house: House; readonly url: string }>
  clear(): Promise<void>
}

export interface PlotOptions extends StandInOptions {
  /** False: no card template, so everything goes in words. */
  readonly template?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** True: the house looks everybody up, 15 a second, which takes a while. */
  readonly contacts?: boolean
  /** Only these people have accounts here and no channel has a group: hardly anything leaves, for tests of what comes in. */
  readonly only?: readonly string[]
}

/** Looking everybody up takes seconds at the pace the platform allows; most tests do not need it. */
function withoutRoster(platform: Platform): Platform {
  const { accounts: _slow, ...rest } = platform
  return rest
}

/** Starts a local DingTalk and plots a house for it. */
export async function plotDingtalk({
  template = true,
  env = {},
  contacts = false,
  only,
  ...options
}: PlotOptions = {}): Promise<DingtalkPlot> {
  // The client says on the console when it connects and leaves.
  vi.spyOn(console, 'info').mockImplementation(() => {})
  const time = { ahead: 0 }
  const standIn = await openStandIn(options)
  const file = join(mkdtempSync(join(tmpdir(), 'redress-dingtalk-')), 'policy.yaml')
  writeFileSync(file, onDingtalk(readFileSync(POLICY, 'utf8'), standIn, only))
  const plot = makePlot('zh', {
    POLICY_FILE: file,
    DINGTALK_CLIENT_ID: CREDENTIALS.clientId,
    DINGTALK_CLIENT_SECRET: CREDENTIALS.clientSecret,
    DINGTALK_CORP_ID: CORP,
    DINGTALK_ROBOT_CODE: CREDENTIALS.robotCode,
    DINGTALK_API_URL: standIn.base,
    DINGTALK_OAPI_URL: standIn.base,
    ...(template ? { DINGTALK_CARD_TEMPLATE_ID: TEMPLATE } : {}),
    ...env,
  })
  return {
    standIn,
    time,
    open: (more) =>
      plot.open({ wall: () => Date.now() + time.ahead, wrap: contacts ? (one) => one : withoutRoster, ...more }),
    async clear() {
      await standIn.close()
      plot.clear()
      rmSync(dirname(file), { recursive: true, force: true })
    },
  }
}

/** The shipped policy with everybody's account and every channel moved to the local DingTalk. */
function onDingtalk(policy: string, { people, groups }: StandIn, only: readonly string[] | undefined): string {
  const moved = policy
    .replace(/accounts: \{playground: ([\w.]+)\}/g, (whole, id: string) => {
      people.set(accountOf(id), { name: id, unionid: `union-${id}` })
      return only?.includes(id) === false ? whole : `accounts: {dingtalk: ${accountOf(id)}}`
    })
    .replace(/playground: "#(\w+)"/g, (_whole, channel: string) => {
      groups.set(groupOf(channel), { robot: true, members: [] })
      return only === undefined ? `dingtalk: "${groupOf(channel)}"` : ''
    })
  if (people.size < 20 || groups.size < 5) throw new Error('the shipped policy writes its accounts elsewhere now')
  return moved
}
