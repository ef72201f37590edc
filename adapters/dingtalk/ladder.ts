/**
 * Who does not react to a reminder is reminded in a louder way each time, as far as the edition allows (platform document,
 * section 10): a message, then a card with a mention in the case's group, then a to-do that rings, then DING. A way that
 * is not open falls back to the message. To-dos are ticked off when the task is done.
 */
import { createHash } from 'node:crypto'
import type { PlatformParts, SendOutcome } from '../../src/ports.ts'
import type { Lang, Millis } from '../../src/rules/nouns.ts'
import { groupAddress, personOf, readAddress } from './address.ts'
import type { Api } from './api.ts'
import { type CardCalls, trackOf } from './card-calls.ts'
import type { Contacts } from './contacts.ts'
import { type Failure, outcomeOf } from './errors.ts'
import type { Quota } from './quota.ts'
import { type Markdown, reminderParams } from './render.ts'
import { type DingtalkSettings, NAME } from './settings.ts'

/** A reminder about a case. */
export interface Reminder {
  readonly number: string
  readonly words: Markdown
  readonly lang: Lang
  readonly key: string
}

export interface Ladder {
  open(): Promise<void>
  /** Reminds in the way that is due; undefined: by a plain message. */
  climb(user: string, reminder: Reminder): Promise<SendOutcome | undefined>
  /** Their task at this case is done: a to-do is ticked off, and the next reminder begins at the bottom. */
  done(user: string, number: string): Promise<void>
}

export interface LadderParts {
  readonly api: Api
  readonly cards: CardCalls | undefined
  readonly contacts: Pick<Contacts, 'look'>
  readonly settings: Pick<DingtalkSettings, 'robotCode'>
  readonly quota: Pick<Quota, 'untilMonth'>
  readonly parts: PlatformParts
}

interface Rung {
  readonly times: number
  readonly at: Millis
  /** To-do and the union id it belongs to. */
  readonly todo?: readonly [string, string]
}

const KEY = 'ladder'
const MOST = 500
/** Two reminders within this are one: nobody had time to react. */
const SAME: Millis = 20 * 60_000
const LONGEST_SUBJECT = 1_000

/** The ladder of one robot. */
export function makeLadder(tools: LadderParts): Ladder {
  const { parts, quota } = tools
  const rungs = new Map<string, Rung>()
  /** Ways that the edition or the permissions do not allow, until the next start. */
  const shut = new Set<string>()

  async function keep(name: string, rung: Rung | undefined): Promise<void> {
    rungs.delete(name)
    if (rung !== undefined) rungs.set(name, rung)
    const [oldest] = rungs.keys()
    if (rungs.size > MOST && oldest !== undefined) rungs.delete(oldest)
    await parts.memory.set(KEY, JSON.stringify([...rungs]))
  }

  /** Undefined when this way is not open; the outcome when it was tried. */
  async function by(way: string, how: () => Promise<Failure | undefined | 'closed'>): Promise<SendOutcome | undefined> {
    if (shut.has(way)) return undefined
    const failure = await how()
    if (failure === 'closed') return undefined
    if (failure === undefined) {
      parts.meter.count(NAME, 'escalations', { way })
      return { is: 'sent', handle: way }
    }
    if (failure.is === 'setup' || failure.is === 'never') shut.add(way)
    // What may have rung is not repeated in another way; what did not, is said by message.
    return failure.is === 'unknown' ? outcomeOf(failure, quota.untilMonth()) : undefined
  }

  return {
    async open() {
      try {
        for (const [name, rung] of JSON.parse((await parts.memory.get(KEY)) ?? '[]') as [string, Rung][])
          rungs.set(name, rung)
      } catch (err) {
        parts.log.error({ err }, 'who was reminded could not be read')
      }
    },
    async climb(user, reminder) {
      const name = `${reminder.number}/${user}`
      const before = rungs.get(name)
      const now = parts.now()
      if (before !== undefined && now - before.at < SAME) return undefined
      const times = (before?.times ?? 0) + 1
      await keep(name, { ...before, times, at: now })
      if (times === 2) return by('mention', () => mention(tools, user, reminder))
      if (times === 3)
        return by('todo', async () => {
          const made = await addTodo(tools, user, reminder)
          if (Array.isArray(made)) await keep(name, { times, at: now, todo: [made[0] ?? '', made[1] ?? ''] })
          return Array.isArray(made) ? undefined : (made as Failure | 'closed')
        })
      return times > 3 ? by('ding', () => ding(tools, user, reminder)) : undefined
    },
    async done(user, number) {
      const name = `${number}/${user}`
      const rung = rungs.get(name)
      if (rung === undefined) return
      await keep(name, undefined)
      if (rung.todo !== undefined) await tickOff(tools, ...rung.todo)
    },
  }
}

/** A small card with a mention, in the group where the case's own card stands. */
async function mention(
  { cards, parts }: LadderParts,
  user: string,
  reminder: Reminder,
): Promise<Failure | undefined | 'closed'> {
  const to = cards === undefined ? undefined : await homeOf(parts, reminder.number)
  if (cards === undefined || to === undefined) return 'closed'
  const name = personOf(user, parts.directory())?.name[parts.company().lang] ?? ''
  const { open, summary } = reminderParams(reminder.words, reminder.number, parts.links?.case(reminder.number) ?? '')
  const track = trackOf(reminder.number, 'nag', to, reminder.key)
  return cards.create({ track, to, open, mine: {}, summary, at: { [user]: name } })
}

async function homeOf(parts: PlatformParts, number: string) {
  for (const { addresses } of Object.values(parts.directory().channels)) {
    const id = addresses[NAME]
    if (typeof id !== 'string') continue
    if ((await parts.root(groupAddress(id), number)) === undefined) continue
    const address = readAddress(groupAddress(id))
    if (address !== undefined) return address
  }
  return undefined
}

/** The to-do's id and the union id it belongs to. */
async function addTodo(
  { api, contacts, parts }: LadderParts,
  user: string,
  reminder: Reminder,
): Promise<readonly string[] | Failure | 'closed'> {
  const look = await contacts.look(user)
  const unionId = look.is === 'member' ? look.member.unionId : undefined
  if (unionId === undefined) return 'closed'
  const page = parts.links?.case(reminder.number)
  const body = {
    // The platform's own key: a second to-do with it is the first one.
    sourceId: createHash('sha256').update(reminder.key).digest('hex').slice(0, 32),
    subject: reminder.words.text.slice(0, LONGEST_SUBJECT),
    creatorId: unionId,
    executorIds: [unionId],
    isOnlyShowExecutor: true,
    notifyConfigs: { dingNotify: '1' },
    ...(page === undefined ? {} : { detailUrl: { appUrl: page, pcUrl: page } }),
  }
  const path = `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks?operatorId=${encodeURIComponent(unionId)}`
  const answer = await api.call({ api: 'api', method: 'POST', path, name: 'todo', body, counts: true, optional: true })
  if (!answer.ok) return answer.failure
  const { id } = answer.body
  return typeof id === 'string' ? [id, unionId] : 'closed'
}

async function tickOff({ api, parts }: LadderParts, id: string, unionId: string): Promise<void> {
  const path = `/v1.0/todo/users/${encodeURIComponent(unionId)}/tasks/${encodeURIComponent(id)}?operatorId=${encodeURIComponent(unionId)}`
  const call = {
    api: 'api',
    method: 'PUT',
    path,
    name: 'todo_done',
    body: { done: true },
    counts: true,
    optional: true,
  } as const
  const answer = await api.call(call)
  if (!answer.ok) parts.log.warn({ why: answer.failure.why }, 'a to-do was not ticked off')
}

/** DING in the app: paid editions only. */
async function ding({ api, settings }: LadderParts, user: string, reminder: Reminder): Promise<Failure | undefined> {
  const { robotCode } = settings
  const body = {
    robotCode,
    remindType: 1,
    receiverUserIdList: [user],
    content: reminder.words.text.slice(0, LONGEST_SUBJECT),
  }
  const call = {
    api: 'api',
    method: 'POST',
    path: '/v1.0/robot/ding/send',
    name: 'ding',
    body,
    counts: true,
    optional: true,
  } as const
  const answer = await api.call(call)
  return answer.ok ? undefined : answer.failure
}
