/** Files of a field: uploaded when they are chosen, each with its progress; a failed one may be tried again. */
import { filled } from './page.js'
import { upload } from './send.js'

const LARGEST = 20 * 1024 * 1024

/** Takes over the control. Gives `{read, busy}`. */
export function takeFiles(box, page, changed) {
  const kept = JSON.parse(box.dataset.files)
  const most = Number(box.dataset.max)
  const list = box.querySelector('.files')
  const status = box.querySelector('.status')
  const input = box.querySelector('input')
  let running = 0
  const say = (word, params) => {
    status.textContent = filled(page.words[word], params)
  }
  const draw = () => list.replaceChildren(...kept.map((file, at) => line(file, at)))
  const line = (file, at) => {
    const item = document.createElement('li')
    const name = document.createElement('span')
    name.textContent = file.name
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'remove'
    button.textContent = '×'
    button.setAttribute('aria-label', filled(page.words.remove, { name: file.name }))
    button.addEventListener('click', () => {
      kept.splice(at, 1)
      draw()
      input.focus()
      changed()
    })
    item.append(name, button)
    return item
  }
  const take = async (file) => {
    if (file.size > LARGEST) return say('upload_failed', { name: file.name, why: page.words.too_large })
    running += 1
    say('uploading', { name: file.name, percent: 0 })
    let reply = await upload(page, file, (percent) => say('uploading', { name: file.name, percent }))
    if (reply.is === 'unreachable') reply = await upload(page, file, () => undefined)
    running -= 1
    if (reply.is === 'file') {
      if (!kept.some(({ sha256 }) => sha256 === reply.file.sha256)) kept.push(reply.file)
      draw()
      say('uploaded', { name: file.name })
    } else {
      const why = reply.text ?? (reply.is === 'signed_out' ? page.words.sign_in_over : page.words.not_sent)
      say('upload_failed', { name: file.name, why })
    }
    changed()
  }
  input.addEventListener('change', async () => {
    const chosen = [...input.files]
    const room = Math.max(0, most - kept.length)
    for (const file of chosen.slice(0, room)) await take(file)
    if (chosen.length > room) say('too_many', { max: most })
    input.value = ''
  })
  draw()
  return { read: () => (kept.length === 0 ? null : kept), busy: () => running > 0, input }
}
