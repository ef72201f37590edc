/** Lint: clocks run out, reminders come in order, everything people wait for has a limit. */

import { addSpan, fits } from '../rules/calendar.ts'
import { afterOf, warns } from '../rules/ladder.ts'
import { hearsUs } from '../rules/people.ts'
import type { Live, Policy, Rung, Span, Who } from '../rules/policy.ts'
import type { Path, Report } from './problems.ts'
import { both, listed } from './problems.ts'

/** Everything about clocks and the ladder. */
export function lintTime(policy: Policy, live: Live, report: Report): void {
  for (const clock of Object.values(policy.clocks)) {
    if (clock.complex) lintSpan(clock.complex, ['clocks', clock.id, 'complex'], live, report)
    for (const level of [1, 2, 3] as const) {
      const all = clock.spans[1].text === clock.spans[2].text && clock.spans[2].text === clock.spans[3].text
      if (level === 1 || !all)
        lintSpan(clock.spans[level], ['clocks', clock.id, all ? 'all' : `l${level}`], live, report)
    }
  }
  lintLadder(policy.ladder, ['ladder'], policy, live, report)
  for (const { id, ladder } of Object.values(policy.clocks))
    if (ladder) lintLadder(ladder, ['clocks', id, 'ladder'], policy, live, report)
  for (const key of ['acknowledge', 'snooze'] as const) lintChoices(key, policy, live, report)
  for (const stage of Object.values(policy.flow.stages)) {
    if (stage.kind === 'callback') {
      lintSpan(stage.opens, ['flow', 'stages', stage.id, 'opens'], live, report)
      lintSpan(stage.tries.every, ['flow', 'stages', stage.id, 'tries', 'every'], live, report)
    }
    if (stage.kind === 'end' || stage.kind === 'parallel' || stage.clock !== undefined || policy.dwell !== undefined)
      continue
    const message = both(
      `环节 ${stage.id} 没有时限，没有人会被催`,
      `Stage ${stage.id} has no limit, so nobody is ever reminded`,
    )
    report.warn(['flow', 'stages', stage.id], message, both('写 clock，或写 dwell。', 'Write a clock, or dwell.'))
  }
  lintPlaces(policy, report)
  const used = new Set([policy.dwell, ...Object.values(policy.flow.stages).map((stage) => stage.clock)])
  for (const id of Object.keys(policy.clocks)) {
    if (!used.has(id) && policy.clocks[id]?.over === undefined)
      report.warn(
        ['clocks', id],
        both(`时钟 ${id} 没有用到`, `The clock ${id} is not used`),
        both('删去它，或在环节里引用。', 'Remove it, or name it in a stage.'),
      )
  }
}

/** Places run by clocks of places. */
function lintPlaces({ clocks, dwell, flow }: Policy, report: Report): void {
  const places = [
    { at: ['dwell'], id: dwell },
    ...Object.values(flow.stages).map(({ id, clock }) => ({ at: ['flow', 'stages', id, 'clock'], id: clock })),
  ]
  for (const { at, id } of places) {
    if (id === undefined || clocks[id]?.over === undefined) continue
    const message = both(
      `时钟 ${id} 是整张单的，不能用于环节`,
      `The clock ${id} is one of the whole case and of no stage`,
    )
    report.error(at, message, both('换一个没有 until 的时钟。', 'Name a clock without until.'))
  }
}

/** A span ends within a hundred years on every calendar. */
function lintSpan(span: Span, path: Path, { calendars }: Live, report: Report): void {
  const never = Object.values(calendars).flatMap((calendar) => (fits(calendar, span) ? [] : [calendar.id]))
  if (never.length === 0) return
  const message = both(
    `时长 ${span.text} 在日历 ${listed(never)} 上要走一百年以上`,
    `The span ${span.text} takes more than a hundred years on the calendar ${listed(never)}`,
  )
  report.error(
    path,
    message,
    both('写短些，或给日历写工作时间。', 'Make it shorter, or give the calendar working hours.'),
  )
}

/** Rungs come in order of time, and each reaches somebody. */
function lintLadder(ladder: readonly Rung[], at: Path, policy: Policy, live: Live, report: Report): void {
  ladder.forEach((rung, i) => {
    const path: Path = [...at, i]
    if ('after' in rung.at) lintSpan(rung.at.after, [...path, 'at'], live, report)
    if (rung.l1) lintSpan(rung.l1, [...path, 'l1'], live, report)
    if (rung.repeat) lintSpan(rung.repeat.every, [...path, 'every'], live, report)
    if (rung.ahead) lintAhead(rung, rung.ahead, [...path, 'ahead'], live, report)
    const before = ladder[i - 1]
    const late = [false, true].find((urgent) => before && !isLater(rung, before, urgent, policy, live))
    if (late !== undefined) {
      const message = both('提醒不是从早到晚排列', 'The reminders are not in order of time')
      report.error(
        [...path, late && rung.l1 ? 'l1' : 'at'],
        message,
        both(
          '百分比从小到大，"+时长" 放在后面，也从短到长。',
          'Write percentages in rising order, "+span" after them, shorter ones first.',
        ),
      )
    }
    if (typeof rung.to === 'object' && !stands(rung.to, live)) {
      report.warn(
        [...path, 'to'],
        both('这一级提醒没有人能收到', 'Nobody stands on this rung, so it reminds nobody'),
        both(
          '换成有人担任的角色、有成员的组或在职的人。',
          'Name a role that somebody holds, a team with members, or somebody who is there.',
        ),
      )
    }
  })
}

function lintAhead(rung: Rung, ahead: Span, path: Path, live: Live, report: Report): void {
  lintSpan(ahead, path, live, report)
  if (warns(rung)) return
  report.error(
    path,
    both('ahead 只用于到期前的提醒', 'ahead belongs to a reminder before the time is up'),
    both('删去 ahead，或把 at 写成低于 100%。', 'Remove ahead, or write an at below 100%.'),
  )
}

/** Whether a rung comes after another one; spans of different units are measured from noon of a plain Wednesday. */
function isLater(rung: Rung, before: Rung, urgent: boolean, { company }: Policy, { calendars }: Live): boolean {
  const [mine, theirs] = [afterOf(rung, urgent), afterOf(before, urgent)]
  if (mine === undefined) return 'share' in rung.at && 'share' in before.at && rung.at.share > before.at.share
  if (theirs === undefined) return true
  const calendar = calendars[company.calendar]
  if (!calendar || !fits(calendar, mine) || !fits(calendar, theirs)) return true
  return addSpan(calendar, NOON, mine) > addSpan(calendar, NOON, theirs)
}

const NOON = Date.UTC(2026, 2, 4, 4)

/** Could anybody be reminded so? Routes and fields follow the case, and are not known here. */
function stands(to: Who, live: Live): boolean {
  const { directory } = live
  const there = (id: string | undefined): boolean => id !== undefined && hearsUs(directory.people[id])
  switch (to.kind) {
    case 'role':
      return Object.values(directory.people).some((one) => one.roles.includes(to.id) && there(one.id))
    case 'team':
      return directory.teams[to.id]?.members.some(there) ?? false
    case 'person':
      return there(to.id)
    case 'list':
      return to.of.some((one) => stands(one, live))
    default:
      return true
  }
}

function lintChoices(key: 'acknowledge' | 'snooze', policy: Policy, live: Live, report: Report): void {
  policy[key]?.for.forEach((span, i, all) => {
    const path: Path = [key, 'for', i]
    lintSpan(span, path, live, report)
    if (all.findIndex(({ text }) => text === span.text) === i) return
    report.error(path, both(`${span.text} 写了两次`, `${span.text} is given twice`), both('只留一个。', 'Keep one.'))
  })
}
