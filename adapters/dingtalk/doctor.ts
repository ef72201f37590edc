/** What `redress doctor` says of this platform. It reads, and changes nothing people see. */
import type { Finding, PlatformParts } from '../../src/ports.ts'
import type { Text } from '../../src/rules/nouns.ts'
import type { Api } from './api.ts'
import type { Contacts } from './contacts.ts'
import type { Heard } from './heard.ts'
import type { Quota } from './quota.ts'
import { type DingtalkSettings, NAME } from './settings.ts'
import type { Stream } from './supervisor.ts'
import { WORDS } from './words.ts'

export interface DoctorParts {
  readonly settings: DingtalkSettings
  readonly parts: PlatformParts
  readonly api: Api
  readonly quota: Quota
  readonly contacts: Contacts
  readonly stream: Stream
  readonly heard: Heard
}

const NEAR = 0.8
/** Minutes within which hearing something counts as connected: a day, since nobody writes at night. */
const RECENT = 24 * 60

const good = (check: string, says: Text): Finding => ({ check, is: 'good', says })
const wrong = (is: 'warning' | 'bad', check: string, says: Text, fix: Text): Finding => ({ check, is, says, fix })

/** All findings, cheapest first. Without a token the rest cannot be looked at. */
export async function* doctor(tools: DoctorParts): AsyncIterable<Finding> {
  const token = await tools.api.tryToken()
  if (!token.ok) {
    const reached = token.failure.is === 'setup'
    yield wrong(
      'bad',
      'credentials',
      reached ? WORDS.badCredentials : { zh: '连不上钉钉 API。', en: 'The API of DingTalk cannot be reached.' },
      { zh: '核对凭证、网络与 DINGTALK_API_URL。', en: 'Check the credentials, the network and DINGTALK_API_URL.' },
    )
    return
  }
  yield good('credentials', { zh: '应用凭证有效。', en: 'The credentials of the app are good.' })
  yield await streamFinding(tools)
  yield templateFinding(tools)
  await tools.quota.open()
  yield* quotaFindings(tools)
  yield channelFinding(tools)
  yield* peopleFindings(tools)
}

/** A doctor on the command line has no stream of his own: he sees when the server last heard anything. */
async function streamFinding({ stream, heard, parts }: DoctorParts): Promise<Finding> {
  const why = stream.unready()
  if (why === undefined) return good('stream', { zh: '长连接已建立。', en: 'The stream is connected.' })
  const last = await heard.last()
  const minutes = last === undefined ? undefined : Math.max(0, Math.round((parts.wall() - last) / 60_000))
  if (minutes !== undefined && minutes <= RECENT)
    return good('stream', {
      zh: `最近一次收到钉钉消息：${minutes} 分钟前。`,
      en: `DingTalk was last heard ${minutes} minutes ago.`,
    })
  const never = { zh: '还没有收到过钉钉消息。', en: 'Nothing was ever heard from DingTalk.' }
  const long = {
    zh: `已有 ${minutes} 分钟没有收到钉钉消息。`,
    en: `Nothing was heard from DingTalk for ${minutes} minutes.`,
  }
  return wrong('warning', 'stream', minutes === undefined ? never : long, {
    zh: '确认服务在运行，机器人为 Stream 模式并已发布，再给机器人发一句话试试。',
    en: 'See that the server runs and the robot is in Stream mode and published, then say something to the robot.',
  })
}

function templateFinding({ settings }: DoctorParts): Finding {
  if (settings.cardTemplateId !== undefined) {
    const id = settings.cardTemplateId
    return good('template', { zh: `使用卡片模板 ${id}。`, en: `Cards use the template ${id}.` })
  }
  return wrong(
    'warning',
    'template',
    {
      zh: '没有卡片模板：卡片为文字，表单为对话。',
      en: 'No card template: cards are texts and forms are conversations.',
    },
    {
      zh: '按 docs/dingtalk.md 建模板并设置 DINGTALK_CARD_TEMPLATE_ID。',
      en: 'Build one as docs/dingtalk.md shows and set DINGTALK_CARD_TEMPLATE_ID.',
    },
  )
}

function* quotaFindings({ quota }: DoctorParts): Iterable<Finding> {
  const used = quota.used()
  const names = { calls: { zh: 'API 调用', en: 'API calls' }, pushes: { zh: '推送', en: 'pushes' } } as const
  for (const what of ['calls', 'pushes'] as const) {
    const [n, most] = [used[what], quota.limits[what]]
    const says = {
      zh: `${used.month} ${names[what].zh}：本应用计 ${n} 次，标准版全组织上限 ${most}。`,
      en: `${used.month}, ${names[what].en}: ${n} counted here; the standard edition allows the organisation ${most}.`,
    }
    const fix = {
      zh: '减少提醒、加购，或换专业版。',
      en: 'Send fewer reminders, buy an add-on, or use the professional edition.',
    }
    if (used.spent[what]) yield wrong('bad', `quota_${what}`, WORDS.quotaSpent(what), fix)
    else if (n >= most * NEAR) yield wrong('warning', `quota_${what}`, says, fix)
    else yield good(`quota_${what}`, says)
  }
}

function channelFinding({ parts }: DoctorParts): Finding {
  const channels = Object.values(parts.directory().channels)
  const here = channels.filter(({ addresses }) => typeof addresses[NAME] === 'string')
  const says = {
    zh: `${channels.length} 个频道中有 ${here.length} 个对应钉钉群。`,
    en: `${here.length} of ${channels.length} channels lead to a DingTalk group.`,
  }
  if (here.length === channels.length) return good('channels', says)
  return wrong('warning', 'channels', says, {
    zh: '在群里 @机器人 发送“群号”，把得到的 cid… 写进 DIRECTORY_FILE 的 channels。',
    en: 'Mention the robot in a group with “group id” and put the cid… it answers into the channels of DIRECTORY_FILE.',
  })
}

async function* peopleFindings({ parts, contacts }: DoctorParts): AsyncIterable<Finding> {
  const { people } = parts.directory()
  const mapped = Object.values(people).flatMap((person) => {
    const account = person.accounts[NAME]
    return account === undefined ? [] : [{ person, account }]
  })
  const looks = await contacts.accounts(mapped.map(({ account }) => account))
  const gone = mapped.filter(({ account }) => looks.get(account)?.is === 'gone')
  const unseen = mapped.filter(({ account }) => !looks.has(account))
  const says = {
    zh: `${mapped.length} 人有钉钉账号，其中 ${gone.length} 人已离职，${unseen.length} 人查不到。`,
    en: `${mapped.length} people have an account; ${gone.length} have left, ${unseen.length} cannot be looked up.`,
  }
  if (gone.length > 0 || unseen.length > 0)
    yield wrong(gone.length > 0 ? 'bad' : 'warning', 'people', says, {
      zh: `更新 DIRECTORY_FILE：${idsOf(gone.concat(unseen))}；查不到时检查 qyapi_get_member 权限。`,
      en: `Bring DIRECTORY_FILE up to date: ${idsOf(gone.concat(unseen))}. If nobody can be looked up, check the permission qyapi_get_member.`,
    })
  else yield good('people', says)
  yield* managerFinding(mapped, people, contacts)
}

type Mapped = { readonly person: { readonly id: string; readonly leader?: string }; readonly account: string }

const idsOf = (some: readonly Mapped[]): string =>
  some
    .slice(0, 10)
    .map(({ person }) => person.id)
    .join(', ')

/** Approvals go up the leaders of the policy: where the organisation says otherwise, somebody should know. */
async function* managerFinding(
  mapped: readonly Mapped[],
  people: Readonly<Record<string, { readonly accounts: Readonly<Record<string, string>> }>>,
  contacts: Contacts,
): AsyncIterable<Finding> {
  const differing: Mapped[] = []
  for (const one of mapped) {
    const found = await contacts.look(one.account)
    const ours = one.person.leader === undefined ? undefined : people[one.person.leader]?.accounts[NAME]
    if (found.is === 'member' && found.member.manager !== undefined && found.member.manager !== ours)
      differing.push(one)
  }
  if (differing.length === 0) return
  yield wrong(
    'warning',
    'leaders',
    {
      zh: `${differing.length} 人的上级与钉钉通讯录不同：${idsOf(differing)}。`,
      en: `${differing.length} people have another manager in DingTalk: ${idsOf(differing)}.`,
    },
    { zh: '审批沿政策里的 leader 上行，请核对。', en: 'Approvals go up the leaders of the policy: compare them.' },
  )
}
