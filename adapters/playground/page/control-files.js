/** Files: uploaded as soon as they are chosen, listed with a button that takes each away. */
import { el } from './dom.js'
import { icon } from './icon.js'
import { upload } from './wire.js'
import { t } from './words-of.js'

const ACCEPT = { image: 'image/*', video: 'video/*', document: '.pdf,.doc,.docx,.xls,.xlsx,.txt,.csv' }

export function filesControl(field, attributes, changed) {
  const { accept, max } = field.element
  const kept = [...(field.value ?? [])]
  let running = 0
  const list = el('ul', { class: 'files' })
  const input = el('input', {
    ...attributes,
    type: 'file',
    multiple: max > 1,
    accept: accept.map((kind) => ACCEPT[kind]).join(','),
  })
  const status = el('p', { class: 'quiet', role: 'status' })
  const draw = () => {
    list.replaceChildren(
      ...kept.map((ref, at) =>
        el(
          'li',
          {},
          el('span', {}, ref.name),
          el(
            'button',
            {
              type: 'button',
              class: 'icon',
              'aria-label': t('remove', { name: ref.name }),
              onclick: () => {
                kept.splice(at, 1)
                draw()
                changed()
              },
            },
            icon('close'),
          ),
        ),
      ),
    )
  }
  const take = async (file) => {
    running += 1
    status.textContent = t('uploading', { name: file.name })
    try {
      kept.push(await upload(file))
      status.textContent = ''
    } catch (error) {
      status.textContent = `${t('upload_failed', { name: file.name })} ${error.message}`
    } finally {
      running -= 1
      draw()
    }
  }
  input.addEventListener('change', async () => {
    const room = Math.max(0, max - kept.length)
    await Promise.all([...input.files].slice(0, room).map(take))
    input.value = ''
    changed()
  })
  draw()
  const hint = el('p', { class: 'quiet' }, t('up_to_files', { max }))
  return {
    node: el('div', { class: 'uploads' }, input, hint, list, status),
    focus: input,
    busy: () => running > 0,
    read: () => (kept.length === 0 ? null : kept),
  }
}
