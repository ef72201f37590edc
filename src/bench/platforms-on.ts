/** Stand-ins of the chat platforms, for a Redress with them on and nobody there who says anything. */
import { CORP, CREDENTIALS, openStandIn } from '../../adapters/dingtalk/testing/stand-in.ts'
import { BOT_TOKEN, openWorkspace, SIGNING_SECRET } from '../../adapters/slack/testing/workspace.ts'
import { startWecom } from '../../adapters/wecom/testing/server.ts'
import { makeTown } from '../../adapters/wecom/testing/town.ts'

export interface PlatformsOn {
  /** Settings with one platform on, and with all. */
  readonly settings: Readonly<Record<'slack' | 'all', Readonly<Record<string, string>>>>
  close(): Promise<void>
}

const WECOM = { corpId: 'ww0123456789', agentId: '1000002', secret: 'bench-wecom-secret-0123456789' }

/** Opens all of them. */
export async function platformsOn(): Promise<PlatformsOn> {
  const slack = await openWorkspace({ users: [], channels: [] })
  const dingtalk = await openStandIn()
  const wecom = await startWecom(makeTown({ ...WECOM, now: Date.now }))
  const one = {
    SECRET_KEY: 'bench-secret-key-0123456789abcdef0123456789',
    AUDIT_KEY: 'bench-audit-key-0123456789abcdef0123456789',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  }
  const others = {
    DINGTALK_CLIENT_ID: CREDENTIALS.clientId,
    DINGTALK_CLIENT_SECRET: CREDENTIALS.clientSecret,
    DINGTALK_CORP_ID: CORP,
    DINGTALK_ROBOT_CODE: CREDENTIALS.robotCode,
    DINGTALK_API_URL: dingtalk.base,
    DINGTALK_OAPI_URL: dingtalk.base,
    WECOM_CORP_ID: WECOM.corpId,
    WECOM_AGENT_ID: WECOM.agentId,
    WECOM_SECRET: WECOM.secret,
    WECOM_TOKEN: 'benchtoken',
    WECOM_ENCODING_AES_KEY: 'a'.repeat(43),
    WECOM_API_URL: wecom.url,
    WECOM_OAUTH_URL: wecom.url,
  }
  return {
    settings: { slack: one, all: { ...one, ...others } },
    async close() {
      await slack.close()
      await dingtalk.close()
      await wecom.stop()
    },
  }
}
