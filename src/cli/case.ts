/** `redress case <number>`: one complaint as it stands, with its story. Works beside a running server. */

import { drawShown } from '../../cards/lists.ts'
import { drawStory } from '../../cards/story.ts'
import { delayLines } from '../../cards/story-messages.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { readPolicy } from '../policy-shelf.ts'
import { momentsFor } from '../rules/clocks.ts'
import { tasksFor } from '../rules/tasks.ts'
import { langOf, openToRead } from './reading.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary: 'Shows one complaint and its story. 查看一张单。',
  usage: 'case NUMBER [--lang zh|en] [--json]',
  options: { json: { type: 'boolean' }, lang: { type: 'string' } },
  async run({ positionals, values }) {
    const [number] = positionals
    if (number === undefined) throw new UsageError('Which complaint? 请写单号。')
    const asked = langOf(values.lang)
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const loaded = readPolicy(config)
    const { store, close } = await openToRead(config)
    try {
      const state = await store.case(number.toUpperCase())
      if (!state) {
        process.stderr.write(`${number}: 没有这张单 / no such complaint\n`)
        return 1
      }
      const broken = await store.verify(state.number)
      const facts = await store.facts(state.number)
      if (values.json === true) {
        process.stdout.write(`${JSON.stringify({ case: state, facts, chain: broken ?? 'intact' })}\n`)
        return broken ? 1 : 0
      }
      const company = { policy: loaded.policy, directory: loaded.live.directory, calendars: loaded.live.calendars }
      const lang = asked ?? loaded.policy.company.lang
      const reader = {
        lang,
        tz: loaded.policy.company.tz,
        policy: loaded.policy,
        directory: loaded.live.directory,
      } as const
      const card = drawShown(state, [], tasksFor(state, company), reader, { moments: momentsFor(state, company) })
      const delays = delayLines(await store.messages(state.number), { state, reader })
      const lines = [card.header, ...drawStory(facts, state, reader, facts.length), ...delays]
      process.stdout.write(`${lines.join('\n')}\n${broken ? `✗ ${broken.seq}: ${broken.why}\n` : ''}`)
      return broken ? 1 : 0
    } finally {
      await close()
    }
  },
}
