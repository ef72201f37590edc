/** `redress replay <number> --until <time>`: what those who clicked were looking at. Works beside a running server. */
import { filled } from '../../cards/doctor.ts'
import { fullMoment } from '../../cards/format.ts'
import { inWords, peopleNames, personName, stageName } from '../../cards/names.ts'
import { plainCard } from '../../cards/plain-card.ts'
import type { Reader } from '../../cards/reader.ts'
import { REPLAY } from '../../cards/replay.ts'
import { factWords } from '../../cards/story.ts'
import type { CliCommand } from '../cli.ts'
import { readConfig, WrongSettings } from '../config.ts'
import { readPolicy } from '../policy-shelf.ts'
import { type Deed, type Replayed, replayCase, type ShownCard } from '../replay.ts'
import type { Lang, Millis } from '../rules/nouns.ts'
import type { Spot, Task } from '../rules/views.ts'
import { readMoment } from './moment.ts'
import { companyOf, langOf, openToRead } from './reading.ts'
import { UsageError } from './usage.ts'

export const command: CliCommand = {
  summary:
    'Shows a complaint as it stood at a moment, and what everybody who decided was looking at. 还原当时看到的内容。',
  usage: 'replay NUMBER --until TIME [--lang zh|en] [--json]',
  options: { until: { type: 'string' }, lang: { type: 'string' }, json: { type: 'boolean' } },
  async run({ positionals, values }) {
    const [number] = positionals
    if (number === undefined || positionals.length > 1) throw new UsageError('Which complaint? 请写单号。')
    const asked = langOf(values.lang)
    const as: { lang?: Lang } = asked === undefined ? {} : { lang: asked }
    const config = readConfig()
    if ('problems' in config) throw new WrongSettings(config.problems)
    const loaded = readPolicy(config)
    const { policy } = loaded
    const until = readMoment(values.until, policy.company.tz)
    const { store, close } = await openToRead(config)
    try {
      const { company, loadPolicy } = companyOf(loaded, store)
      const parts = { store, company, loadPolicy, ...as }
      const lang: Lang = asked ?? policy.company.lang
      const replayed = await replayCase(parts, number.toUpperCase(), until)
      if (replayed === undefined) {
        process.stderr.write(`${filled(REPLAY.too_early, { number })[lang]}\n`)
        return 1
      }
      const broken = await store.verify(replayed.state.number)
      if (values.json === true) {
        process.stdout.write(`${JSON.stringify({ ...replayed, chain: broken ?? 'intact' })}\n`)
        return broken ? 1 : 0
      }
      const { policy: pinned, directory } = company.under(replayed.state.policy)
      const reader: Reader = { lang, tz: policy.company.tz, policy: pinned, directory }
      const warning = broken ? [say('broken', { ...broken }, reader)] : []
      process.stdout.write(`${[...warning, ...linesOf(replayed, reader)].join('\n')}\n`)
      return broken ? 1 : 0
    } finally {
      await close()
    }
  },
}

const say = (name: keyof typeof REPLAY, params: Readonly<Record<string, string | number>>, { lang }: Reader): string =>
  filled(REPLAY[name], params)[lang]

function linesOf({ until, state, asked, cards, deeds }: Replayed, reader: Reader): readonly string[] {
  const { number, revision, policy } = state
  const at = clockWords(until, reader)
  const none = (name: 'nobody' | 'no_cards', all: readonly unknown[]) =>
    all.length === 0 ? [`  ${say(name, {}, reader)}`] : []
  return [
    say('head', { number, at, revision, policy }, reader),
    '',
    say('asked', {}, reader),
    ...none('nobody', asked),
    ...asked.map((task) => `  ${taskWords(task, reader)}`),
    '',
    say('deeds', {}, reader),
    ...deeds.flatMap((deed) => deedLines(deed, state, reader)),
    '',
    say('cards', {}, reader),
    ...none('no_cards', cards),
    ...cards.flatMap((card) => [`▌ ${say('card', cardParams(card, reader), reader)}`, ...drawn(card), '']),
  ]
}

function taskWords({ stage, people, due }: Task, reader: Reader): string {
  const params = { stage: stageName(stage, reader), people: peopleNames(people, reader) }
  return due === undefined
    ? say('task', params, reader)
    : say('due', { ...params, due: clockWords(due, reader) }, reader)
}

function deedLines({ fact, bound, saw }: Deed, state: Replayed['state'], reader: Reader): readonly string[] {
  const line = `${clockWords(fact.at, reader)} · ${factWords(fact, state, reader)}`
  const button = bound === undefined ? '' : ` ${say('bound', { bound }, reader)}`
  const looked = saw === undefined ? say('saw_none', {}, reader) : say('saw', cardParams(saw, reader), reader)
  return [`▌ ${say('deed', { seq: fact.seq, line }, reader)}`, `  ${looked}${button}`, ...(saw ? drawn(saw) : []), '']
}

const drawn = ({ card }: ShownCard): readonly string[] => plainCard(card).map((line) => `    ${line}`)

const cardParams = ({ place, sent, revision, proof }: ShownCard, reader: Reader) => ({
  ...{ place: placeWords(place, reader), sent: clockWords(sent, reader), revision },
  proof: say(proof, {}, reader),
})

function placeWords(place: Spot, reader: Reader): string {
  if (place.in === 'person') return say('person', { name: personName(place.person, reader) }, reader)
  if (place.in !== 'channel') return say('room', {}, reader)
  const name = reader.directory.channels[place.channel]?.name
  return say('channel', { name: name === undefined ? place.channel : inWords(name, reader.lang) }, reader)
}

/** To the second: two clicks may lie within one minute. */
function clockWords(at: Millis, { lang, tz }: Reader): string {
  const seconds = new Intl.DateTimeFormat('en-GB', { timeZone: tz, second: '2-digit' }).format(at).padStart(2, '0')
  return `${fullMoment(at, lang, tz)}:${seconds}`
}
