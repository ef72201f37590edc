/** Attached files: pictures small and opened large, videos with their controls, everything else as a link. */
import { el } from './dom.js'
import { icon } from './icon.js'
import { openLightbox } from './lightbox.js'
import { t } from './words-of.js'

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
const VIDEOS = new Set(['video/mp4', 'video/webm', 'video/quicktime'])

/** True for what can be shown in place. */
export const isPicture = (type) => PICTURES.has(type)
export const isVideo = (type) => VIDEOS.has(type)

/** `files`: `{url, name, type, size, alt?}`. */
export function drawFiles(files) {
  const pictures = files.filter(({ type }) => isPicture(type))
  const videos = files.filter(({ type }) => isVideo(type))
  const others = files.filter(({ type }) => !isPicture(type) && !isVideo(type))
  return el(
    'div',
    { class: 'attached' },
    pictures.map((_, at) => thumbnail(pictures, at)),
    videos.map(({ url, name }) =>
      el('video', { src: url, controls: true, preload: 'metadata', playsinline: true, 'aria-label': name }),
    ),
    others.length === 0
      ? null
      : el(
          'ul',
          { class: 'files' },
          others.map((file) => el('li', {}, fileLink(file))),
        ),
  )
}

function thumbnail(pictures, at) {
  const { url, name, alt } = pictures[at]
  const picture = el('img', { src: url, alt: alt ?? name, loading: 'lazy', decoding: 'async' })
  const open = () => openLightbox(pictures, at)
  return el('button', { type: 'button', class: 'picture', title: t('view_picture', { name }), onclick: open }, picture)
}

/** A kept file as a link with its size. */
function fileLink(file) {
  return el(
    'a',
    { href: file.url, target: '_blank', rel: 'noopener' },
    icon('file'),
    el('span', {}, file.name),
    el('span', { class: 'quiet' }, sizeOf(file.size)),
  )
}

/** `12 kB`, `3.4 MB`. */
export function sizeOf(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
