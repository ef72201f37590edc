/**
 * How somebody who opens one of our pages inside the app is recognised: the page asks the app for a code
 * (`requestAuthCode`, where the app's version has it), comes back with it, and the code is exchanged for the account. A code works once.
 */
import type { SignIn } from '../../src/ports.ts'
import type { Contacts } from './contacts.ts'
import type { DingtalkSettings } from './settings.ts'

/** The app's bridge for pages, from the platform's own host. */
const BRIDGE = 'https://g.alicdn.com/dingding/dingtalk-jsapi/3.0.25/dingtalk.open.js'
const PARAM = 'authCode'

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const

/** Sign-in for this organisation. */
export function makeSignIn(
  settings: Pick<DingtalkSettings, 'corpId' | 'clientId'>,
  contacts: Pick<Contacts, 'byCode'>,
): SignIn {
  return {
    async identify(request, back) {
      const code = URL.parse(request.url)?.searchParams.get(PARAM)
      if (!code) return asking(settings, back)
      const account = await contacts.byCode(code)
      return account === undefined ? refused() : { account }
    },
  }
}

/** A page that fetches a code and goes on to `back` with it. Only values of ours stand in it, written as JSON. */
function asking({ corpId, clientId }: Pick<DingtalkSettings, 'corpId' | 'clientId'>, back: string): Response {
  const nonce = crypto.randomUUID()
  const page = `<!doctype html><html lang="zh"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Redress</title></head>
<body><p id="say">正在登录… Signing in…</p><script src="${BRIDGE}"></script><script nonce="${nonce}">
const back = new URL(${inScript(back)}), say = document.getElementById('say')
const failed = () => { say.textContent = '请在钉钉里打开。Please open this in DingTalk.' }
const known = ({ code }) => { back.searchParams.set('${PARAM}', code); location.replace(back) }
const ask = { corpId: ${inScript(corpId)}, clientId: ${inScript(clientId)}, onSuccess: known, success: known, onFail: failed, fail: failed }
if (typeof dd === 'undefined' || dd.env.platform === 'notInDingTalk') failed()
else dd.ready(() => dd.requestAuthCode ? dd.requestAuthCode(ask) : dd.runtime.permission.requestAuthCode(ask))
</script></body></html>`
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' https://g.alicdn.com; base-uri 'none'; frame-ancestors 'none'`
  return new Response(page, { headers: { ...HEADERS, 'content-security-policy': policy } })
}

const inScript = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c')

function refused(): Response {
  const page =
    '<!doctype html><meta charset="utf-8"><title>Redress</title><p>登录失败，请重新打开。Sign-in failed, please open the page again.</p>'
  return new Response(page, { status: 403, headers: HEADERS })
}
