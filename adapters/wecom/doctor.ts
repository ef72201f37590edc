/** What `redress doctor` looks at on WeCom. It asks and changes nothing. */
import type { Finding, PlatformParts } from '../../src/ports.ts'
import type { Text } from '../../src/rules/nouns.ts'
import { addressOf, splitAddress } from './address.ts'
import type { Answered, Api } from './api.ts'
import { accountsOf } from './directory.ts'
import { NAME, type WecomSettings } from './settings.ts'
import { WRONG } from './words.ts'

export interface DoctorParts {
  readonly settings: WecomSettings
  readonly api: Api
  readonly directory: PlatformParts['directory']
  readonly links: PlatformParts['links']
  /** When a callback last proved to come from WeCom; undefined when none ever did. */
  lastCallback(): Promise<number | undefined>
}

const good = (check: string, zh: string, en: string): Finding => ({ check, is: 'good', says: { zh, en } })

/** Credentials, app, pages, callback, groups and members, in this order. Without a token nothing else can be asked. */
export async function* examine(parts: DoctorParts): AsyncIterable<Finding> {
  const agent = await parts.api.call({
    path: '/cgi-bin/agent/get',
    query: { agentid: parts.settings.agentId },
    repeatable: true,
  })
  yield credentials(agent)
  if (!('ok' in agent)) return
  yield appOf(agent.ok)
  yield pagesOf(parts, agent.ok)
  yield await callbackOf(parts)
  yield* groupsOf(parts)
  yield await membersOf(parts)
}

function credentials(answered: Answered): Finding {
  const check = 'wecom.credentials'
  if ('ok' in answered) return good(check, '企业 ID、应用编号和 Secret 都对', 'Company id, agent id and secret fit')
  const code = answered.failed === 'code' ? answered.errcode : undefined
  const says: Text = {
    zh: code === undefined ? '连不上企业微信' : `企业微信回答了错误码 ${code}`,
    en: code === undefined ? 'WeCom cannot be reached' : `WeCom answered with error ${code}`,
  }
  const fix = (code === undefined ? undefined : WRONG[code]) ?? {
    zh: '请检查网络和 WECOM_API_URL，稍后再试。',
    en: 'Check the network and WECOM_API_URL, then try again.',
  }
  return { check, is: 'bad', says, fix }
}

function appOf(agent: Readonly<Record<string, unknown>>): Finding {
  const check = 'wecom.app'
  if (agent.close !== 1) return good(check, '应用已启用', 'The app is switched on')
  return {
    check,
    is: 'bad',
    says: { zh: '应用已被停用', en: 'The app is switched off' },
    fix: { zh: '请在管理后台启用它。', en: 'Switch it on in the admin console.' },
  }
}

function pagesOf({ links }: DoctorParts, agent: Readonly<Record<string, unknown>>): Finding {
  const check = 'wecom.pages'
  if (links === undefined) {
    return {
      check,
      is: 'warning',
      says: {
        zh: '没有设置 PUBLIC_URL，表单只能在聊天里一步步填',
        en: 'Without PUBLIC_URL forms are asked step by step in the chat',
      },
      fix: {
        zh: '设置 PUBLIC_URL，并在应用里把它的域名设为可信域名。',
        en: 'Set PUBLIC_URL and make its host the trusted domain of the app.',
      },
    }
  }
  const { host } = new URL(links.case('x'))
  if (agent.redirect_domain === host) return good(check, `可信域名是 ${host}`, `The trusted domain is ${host}`)
  return {
    check,
    is: 'bad',
    says: {
      zh: '应用的可信域名和 PUBLIC_URL 不一致，页面不能登录',
      en: 'The trusted domain is not that of PUBLIC_URL, so nobody can sign in on our pages',
    },
    fix: {
      zh: `请在应用的“网页授权及 JS-SDK”里填 ${host}。`,
      en: `Enter ${host} under the app’s “网页授权及 JS-SDK” (web authorisation).`,
    },
  }
}

async function callbackOf({ lastCallback }: DoctorParts): Promise<Finding> {
  const check = 'wecom.callback'
  const last = await lastCallback()
  if (last !== undefined) {
    const when = new Date(last).toISOString()
    return good(check, `收到过企业微信的回调（${when}）`, `Callbacks have come in (last noted ${when})`)
  }
  return {
    check,
    is: 'warning',
    says: { zh: '还没有收到过企业微信的回调', en: 'No callback has come in yet' },
    fix: {
      zh: '请在应用的“接收消息”里填 PUBLIC_URL/wecom/callback、Token 和 EncodingAESKey，然后给应用发一句话。',
      en: 'Enter PUBLIC_URL/wecom/callback, token and key under the app’s “接收消息” (receive messages), then write to the app.',
    },
  }
}

async function* groupsOf({ settings, api, directory }: DoctorParts): AsyncIterable<Finding> {
  for (const channel of Object.keys(directory().channels)) {
    const to = addressOf({ in: 'channel', channel }, directory())
    if (to === undefined) continue
    const { kind, id } = splitAddress(to)
    const reached =
      kind === 'robot'
        ? settings.secretOf?.(id) !== undefined
        : 'ok' in (await api.call({ path: '/cgi-bin/appchat/get', query: { chatid: id }, repeatable: true }))
    const check = `wecom.channel.${channel}`
    if (reached) yield good(check, `群“${channel}”可用`, `The group of channel ${channel} is there`)
    else
      yield {
        check,
        is: 'bad',
        says: { zh: `发不到“${channel}”的群`, en: `The group of channel ${channel} cannot be reached` },
        fix:
          kind === 'robot'
            ? {
                zh: `请设置环境变量 ${id}，值是群机器人的 key。`,
                en: `Set ${id} in the environment to the robot’s key.`,
              }
            : {
                zh: '群要由这个应用创建，且应用对根部门可见。',
                en: 'The group has to be made by this app, which has to be visible to the root department.',
              },
      }
  }
}

async function membersOf({ api, directory }: DoctorParts): Promise<Finding> {
  const check = 'wecom.members'
  const people = Object.values(directory().people).filter(({ accounts }) => accounts[NAME] !== undefined)
  const known = await accountsOf(
    api,
    people.map(({ accounts }) => accounts[NAME] ?? ''),
  )
  const missing = people.filter(({ accounts }) => known.get(accounts[NAME] ?? '')?.is !== 'active').map(({ id }) => id)
  const count = String(people.length)
  if (people.length === 0) return nobody(check)
  if (missing.length === 0)
    return good(check, `${count} 位成员都在应用的可见范围内`, `All ${count} members are visible to the app`)
  const names = missing.slice(0, 10).join(', ')
  return {
    check,
    is: people.length === missing.length ? 'bad' : 'warning',
    says: {
      zh: `人员名单里有 ${missing.length} 位在企业微信里找不到：${names}`,
      en: `${missing.length} of ${count} people of the directory are not found on WeCom: ${names}`,
    },
    fix: {
      zh: '请核对 accounts.wecom，并把他们加到应用的可见范围。',
      en: 'Check accounts.wecom, and add them to the visible range of the app.',
    },
  }
}

const nobody = (check: string): Finding => ({
  check,
  is: 'bad',
  says: { zh: '人员名单里没有人有企业微信账号', en: 'Nobody in the directory has an account on WeCom' },
  fix: {
    zh: '请在规则文件或 DIRECTORY_FILE 里写 accounts: {wecom: …}。',
    en: 'Write accounts: {wecom: …} in the policy or in DIRECTORY_FILE.',
  },
})
