import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { acting, filing, START } from '../data/contract/samples.ts'
import { makeMetrics } from './metrics.ts'
import type { Backlog } from './ports.ts'
import type { ActCommand } from './rules/commands.ts'

const counts = { cases: 12, open: 5, timers: 7, outbox: 3, givenUp: 1 }

const idle: Backlog = { outbox: [], timers: { due: 0 } }

function metrics(next?: number, waits: () => Backlog = () => idle) {
  const store = {
    counts: async () => counts,
    nextSend: async () => next,
    backlog: async () => waits(),
    setting: async () => '2',
  }
  return makeMetrics({ store, clock: { now: () => START }, version: '0.1.0' })
}

/** The value of a line of the metrics' text. */
const read = (text: string, line: string) =>
  text
    .split('\n')
    .find((one) => one.startsWith(`${line} `))
    ?.split(' ')
    .at(-1)

describe('metrics', () => {
  it('count commands by verb and outcome, refusals by code, and time them', async () => {
    const counted = metrics()
    counted.command(filing('a'), 'done')
    counted.command(acting('b', 'C-20261122-0001', 'approve'), 'refused', 'not_yours')
    const { text, type } = await counted.text()
    expect(type).toContain('text/plain')
    expect(read(text, 'redress_commands_total{verb="file",outcome="done"}')).toBe('1')
    expect(read(text, 'redress_commands_total{verb="approve",outcome="refused"}')).toBe('1')
    expect(read(text, 'redress_refusals_total{code="not_yours"}')).toBe('1')
  })

  it('time every answer of the desk, also a failed one', async () => {
    const counted = metrics()
    const answers = [async () => ({ number: 'C-20261122-0001', revision: 1 }), () => Promise.reject(new Error('no'))]
    const desk = counted.timed({ submit: () => answers.shift()?.() as never, settle: async () => {} })
    expect(await desk.submit(filing('a'))).toMatchObject({ revision: 1 })
    await expect(desk.submit(filing('b'))).rejects.toThrow('no')
    const { text } = await counted.text()
    expect(read(text, 'redress_command_seconds_count')).toBe('2')
    expect(read(text, 'redress_command_seconds_bucket{le="10"}')).toBe('2')
  })

  it('count requests by route, and how far the event loop lags', async () => {
    const counted = metrics()
    counted.request({ method: 'GET', route: '/healthz', status: 200 })
    const { text } = await counted.text()
    expect(read(text, 'redress_http_requests_total{method="GET",route="/healthz",status="200"}')).toBe('1')
    expect(Number(read(text, 'nodejs_eventloop_lag_p99_seconds'))).toBeGreaterThanOrEqual(0)
  })

  it('tell what waits by platform, and forget a platform that has sent everything', async () => {
    const rows = [{ platform: 'slack', waiting: 4, oldest: START - 120_000 }]
    const steps: Backlog[] = [{ outbox: rows, timers: { due: 2, oldest: START - 30_000 } }, idle]
    const counted = metrics(undefined, () => steps.shift() ?? idle)
    const { text } = await counted.text()
    expect(read(text, 'redress_outbox_depth{platform="slack"}')).toBe('4')
    expect(read(text, 'redress_outbox_age_seconds{platform="slack"}')).toBe('120')
    expect(read(text, 'redress_timers_late')).toBe('2')
    expect(read(text, 'redress_timers_late_seconds')).toBe('30')
    const after = (await counted.text()).text
    expect(read(after, 'redress_outbox_depth{platform="slack"}')).toBeUndefined()
    expect(read(after, 'redress_timers_late_seconds')).toBe('0')
  })

  it('count deliveries, timers and reminders', async () => {
    const counted = metrics()
    counted.delivery('playground', 'view', 'sent')
    counted.rung(3)
    for (const rung of ['0', '0', '1']) counted.nagged({ clock: 'register', rung })
    counted.heeded({ clock: 'register', rung: 0 })
    counted.left({ carries: 3, waited: ['budget', 'quiet'], nth: 4 })
    const { text } = await counted.text()
    expect(read(text, 'redress_deliveries_total{platform="playground",kind="view",outcome="sent"}')).toBe('1')
    expect(read(text, 'redress_timers_rung_total')).toBe('3')
    expect(read(text, 'redress_nags_total{clock="register",rung="0"}')).toBe('2')
    expect(read(text, 'redress_nags_heeded_total{clock="register",rung="0"}')).toBe('1')
    expect(read(text, 'redress_roundups_total')).toBe('1')
    expect(read(text, 'redress_reminders_held_total{cause="budget"}')).toBe('1')
    expect(read(text, 'redress_reminders_per_person_bucket{le="3"}')).toBe('0')
    expect(read(text, 'redress_reminders_per_person_bucket{le="5"}')).toBe('1')
  })

  it('read what stands in the store when they are asked for', async () => {
    const { text } = await metrics(START - 90_000).text()
    expect(read(text, 'redress_cases')).toBe('12')
    expect(read(text, 'redress_cases_open')).toBe('5')
    expect(read(text, 'redress_timers')).toBe('7')
    expect(read(text, 'redress_outbox_given_up')).toBe('1')
    expect(read(text, 'redress_outbox_overdue_seconds')).toBe('90')
    expect(read(text, 'redress_unattended_cases')).toBe('2')
    expect(read(text, `redress_build_info{version="0.1.0",node="${process.versions.node}"}`)).toBe('1')
  })

  it('count for every platform under one name, whatever labels each has', async () => {
    const counted = metrics()
    const { meter } = counted
    meter.count('slack', 'api_calls', { method: 'chat.postMessage', result: 'ok' })
    meter.count('dingtalk', 'api_calls', { api: 'createCard', result: 'ok' }, 2)
    meter.count('slack', 'api_calls', { method: 'chat.postMessage', result: 'ok' })
    meter.count('wecom', 'api_calls')
    meter.gauge('slack', 'behind_seconds', 3)
    const { text } = await counted.text()
    const calls = (labels: string) => read(text, `redress_platform_api_calls_total{${labels}}`)
    expect(calls('platform="slack",method="chat.postMessage",result="ok"')).toBe('2')
    expect(calls('platform="dingtalk",api="createCard",result="ok"')).toBe('2')
    expect(calls('platform="wecom"')).toBe('1')
    expect(text.match(/# TYPE redress_platform_api_calls_total/g)).toHaveLength(1)
    expect(read(text, 'redress_platform_behind_seconds{platform="slack"}')).toBe('3')
  })

  it('go on counting while the database is down, and say that it is', async () => {
    const up: boolean[] = [false, true]
    const counted = metrics(undefined, () => {
      if (up.shift() === false) throw new Error('disk full')
      return idle
    })
    counted.rung(1)
    const down = (await counted.text()).text
    expect([read(down, 'redress_database_up'), read(down, 'redress_timers_rung_total')]).toEqual(['0', '1'])
    expect(read((await counted.text()).text, 'redress_database_up')).toBe('1')
  })

  it('stand in docs/operating.md, every one of ours, with what it means and when to worry', async () => {
    const { text } = await metrics().text()
    const ours = [...text.matchAll(/^# TYPE (redress_\w+) /gm)].map(([, name]) => name)
    const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `(redress_\w+?)(?:\{[^}]*\})?` \|(.+)\|(.+)\|$/gm)]
    expect(rows.map(([, name]) => name).sort()).toEqual([...ours].sort())
    for (const [, name, means = '', worry = ''] of rows) {
      expect(means.trim().length, name).toBeGreaterThan(8)
      expect(worry.trim().length, name).toBeGreaterThan(0)
    }
  })

  it('call nothing overdue when the next send is in the future or there is none', async () => {
    for (const next of [START + 5_000, undefined]) {
      expect(read((await metrics(next).text()).text, 'redress_outbox_overdue_seconds')).toBe('0')
    }
  })

  it('never make a label of what somebody wrote', async () => {
    const counted = metrics()
    const verb = '张三 13800138000' as ActCommand['verb']
    counted.command(acting('张三', 'C-20261122-0001', verb), 'refused', '张三')
    const { text } = await counted.text()
    expect(text).not.toMatch(/张三|13800138000|C-20261122/)
    expect(read(text, 'redress_commands_total{verb="other",outcome="refused"}')).toBe('1')
    expect(read(text, 'redress_refusals_total{code="other"}')).toBe('1')
  })
})
