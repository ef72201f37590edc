/** Opens pages as a web view without a screen: follows the sign-in, keeps cookies by host, and sends what a page would. */

export interface Visited {
  readonly status: number
  readonly body: string
  /** How many redirects led here, and where. */
  readonly hops: number
  readonly url: string
  readonly jar: Map<string, string>
}

/** What a page knows about itself, for sending. */
export interface PageData {
  readonly platform: string
  readonly csrf: string
  readonly ticket: string
}

/** Opens an address, signed in to the WeCom at `wecom` as this user. */
export async function visit(
  wecom: string,
  user: string,
  from: string,
  jar = new Map<string, string>(),
): Promise<Visited> {
  let url = from
  for (let hops = 0; hops < 8; hops++) {
    const { origin } = new URL(url)
    const headers = { cookie: cookiesFor(jar, origin), ...(origin === wecom ? { 'x-wecom-user': user } : {}) }
    const response = await fetch(url.split('#')[0] ?? url, { redirect: 'manual', headers })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      jar.set(`${origin} ${name}`, value)
    }
    const { status } = response
    if (status < 300 || status > 399) return { status, body: await response.text(), hops, jar, url }
    await response.body?.cancel()
    url = new URL(response.headers.get('location') ?? '', url).toString()
  }
  throw new Error('sent round and round')
}

function cookiesFor(jar: ReadonlyMap<string, string>, origin: string): string {
  const own = [...jar].filter(([name]) => name.startsWith(`${origin} `))
  return own.map(([name, value]) => `${name.slice(origin.length + 1)}=${value}`).join('; ')
}

/** What stands in a page for its module; undefined for a page that only says something. */
export function dataOf({ body }: Visited): PageData | undefined {
  const found = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(body)?.[1]
  const data = found === undefined ? undefined : (JSON.parse(found) as Partial<PageData>)
  return data?.ticket === undefined ? undefined : (data as PageData)
}

/** Sends from a page: `submit` a form's values, or `press` its button. Gives the answer. */
export async function sendFrom(
  { url, jar }: Visited,
  { platform, csrf, ticket }: PageData,
  what: { readonly do: 'submit' | 'press'; readonly values?: object },
): Promise<Readonly<Record<string, unknown>>> {
  const { origin } = new URL(url)
  const response = await fetch(`${origin}/f/${platform}/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-redress-token': csrf, cookie: cookiesFor(jar, origin), origin },
    body: JSON.stringify({ ticket, ...what }),
  })
  return (await response.json()) as Readonly<Record<string, unknown>>
}

/** The words of a page or of a piece of one. */
export function wordsIn(markup: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(markup)?.[0] ?? markup
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
}
