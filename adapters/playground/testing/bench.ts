/** The playground's wire for the contract of chat platforms. */
import type { Platform } from '../../../src/ports.ts'
import type { Bench, Outage, Seen, SeenCard } from '../../contract.ts'
import type { WireCard } from '../render.ts'
import type { WireReply } from '../reply.ts'
import { makePlot, type Plot } from './real-house.ts'

interface Weather {
  outage?: Outage | undefined
  /** Added to the machine's time. */
  ahead: number
}

/** A fresh house in a temporary folder. */
export function openBench(): Promise<Bench> {
  return benchOn(makePlot(), { ahead: 0 })
}

async function benchOn(plot: Plot, weather: Weather): Promise<Bench> {
  const wall = () => Date.now() + weather.ahead
  const { house, url } = await plot.open({ wall, wrap: (platform) => inWeather(platform, weather) })
  const act = async (body: object): Promise<Seen> => seenOf(await post(`${url}/playground/api/act`, body))
  const postsAt = async (to: string) => (await house.chat.at(to, 200)).map(({ id, body }) => ({ id, body }))
  return {
    house,
    hear: (as, words, key) => act({ as, do: 'command', text: `/complaint ${words}`, key }),
    click: (as, card, verb, key) =>
      act({
        as,
        do: 'click',
        action: `redress.${verb}`,
        value: `${card.number}:${card.revision}`,
        post: Number(card.post),
        key,
      }),
    submit: (as, { id, number, position, revision }, values, key) =>
      act({ as, do: 'submit', form: id, number, position, revision, values, key }),
    forge: async () => {
      const body = JSON.stringify({ as: 'wang.li', do: 'submit', form: 'redress.form.intake', values: { text: 'x' } })
      const headers = { 'content-type': 'application/json', origin: 'http://elsewhere.example' }
      return (await fetch(`${url}/playground/api/act`, { method: 'POST', headers, body })).status
    },
    cards: async (place) => (await postsAt(place)).flatMap(({ id, body }) => cardOf(id, body)),
    customerMessages: async (number) => (await postsAt(`customer/${number}`)).length,
    outage: (how) => {
      weather.outage = how
    },
    async pass(milliseconds) {
      weather.ahead += milliseconds
      house.delivery.wake()
      await house.settle()
    },
    async restart() {
      await house.stop()
      return benchOn(plot, { ahead: weather.ahead })
    },
    async close() {
      await house.stop()
      plot.clear()
    },
  }
}

async function post(url: string, body: object): Promise<WireReply> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as WireReply
}

function seenOf(reply: WireReply): Seen {
  switch (reply.is) {
    case 'form': {
      const { callback_id: id, number, position, revision, fields } = reply.form
      const ids = { ...(number === undefined ? {} : { number }), ...(position === undefined ? {} : { position }) }
      const form = {
        id,
        ...ids,
        ...(revision === undefined ? {} : { revision }),
        fields: fields.map((one) => one.block_id),
      }
      return { is: 'form', form, text: reply.form.title }
    }
    case 'say':
      return { is: 'say', text: reply.message.text }
    case 'card':
      return { is: 'card', number: reply.card.number, text: reply.card.fallback }
    case 'errors':
      return { is: 'errors', code: reply.code, text: JSON.stringify(reply.errors) }
    case 'done':
      return { is: 'done', number: reply.number, text: reply.message.text }
    case 'refused':
      return { is: 'refused', code: reply.code, text: reply.message.text }
    case 'posted':
      return { is: 'say', text: '' }
  }
}

function cardOf(id: number, body: unknown): readonly SeenCard[] {
  const card = body as WireCard
  if (card.type !== 'card') return []
  const buttons = card.actions.map((action) => action.action_id.replace('redress.', ''))
  return [{ post: String(id), number: card.number, revision: card.revision, state: card.state, buttons }]
}

/** The platform in bad weather: sends are refused, or carried out with their answer lost. */
function inWeather(platform: Platform, weather: Weather): Platform {
  const through = async <T>(send: () => Promise<T>) => {
    if (weather.outage === 'refused') return { is: 'retry', after: 1_000, why: 'outage' } as const
    const outcome = await send()
    return weather.outage === 'lost' ? ({ is: 'unknown', why: 'lost' } as const) : outcome
  }
  return {
    ...platform,
    sendCard: (to, card, key) => through(() => platform.sendCard(to, card, key)),
    updateCard: (to, handle, card, key) => through(() => platform.updateCard(to, handle, card, key)),
    sendMessage: (to, message, key) => through(() => platform.sendMessage(to, message, key)),
  }
}
