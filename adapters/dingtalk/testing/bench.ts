/** DingTalk's wire for the contract of chat platforms: stream frames in, cards and messages out, forms on cards. */
import type { Bench, Outage, Seen, SeenCard } from '../../contract.ts'
import type { Instance } from './card-shelf.ts'
import { accountOf, type DingtalkPlot, groupOf, plotDingtalk } from './house.ts'
import { buttonsOf, fieldsOf, fillPage, type Pressed, press, says } from './phone.ts'
import type { StandIn } from './stand-in.ts'

/** An account that is nobody's. */
export const STRANGER = 'mallory'

/** A fresh house and a fresh platform. */
export async function openBench(): Promise<Bench> {
  return benchOf(await plotDingtalk())
}

/** A bench on a plot that a test looks into as well. */
export function benchOf(plot: DingtalkPlot): Promise<Bench> {
  plot.standIn.people.set(userOf(STRANGER), { name: 'M', unionid: 'union-m' })
  return benchOn(plot, new Map())
}

const userOf = (person: string): string => (person === STRANGER ? 'staff-nobody' : accountOf(person))

async function benchOn(plot: DingtalkPlot, replays: Map<string, () => Promise<Pressed>>): Promise<Bench> {
  const { standIn, time } = plot
  const { house } = await plot.open()

  /** Fills in page after page; the same key sends the last page again, exactly as it was. */
  async function fill(
    user: string,
    track: string,
    values: Readonly<Record<string, unknown>>,
    key: string,
  ): Promise<Pressed> {
    const again = replays.get(key)
    if (again !== undefined) return again()
    for (let page = 1; page < 9; page++) {
      const id = `${key}/${page}`
      const { form } = standIn.shelf.get(track)?.open ?? {}
      const pressed = await fillPage(standIn, user, track, values, id)
      const { outcome } = pressed.seen
      if (outcome === 'page' && standIn.shelf.get(track)?.open.form !== form) continue
      replays.set(key, () => fillPage(standIn, user, track, values, id))
      return pressed
    }
    throw new Error('the form never ends')
  }

  return {
    house,
    async hear(person, words, key) {
      const user = userOf(person)
      const before = tracksOf(standIn, user)
      const said = await says(standIn, user, `投诉 ${words}`.trim(), { messageId: key })
      const opened = tracksOf(standIn, user).find((track) => !before.includes(track))
      if (opened === undefined) return { is: 'say', text: said.join('\n') }
      return formAt(standIn, opened, user)
    },
    async click(person, card, verb, key) {
      const user = userOf(person)
      const rev = String(card.revision)
      const messageId = `${person}/${key}`
      return seenOf(
        standIn,
        card.post,
        user,
        await press(standIn, user, card.post, verb, { messageId, rev, number: card.number }),
      )
    },
    async submit(person, form, values, key) {
      const user = userOf(person)
      return seenOf(standIn, form.id, user, await fill(user, form.id, values, `${person}/${form.id}/${key}`))
    },
    async forge() {
      const { ack } = await press(standIn, accountOf('wang.li'), 'form:u:0', 'approve', {
        corpId: 'dingcorp-of-another',
        number: 'C-1',
        rev: '1',
      })
      return ack?.code ?? 0
    },
    cards: async (place) => cardsAt(standIn, place),
    customerMessages: async (number) => (await house.chat.at(`customer/${number}`, 200)).length,
    outage: (how) => weather(standIn, how),
    async pass(milliseconds) {
      time.ahead += milliseconds
      house.delivery.wake()
      await house.settle()
    },
    async restart() {
      await house.stop()
      return benchOn(plot, replays)
    },
    async close() {
      await house.stop()
      await plot.clear()
    },
  }
}

function tracksOf(standIn: StandIn, user: string): readonly string[] {
  return standIn.shelf
    .all()
    .filter(({ spaces }) => spaces.includes(`IM_ROBOT.${user}`))
    .map(({ track }) => track)
}

function formAt(standIn: StandIn, track: string, user: string): Seen {
  const fields = fieldsOf(standIn, track, user).map(({ name }) => name)
  return { is: 'form', form: { id: track, fields }, text: standIn.shelf.seen(track, user).form_title ?? '' }
}

function seenOf(standIn: StandIn, track: string, user: string, { ack, seen }: Pressed): Seen {
  const { outcome = '', said: text = '' } = seen
  if (ack === undefined) return { is: 'say', text: 'no answer' }
  if (outcome === 'form') return formAt(standIn, track, user)
  if (outcome === 'ok') {
    const number = /[A-Z]{1,4}-\d{8}-\d{4,}/.exec(text)?.[0]
    return number === undefined ? { is: 'say', text } : { is: 'done', number, text }
  }
  return { is: outcome === 'page' ? 'errors' : 'refused', code: outcome, text }
}

function weather({ limits }: StandIn, how: Outage | undefined): void {
  limits.refuseAll = how === 'refused'
  limits.loseAnswers = how === 'lost'
}

/** Cards of cases at a place, with the buttons its reader sees (in a group: anybody). */
export function cardsAt(standIn: StandIn, place: string): readonly SeenCard[] {
  const [where, id = ''] = place.split('/')
  const space = where === 'person' ? `IM_ROBOT.${userOf(id)}` : `IM_GROUP.${groupOf(id)}`
  const there = standIn.shelf.all().filter(({ spaces, track }) => spaces.includes(space) && !track.startsWith('form:'))
  return there.map((card) => seenCard(standIn, card, where === 'person' ? [userOf(id)] : [...card.mine.keys()]))
}

function seenCard(standIn: StandIn, { track, open }: Instance, readers: readonly string[]): SeenCard {
  const buttons = [...new Set(readers.flatMap((user) => buttonsOf(standIn, track, user)))]
  return {
    post: track,
    number: open.number ?? '',
    revision: Number(open.rev),
    state: open.status === 'done' ? 'done' : 'open',
    buttons,
  }
}
