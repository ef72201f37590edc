/** Opens the pages under PUBLIC_URL, for the platforms that recognise who opens one. They are only loaded when there are such. */
import type { Mount } from '../adapters/web/server.ts'
import type { Company } from './company.ts'
import type { ConversationParts } from './conversation.ts'
import type { LinkMaker } from './links.ts'
import { makePageDesk } from './page-desk.ts'
import type { AdapterLog, ChatAdapter } from './ports.ts'
import type { Millis } from './rules/nouns.ts'

export interface PageParts extends ConversationParts {
  readonly company: Company
  readonly links: LinkMaker | undefined
  readonly adapters: readonly ChatAdapter<unknown>[]
  readonly wall: () => Millis
  readonly log: AdapterLog
}

/** The routes, or none while PUBLIC_URL is not set or no platform signs people in. */
export async function openPages(parts: PageParts): Promise<readonly Mount[]> {
  const { links, adapters, company, clock, reception, drafts, files, wall, log } = parts
  const signIns = new Map(adapters.flatMap(({ name, signIn }) => (signIn ? [[name, signIn] as const] : [])))
  if (!links || signIns.size === 0) return []
  const { makeFormPages } = await import('../adapters/web/form-pages.ts')
  const pages = makeFormPages({
    ...{ reception, drafts, files, links, signIns, wall, log },
    desk: makePageDesk(parts),
    directory: () => company.live.directory,
    lang: () => company.current.company.lang,
    now: () => clock.now(),
  })
  return [pages]
}
