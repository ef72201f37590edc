/** Sends to the server over a network that comes and goes. What is sent again carries the same ticket, so it acts once. */

const WAITS = [1000, 2000, 4000, 8000, 15000]

/** What the server said, or `{is: 'unreachable'}` when it could not be asked. */
async function once(page, body) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), 20_000)
  try {
    const response = await fetch(`/f/${encodeURIComponent(page.platform)}/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-redress-token': page.csrf },
      body: JSON.stringify({ ticket: page.ticket, ...body }),
      signal: stop.signal,
    })
    if (response.status >= 502 && response.status <= 504) return { is: 'unreachable' }
    const reply = await response.json()
    return reply.is === undefined ? { is: 'refused', text: page.words.broken } : reply
  } catch {
    return { is: 'unreachable' }
  } finally {
    clearTimeout(timer)
  }
}

/** Asks once. */
export function ask(page, body) {
  return once(page, body)
}

/** Asks until there is an answer, a few times; `waiting` is told when it has to try again. */
export async function insist(page, body, waiting) {
  let reply = await once(page, body)
  for (const wait of WAITS) {
    if (reply.is !== 'unreachable') return reply
    waiting()
    await pause(wait)
    reply = await once(page, body)
  }
  return reply
}

/** Waits, but no longer than until the network is back. */
function pause(length) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, length)
    addEventListener('online', done)
  })
}

/** Uploads one file as it is; `progress` is told whole percents. */
export function upload(page, file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/f/${encodeURIComponent(page.platform)}/files`)
    request.setRequestHeader('x-redress-token', page.csrf)
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.timeout = 180_000
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) progress(Math.floor((event.loaded / event.total) * 100))
    })
    const failed = () => resolve({ is: 'unreachable' })
    request.addEventListener('load', () => resolve(request.response ?? { is: 'unreachable' }))
    for (const event of ['error', 'timeout', 'abort']) request.addEventListener(event, failed)
    request.send(file)
  })
}
