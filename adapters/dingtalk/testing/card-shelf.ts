/** Card instances as the platform keeps them: one per outTrackId, private values by person, overwritten or merged. */

/** A refused call: HTTP status and the platform's code. */
export interface No {
  readonly status: number
  readonly code: string
}

type Values = Readonly<Record<string, string>>

export interface Instance {
  readonly track: string
  readonly template: string
  /** `IM_GROUP.cid…` or `IM_ROBOT.user`, where it arrived. */
  readonly spaces: readonly string[]
  readonly summary: string
  open: Values
  mine: Map<string, Values>
  /** How often its values were changed by a call. */
  puts: number
}

export interface CardShelf {
  createAndDeliver(body: Body): No | object
  update(body: Body): No | object
  deliver(body: Body): No | object
  get(track: string): Instance | undefined
  all(): readonly Instance[]
  /** What somebody sees of a card: public values, and their own where a variable is marked private. */
  seen(track: string, user: string): Values
  /** The answer to a click, as the platform applies it. */
  apply(track: string, user: string, response: unknown): void
  /** Things the platform lets pass and we should not do: `undeclared title2`, `long body 1200`. */
  readonly warnings: string[]
}

type Body = Readonly<Record<string, unknown>>
type Map2 = { readonly cardParamMap?: unknown }

export interface ShelfParts {
  readonly template: string
  /** The template's variables: true when marked private. */
  readonly variables: ReadonlyMap<string, boolean>
  robotIn(openConversationId: string): boolean
  knows(user: string): boolean
}

const UNSAFE = '违禁词'
const isNo = (x: No | object): x is No => 'status' in x && 'code' in x

/** An empty shelf. */
export function openShelf({ template, variables, robotIn, knows }: ShelfParts): CardShelf {
  const cards = new Map<string, Instance>()
  const warnings: string[] = []

  function valuesOf(raw: unknown): Values | No {
    const map = (raw as Map2 | undefined)?.cardParamMap ?? {}
    for (const [name, value] of Object.entries(map as object)) {
      if (typeof value !== 'string') return { status: 400, code: 'param.cardParamMapValueError' }
      if (value.includes(UNSAFE)) return { status: 400, code: 'param.contentUnsafe' }
      if (!variables.has(name)) warnings.push(`undeclared ${name}`)
      if (Buffer.byteLength(value) > 1024 && name !== 'form') warnings.push(`long ${name} ${Buffer.byteLength(value)}`)
      if (Buffer.byteLength(value) > 3300) warnings.push(`very long ${name} ${Buffer.byteLength(value)}`)
    }
    return map as Values
  }

  function privateOf(raw: unknown): Map<string, Values> | No {
    const found = new Map<string, Values>()
    for (const [user, one] of Object.entries((raw ?? {}) as object)) {
      if (!knows(user)) return { status: 400, code: 'param.userIdNotExist' }
      const values = valuesOf(one)
      if (isNo(values)) return values
      found.set(user, values as Values)
    }
    return found
  }

  function reach(space: string, body: Body): { success: boolean; errorMsg: string } {
    const [kind = '', id = ''] = [space.slice(0, space.indexOf('.')), space.slice(space.indexOf('.') + 1)]
    if (kind === 'IM_GROUP' && body.imGroupOpenDeliverModel === undefined)
      return { success: false, errorMsg: 'no deliver model' }
    if (kind === 'IM_ROBOT' && body.imRobotOpenDeliverModel === undefined)
      return { success: false, errorMsg: 'no deliver model' }
    if (kind === 'IM_GROUP' && !robotIn(id)) return { success: false, errorMsg: 'chatbot not exist' }
    if (kind === 'IM_ROBOT' && !knows(id)) return { success: false, errorMsg: 'user not exist' }
    return { success: true, errorMsg: '' }
  }

  function merged(before: Values, more: Values, byKey: boolean): Values {
    return byKey ? { ...before, ...more } : more
  }

  function change(card: Instance, open: Values, mine: Map<string, Values>, options: Body): void {
    if (Object.keys(open).length > 0) card.open = merged(card.open, open, options.updateCardDataByKey === true)
    for (const [user, values] of mine)
      card.mine.set(user, merged(card.mine.get(user) ?? {}, values, options.updatePrivateDataByKey === true))
  }

  return {
    warnings,
    get: (track) => cards.get(track),
    all: () => [...cards.values()],
    createAndDeliver(body) {
      const track = String(body.outTrackId ?? '')
      if (track === '') return { status: 400, code: 'param.outTrackIdEmpty' }
      if (body.cardTemplateId !== template) return { status: 400, code: 'param.templateNotExist' }
      if (body.callbackType !== 'STREAM' || body.userIdType !== 1)
        return { status: 400, code: 'param.callbackTypeError' }
      const spaces = String(body.openSpaceId ?? '')
        .split(';')
        .map((one) => one.replace(/^dtv1\.card\/\//i, ''))
      const results = spaces.map((space) => ({
        spaceType: space.split('.')[0],
        spaceId: space.slice(space.indexOf('.') + 1),
        ...reach(space, body),
      }))
      const known = cards.get(track)
      if (known === undefined) {
        const open = valuesOf(body.cardData)
        const mine = privateOf(body.privateData)
        if (isNo(open)) return open
        if (isNo(mine)) return mine
        const model = (body.imGroupOpenSpaceModel ?? body.imRobotOpenSpaceModel) as
          | { lastMessageI18n?: { ZH_CN?: string } }
          | undefined
        const arrived = spaces.filter((_, i) => results[i]?.success)
        cards.set(track, {
          track,
          template,
          spaces: arrived,
          summary: model?.lastMessageI18n?.ZH_CN ?? '',
          open: open as Values,
          mine: mine as Map<string, Values>,
          puts: 0,
        })
      }
      return { success: true, result: { outTrackId: track, deliverResults: results } }
    },
    update(body) {
      const card = cards.get(String(body.outTrackId ?? ''))
      if (card === undefined) return { status: 400, code: 'param.cardNotExist' }
      if (body.cardData === undefined && body.privateData === undefined)
        return { status: 400, code: 'param.cardDataAndPrivateDataBothEmpty' }
      const open = valuesOf(body.cardData)
      const mine = privateOf(body.privateData)
      if (isNo(open)) return open
      if (isNo(mine)) return mine
      change(card, open as Values, mine as Map<string, Values>, (body.cardUpdateOptions ?? {}) as Body)
      card.puts += 1
      return { success: true, result: true }
    },
    deliver(body) {
      const card = cards.get(String(body.outTrackId ?? ''))
      if (card === undefined) return { status: 400, code: 'param.cardNotExist' }
      const top = body.topOpenDeliverModel as { expiredTimeMillis?: number } | undefined
      if (typeof top?.expiredTimeMillis !== 'number') return { status: 400, code: 'param.expiredTimeMillisEmpty' }
      return { success: true, result: [{ spaceType: 'ONE_BOX', spaceId: body.openSpaceId, success: true }] }
    },
    seen(track, user) {
      const card = cards.get(track)
      if (card === undefined) return {}
      const own = card.mine.get(user) ?? {}
      return Object.fromEntries(
        [...variables].map(([name, isPrivate]) => [name, (isPrivate ? own[name] : card.open[name]) ?? '']),
      )
    },
    apply(track, user, response) {
      const card = cards.get(track)
      if (card === undefined || typeof response !== 'object' || response === null) return
      const { cardData, userPrivateData, cardUpdateOptions } = response as Body
      const open = valuesOf(cardData)
      const mine = valuesOf(userPrivateData)
      if (isNo(open) || isNo(mine)) throw new Error('the answer to a click is not a card')
      change(card, open as Values, new Map([[user, mine as Values]]), (cardUpdateOptions ?? {}) as Body)
    },
  }
}
