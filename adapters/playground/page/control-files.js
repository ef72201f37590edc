/** Files: uploaded as soon as they are chosen or dropped, shown small, each with a button that takes it away. */
import { el, fill } from './dom.js'
import { isPicture, isVideo, sizeOf } from './files.js'
import { icon } from './icon.js'
import { openLightbox } from './lightbox.js'
import { upload } from './wire.js'
import { t } from './words-of.js'

const ACCEPT = { image: 'image/*', video: 'video/*', document: '.pdf,.doc,.docx,.xls,.xlsx,.txt,.csv' }

export function filesControl(field, attributes, changed) {
  const { accept, max } = field.element
  const list = el('ul', { class: 'previews' })
  const status = el('p', { class: 'quiet', role: 'status' })
  const input = el('input', {
    ...attributes,
    type: 'file',
    multiple: max > 1,
    accept: accept.map((kind) => ACCEPT[kind]).join(','),
  })
  const zone = el(
    'div',
    { class: 'drop-zone' },
    input,
    el('span', { class: 'drop-words', 'aria-hidden': 'true' }, icon('upload'), el('span', {}, t('drop_files'))),
    el('span', { class: 'quiet' }, t('up_to_files', { max })),
  )
  const uploads = { kept: [...(field.value ?? [])], running: 0, max, list, status, input, changed }
  input.addEventListener('change', () => void add(uploads, [...input.files]))
  listenToDrops(zone, (files) => void add(uploads, files))
  draw(uploads)
  return {
    node: el('div', { class: 'uploads' }, zone, list, status),
    focus: input,
    busy: () => uploads.running > 0,
    read: () => (uploads.kept.length === 0 ? null : uploads.kept),
  }
}

function listenToDrops(zone, take) {
  zone.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('over')
  })
  zone.addEventListener('dragleave', () => zone.classList.remove('over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    zone.classList.remove('over')
    take([...event.dataTransfer.files])
  })
}

async function add(uploads, files) {
  const room = Math.max(0, uploads.max - uploads.kept.length - uploads.running)
  uploads.status.textContent = files.length > room ? t('too_many_files', { max: uploads.max }) : ''
  await Promise.all(files.slice(0, room).map((file) => take(uploads, file)))
  uploads.input.value = ''
  uploads.changed()
}

async function take(uploads, file) {
  uploads.running += 1
  const shown = isPicture(file.type) ? URL.createObjectURL(file) : ''
  const waiting = el(
    'li',
    { class: 'preview uploading', 'aria-label': t('uploading', { name: file.name }) },
    shown ? el('img', { src: shown, alt: '' }) : icon('file'),
    el('span', { class: 'preview-name' }, file.name),
  )
  uploads.list.append(waiting)
  try {
    uploads.kept.push(await upload(file))
  } catch (error) {
    uploads.status.textContent = `${t('upload_failed', { name: file.name })} ${error.message}`
  } finally {
    uploads.running -= 1
    if (shown) URL.revokeObjectURL(shown)
    waiting.remove()
    draw(uploads)
  }
}

/** What is kept already; what is being uploaded stays behind it. */
function draw(uploads) {
  const waiting = [...uploads.list.querySelectorAll('.uploading')]
  fill(
    uploads.list,
    uploads.kept.map((ref, at) => preview(uploads, ref, at)),
    waiting,
  )
}

function preview(uploads, ref, at) {
  const remove = () => {
    uploads.kept.splice(at, 1)
    draw(uploads)
    uploads.input.focus()
    uploads.changed()
  }
  return el(
    'li',
    { class: 'preview' },
    sample(uploads, ref),
    el('span', { class: 'preview-name' }, ref.name, el('span', { class: 'quiet' }, ` ${sizeOf(ref.size ?? 0)}`)),
    el(
      'button',
      { type: 'button', class: 'icon', 'aria-label': t('remove', { name: ref.name }), onclick: remove },
      icon('close'),
    ),
  )
}

/** A picture small, a video by its first frame, anything else by a sign. */
function sample(uploads, { sha256, name, type }) {
  const url = `/playground/files/${sha256}`
  if (isVideo(type)) return el('video', { src: url, muted: true, preload: 'metadata', 'aria-label': name })
  if (!isPicture(type)) return icon('file')
  const open = () => {
    const pictures = uploads.kept.filter((one) => isPicture(one.type))
    const all = pictures.map((one) => ({ url: `/playground/files/${one.sha256}`, name: one.name }))
    openLightbox(
      all,
      pictures.findIndex((one) => one.sha256 === sha256),
    )
  }
  return el(
    'button',
    { type: 'button', class: 'picture', 'aria-label': t('view_picture', { name }), onclick: open },
    el('img', { src: url, alt: '' }),
  )
}
