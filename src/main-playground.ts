/** Opens the playground over the rooms of a house. It is loaded only when it is on. */
import type { Mount } from '../adapters/web/server.ts'
import type { Company } from './company.ts'
import { memoryOf } from './main-chat.ts'
import type { Rooms } from './main-rooms.ts'
import { playgroundStories } from './playground-stories.ts'
import type { Platform } from './ports.ts'
import type { Millis, Text } from './rules/nouns.ts'
import type { Who } from './rules/policy.ts'

/** The platform and its routes. `moveTo` moves the time people see. */
export async function openPlayground(
  house: Rooms,
  moveTo: (to: Millis) => Promise<void>,
): Promise<{ readonly platform: Platform; readonly mount: Mount }> {
  const { makePlayground, PLAYGROUND_UPLOADS } = await import('../adapters/playground/index.ts')
  const { chat, files, reception, clock, store, shelf, shared, peers } = house
  const playground = makePlayground({
    chat,
    files,
    reception,
    story: playgroundStories({ store, company: shelf.company, clock, loadPolicy: (version) => shelf.load(version) }),
    clock: {
      now: () => clock.now(),
      ...(clock.sync ? { sync: clock.sync } : {}),
      moveTo,
      nextTimer: () => store.nextTimer(clock.now()),
      nextWorkday: () => calendarOf(shelf.company).nextWorkday(clock.now()),
    },
    directory: () => shelf.company.live.directory,
    frontline: () => frontlineOf(shelf.company),
    roles: () => roleNames(shelf.company),
    lang: () => shelf.company.current.company.lang,
    draw: async (send, lang) => (await house.draw(send, lang))?.card,
    memory: memoryOf('playground', store),
    ...(shared ? { peers } : {}),
    messages: (number) => store.messages(number),
    waiting: () => store.waiting(clock.now()),
  })
  const { routes: app, closing } = playground
  return { platform: playground, mount: { app, uploads: PLAYGROUND_UPLOADS, closing } }
}

/** What roles are called: as the approval steps that ask them. */
function roleNames({ current }: Company): Readonly<Record<string, Text>> {
  const steps = Object.values(current.approval.steps)
  return Object.fromEntries(steps.flatMap(({ who, name }) => (who.kind === 'role' ? [[who.id, name]] : [])))
}

/** Whom the policy names as receivers without looking at a case. */
function frontlineOf({ current, live }: Company): readonly string[] {
  const named = (who: Who): readonly string[] => {
    if (who.kind === 'team') return live.directory.teams[who.id]?.members ?? []
    if (who.kind === 'list') return who.of.flatMap(named)
    return who.kind === 'person' ? [who.id] : []
  }
  return current.flow.receivers === undefined ? [] : named(current.flow.receivers)
}

function calendarOf(company: Company) {
  const calendar = company.live.calendars[company.current.company.calendar]
  if (!calendar) throw new Error(`no calendar ${company.current.company.calendar}`)
  return calendar
}
