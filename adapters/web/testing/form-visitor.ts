/** A browser without a window: keeps cookies, opens pages, reads what the server put into them, and sends like the page's module. */

/** What the page's module finds. */
export interface PageData {
  readonly csrf: string
  readonly ticket: string
  readonly key: string
  readonly done?: { readonly key: string; readonly number: string }
}

// biome-ignore lint/suspicious/noExplicitAny: the wire is read by trying
export type Wire = any

export interface Opened {
  readonly status: number
  readonly html: string
  readonly headers: Headers
  readonly data: PageData
}

/** Somebody the test's chat recognises as this account. */
export function visitor(url: string, account: string) {
  const jar = new Map([['who', encodeURIComponent(account)]])
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  async function get(path: string): Promise<Response> {
    const response = await fetch(new URL(path, url), { headers: { cookie: cookies() }, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }

  /** Opens an address, through the sign-in if need be. */
  async function open(path: string): Promise<Opened> {
    let response = await get(path)
    for (let hops = 0; hops < 3 && response.status >= 300 && response.status < 400; hops += 1)
      response = await get(response.headers.get('location') ?? '')
    const html = await response.text()
    const json = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '{}'
    return { status: response.status, html, headers: response.headers, data: JSON.parse(json) as PageData }
  }

  async function post(path: string, body: BodyInit, headers: Readonly<Record<string, string>>): Promise<Wire> {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      body,
      headers: { cookie: cookies(), ...headers },
    })
    return { status: response.status, ...((await response.json()) as object) }
  }

  return {
    jar,
    get,
    open,
    post,
    /** Sends as the page's module does. */
    act: (page: PageData, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Wire> =>
      post('/f/playground/act', JSON.stringify({ ticket: page.ticket, ...body }), {
        'content-type': 'application/json',
        'x-redress-token': page.csrf,
        ...headers,
      }),
  }
}
