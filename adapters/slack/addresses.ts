/** Which addresses belong to Slack: only there do the token and what we say ever go, whatever a payload names. */

/** Slack itself; for a stand-in on this machine, this machine. `apiUrl` is the Web API's. */
export function isSlacks(url: URL, apiUrl: string): boolean {
  if (isStandIn(apiUrl)) return isHere(url.hostname)
  const host = url.hostname
  const slack = host === 'slack.com' || host.endsWith('.slack.com') || host === 'slack-files.com'
  return url.protocol === 'https:' && slack && url.port === ''
}

/** True when the Web API is a stand-in on this machine, as in tests. */
export function isStandIn(apiUrl: string): boolean {
  return isHere(URL.parse(apiUrl)?.hostname ?? '')
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
