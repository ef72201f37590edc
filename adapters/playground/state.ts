/** `GET /playground/api/state`: who I am, what time it is, who else there is, and what I see. */
import type { Context } from 'hono'
import { check } from './body.ts'
import { castOf, starterOf } from './cast.ts'
import { discreet } from './discretion.ts'
import { changesAfter, channelsOf, everything } from './feed.ts'
import type { PlaygroundOptions } from './options.ts'
import { viewerOf } from './places.ts'
import { look } from './requests.ts'
import { spoken } from './spoken.ts'
import { repliesTo } from './thread.ts'

/** What stands there now, or with `since` what changed after it. `threads=1` adds the replies to every case shown. */
export async function state(options: PlaygroundOptions, c: Context): Promise<Response> {
  const { as, since, to, lang: wanted, limit, before, threads } = check(c.req.query(), look)
  const viewer = viewerOf(as, options.directory())
  const lang = wanted ?? viewer.person?.lang ?? options.lang()
  const feed =
    since === undefined
      ? await everything(options, viewer, { to, limit: numberOf(limit), before: numberOf(before) })
      : await changesAfter(options, viewer, Number(since), to)
  const people = await castOf(options, lang)
  const me = people.find(({ id }) => id === viewer.person?.id) ?? { id: as, name: as, roles: [], stranger: true }
  c.header('cache-control', 'no-store')
  return c.json({
    me,
    now: new Date(options.clock.now()).toISOString(),
    people,
    starter: starterOf(options, lang),
    channels: channelsOf(options.directory(), lang),
    ...feed,
    posts: await discreet(options, await spoken(options, feed.posts, wanted), viewer),
    ...(threads === undefined ? {} : { threads: await repliesTo(options, viewer, feed.posts) }),
  })
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
