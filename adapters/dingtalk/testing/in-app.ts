/** The browser inside the app, without a browser: it signs in by a code of the app, keeps cookies, sends what a page sends. */
import type { StandIn } from './stand-in.ts'

/** What a page put into itself for its module. */
interface PageData {
  readonly csrf: string
  readonly ticket: string
}

export interface InApp {
  /** Opens an address (as a link of the robot has it) and follows where it leads; the page's HTML. */
  open(url: string): Promise<string>
  /** Fills in the form of the page that is open; what the page was answered. */
  submit(
    values: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly is: string; readonly html?: string; readonly text?: string; readonly errors?: unknown }>
  /** Presses the button of the page that is open. */
  press(): Promise<{ readonly is: string; readonly html?: string; readonly text?: string }>
}

const MOST_HOPS = 6

/** Somebody's app. `serve` answers the requests of their browser. */
export function inApp(
  standIn: StandIn,
  user: string,
  publicUrl: string,
  serve: (request: Request) => Response | Promise<Response>,
): InApp {
  let cookie = ''
  let data: PageData | undefined
  let codes = 0

  async function get(url: string): Promise<Response> {
    const response = await serve(new Request(url, { headers: { cookie, 'accept-language': 'zh-CN' } }))
    const set = response.headers.get('set-cookie')
    if (set !== null) cookie = set.split(';')[0] ?? ''
    return response
  }

  async function act(body: object): Promise<{ is: string }> {
    if (data === undefined) throw new Error('no page is open')
    const response = await serve(
      new Request(`${publicUrl}/f/dingtalk/act`, {
        method: 'POST',
        headers: {
          cookie,
          'content-type': 'application/json',
          origin: new URL(publicUrl).origin,
          'x-redress-token': data.csrf,
        },
        body: JSON.stringify({ ticket: data.ticket, ...body }),
      }),
    )
    return (await response.json()) as { is: string }
  }

  return {
    async open(url) {
      let at = new URL(url, publicUrl)
      for (let hop = 0; hop < MOST_HOPS; hop++) {
        const response = await get(String(at))
        const to = response.headers.get('location')
        if (to !== null) {
          at = new URL(to, at)
          continue
        }
        const page = await response.text()
        if (page.includes('requestAuthCode')) {
          // The app gives the page a code for whoever holds the phone.
          codes += 1
          const code = `code-${user}-${codes}`
          standIn.codes.set(code, user)
          at.searchParams.set('authCode', code)
          continue
        }
        const json = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)?.[1]
        data = json === undefined ? undefined : (JSON.parse(json) as PageData)
        return page
      }
      throw new Error('the page sends one round in circles')
    },
    submit: (values) => act({ do: 'submit', values }),
    press: () => act({ do: 'press' }),
  }
}

/** The address behind a link that opens at the side of the app. */
export function linkIn(text: string): string {
  const found = /dingtalk:\/\/dingtalkclient\/page\/link\?url=([^&)]+)/.exec(text)?.[1]
  if (found === undefined) throw new Error(`no link in ${text}`)
  return decodeURIComponent(found)
}
