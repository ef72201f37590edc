/** `GET /playground/api/case?number=…`: one case's story in the words of whoever looks. */
import type { Context } from 'hono'
import { z } from 'zod'
import { caseStory } from '../../cards/case-story.ts'
import type { Action } from '../../cards/model.ts'
import { check } from './body.ts'
import type { PlaygroundOptions } from './options.ts'
import { viewerOf } from './places.ts'
import { Malformed } from './problem.ts'
import { buttonOf, fileOf } from './render.ts'

const query = z.strictObject({
  number: z.string().min(1).max(40),
  as: z.string().min(1).max(100),
  lang: z.enum(['zh', 'en']).optional(),
})

/** The story as data, with its buttons and files as the page draws them. 404 for a number nobody has. */
export async function story(options: PlaygroundOptions, c: Context): Promise<Response> {
  const { number, as, lang: wanted } = check(c.req.query(), query)
  const { person } = viewerOf(as, options.directory())
  const found = await options.story.caseOf(number)
  if (found === undefined) throw new Malformed(404, 'not_found', 'not_found', {}, 'number')
  const told = caseStory({
    ...found,
    sent: await options.messages(number),
    now: options.clock.now(),
    lang: wanted ?? person?.lang ?? options.lang(),
    tz: person?.tz ?? found.company.policy.company.tz,
    ...(person === undefined ? {} : { viewer: person.id }),
  })
  const buttons = (actions: readonly Action[]) => actions.map(buttonOf)
  c.header('cache-control', 'no-store')
  return c.json({
    ...told,
    now: new Date(options.clock.now()).toISOString(),
    actions: buttons(told.actions),
    tasks: told.tasks.map((task) => ({ ...task, actions: buttons(task.actions) })),
    files: told.files.map(fileOf),
    days: told.days.map((day) => ({
      ...day,
      items: day.items.map((item) => ({ ...item, files: item.files.map(fileOf) })),
    })),
  })
}
