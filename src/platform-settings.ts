/** The settings of the chat platforms and of mail: their names, which belong together, and how each has to be written. */
import type { SettingName } from '../cards/settings.ts'

/** One setting. Without `usual` it is empty by default; `form` is how it is written when it is not empty. */
interface Setting {
  readonly name: string
  readonly usual?: string
  /** True: the platform is on when all of these are set, and some without the others are a mistake. */
  readonly needed?: boolean
  readonly secret?: boolean
  readonly form?: RegExp | 'address' | 'socket' | 'mail_server'
  /** The form as people read it. */
  readonly like?: string
}

const KEY = { needed: true, secret: true, form: /^[\x21-\x7e]{8,}$/, like: '********' } as const
const ID = { needed: true, form: /^[\x21-\x7e]+$/, like: 'abc123' } as const

/** An e-mail address as a setting, and one that may stand behind a name. */
const ADDRESS = /^[^\s@<>"(),;:]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$/
const MAILBOX = new RegExp(`${ADDRESS.source}|^[^<>"\\p{Cc}]{1,60}<${ADDRESS.source.slice(1, -1)}>$`, 'u')

const PLATFORMS = {
  slack: {
    botToken: { ...KEY, name: 'SLACK_BOT_TOKEN', form: /^xoxb-[\w-]+$/, like: 'xoxb-…' },
    signingSecret: { ...KEY, name: 'SLACK_SIGNING_SECRET' },
    appToken: { name: 'SLACK_APP_TOKEN', secret: true, form: /^xapp-[\w-]+$/, like: 'xapp-…' },
    apiUrl: { name: 'SLACK_API_URL', usual: 'https://slack.com/api/', form: 'address' },
  },
  dingtalk: {
    clientId: { ...ID, name: 'DINGTALK_CLIENT_ID' },
    clientSecret: { ...KEY, name: 'DINGTALK_CLIENT_SECRET' },
    corpId: { ...ID, name: 'DINGTALK_CORP_ID' },
    robotCode: { ...ID, name: 'DINGTALK_ROBOT_CODE' },
    cardTemplateId: { name: 'DINGTALK_CARD_TEMPLATE_ID', form: /^[\x21-\x7e]+$/, like: 'abc.schema' },
    groupTemplateId: { name: 'DINGTALK_GROUP_TEMPLATE_ID', form: /^[\x21-\x7e]+$/, like: 'abc123' },
    apiUrl: { name: 'DINGTALK_API_URL', usual: 'https://api.dingtalk.com', form: 'address' },
    oapiUrl: { name: 'DINGTALK_OAPI_URL', usual: 'https://oapi.dingtalk.com', form: 'address' },
  },
  wecom: {
    corpId: { ...ID, name: 'WECOM_CORP_ID' },
    agentId: { ...ID, name: 'WECOM_AGENT_ID', form: /^\d+$/, like: '1000002' },
    secret: { ...KEY, name: 'WECOM_SECRET' },
    token: { ...KEY, name: 'WECOM_TOKEN', form: /^[A-Za-z0-9]{1,32}$/, like: '[A-Za-z0-9]{1,32}' },
    encodingAesKey: {
      ...KEY,
      name: 'WECOM_ENCODING_AES_KEY',
      form: /^[A-Za-z0-9+/]{43}$/,
      like: '[A-Za-z0-9]{43}',
    },
    apiUrl: { name: 'WECOM_API_URL', usual: 'https://qyapi.weixin.qq.com', form: 'address' },
    oauthUrl: { name: 'WECOM_OAUTH_URL', usual: 'https://open.weixin.qq.com', form: 'address' },
    botId: { name: 'WECOM_BOT_ID', form: /^[\x21-\x7e]+$/, like: 'abc123' },
    botSecret: { name: 'WECOM_BOT_SECRET', secret: true, form: /^[\x21-\x7e]{8,}$/, like: '********' },
    wsUrl: { name: 'WECOM_WS_URL', usual: 'wss://openws.work.weixin.qq.com', form: 'socket' },
  },
  email: {
    smtpUrl: { name: 'SMTP_URL', needed: true, secret: true, form: 'mail_server' },
    from: { name: 'MAIL_FROM', needed: true, form: MAILBOX, like: 'Redress <redress@example.com>' },
    replyTo: { name: 'MAIL_REPLY_TO', form: ADDRESS, like: 'service@example.com' },
    perMinute: { name: 'MAIL_PER_MINUTE', usual: '60', form: /^[1-9]\d{0,3}$/, like: '60' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Setting>>>>

type Table = typeof PLATFORMS
/** Settings of one platform: the needed ones and those with a default are there, the others may be. */
export type PlatformSettings<P extends keyof Table> = {
  readonly [K in keyof Table[P] as Table[P][K] extends { needed: true } | { usual: string } ? K : never]: string
} & {
  readonly [K in keyof Table[P] as Table[P][K] extends { needed: true } | { usual: string } ? never : K]?: string
}

/** The platforms that are on, each with its settings. */
export type Chat = { readonly [P in keyof Table]?: PlatformSettings<P> }

const ALL = Object.values(PLATFORMS).flatMap((table): Setting[] => Object.values(table))

/** Defaults by setting name, as .env.example lists them. */
export const PLATFORM_DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  ALL.map(({ name, usual }) => [name, usual ?? '']),
)

/** Settings that are never shown. */
export const PLATFORM_SECRETS: readonly string[] = ALL.filter(({ secret }) => secret).map(({ name }) => name)

/** Something wrong with the setting `name`. */
export interface PlatformProblem {
  readonly name: string
  readonly says: SettingName
  readonly params: Readonly<Record<string, string>>
}

/** Reads the platforms' settings out of all of them. A platform is on when everything it needs is set. */
export function readPlatforms(raw: Readonly<Record<string, string>>): {
  readonly chat: Chat
  readonly problems: readonly PlatformProblem[]
} {
  const chat: Record<string, Readonly<Record<string, string>>> = {}
  const problems: PlatformProblem[] = []
  for (const [platform, table] of Object.entries(PLATFORMS)) {
    const settings: readonly [string, Setting][] = Object.entries(table)
    const written = settings.flatMap(([key, { name }]) => (raw[name] ? [[key, raw[name]] as const] : []))
    const lacking = settings.filter(([, { name, needed }]) => needed && !raw[name]).map(([, { name }]) => name)
    const begun = settings.find(([, { name, usual }]) => raw[name] && raw[name] !== (usual ?? ''))
    if (begun === undefined) continue
    for (const [, setting] of settings) {
      const value = raw[setting.name] ?? ''
      const says = value === '' ? undefined : wrongWith(value, setting)
      if (says !== undefined) problems.push({ name: setting.name, says, params: { like: setting.like ?? '' } })
    }
    if (lacking.length > 0)
      problems.push({ name: begun[1].name, says: 'platform_partial', params: { missing: lacking.join(', ') } })
    else chat[platform] = Object.fromEntries(written)
  }
  return { chat: chat as Chat, problems }
}

function wrongWith(value: string, { form }: Setting): SettingName | undefined {
  if (form === undefined) return undefined
  if (form === 'address') return isAddress(value, 'http') ? undefined : 'address'
  if (form === 'socket') return isAddress(value, 'ws') ? undefined : 'address'
  if (form === 'mail_server') return isMailServer(value) ? undefined : 'mail_server'
  return form.test(value) ? undefined : 'malformed'
}

/** True for an absolute address: encrypted, or on this machine. `kind` is http or ws. */
export function isAddress(value: string, kind: 'http' | 'ws'): boolean {
  const url = URL.parse(value)
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false
  return url.protocol === `${kind}s:` || (url.protocol === `${kind}:` && isLoopback(url.hostname))
}

/** True for the address of a mail server: a login may stand in it, and nothing but host and port behind it. */
export function isMailServer(value: string): boolean {
  const url = URL.parse(value)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') return false
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return false
  return (url.username === '') === (url.password === '') && isPercentEncoded(`${url.username}${url.password}`)
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Mail alone is no chat: nobody can file or decide by it. */
export function chatsIn(chat: Chat): readonly string[] {
  return Object.keys(chat).filter((platform) => platform !== 'email')
}

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^\[?::1\]?$/.test(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/** The platforms that reach outside this machine (DESIGN: live). */
export function livePlatforms(chat: Chat): readonly string[] {
  return Object.entries(chat).flatMap(([platform, settings]) => {
    const addresses = Object.entries(settings).filter(([key]) => key.endsWith('Url'))
    // A bot's socket counts only when there is a bot.
    const used = addresses.filter(([key]) => key !== 'wsUrl' || 'botId' in settings)
    return used.some(([, address]) => !isLoopback(URL.parse(address)?.hostname ?? '')) ? [platform] : []
  })
}
