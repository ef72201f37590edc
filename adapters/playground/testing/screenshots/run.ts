/**
 * `npm run screenshots [-- zh|en]`: writes the pictures of README and docs/walkthrough into docs/images. A fresh house lives
 * through the sample company's three months at a time that stands still; then one complaint is led through its whole life.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from '../browser.ts'
import { unpackedBrowser } from '../browser-setup.ts'
import { makePlot } from '../real-house.ts'
import { openAlbum } from './album.ts'
import { takePictures } from './complaint.ts'
import { TALES } from './tales.ts'

const IMAGES = fileURLToPath(new URL('../../../../docs/images/', import.meta.url))
/** A Tuesday morning of an ordinary week. */
const MORNING = Date.parse('2026-11-17T09:40:00+08:00')

const wanted = process.argv.slice(2)
for (const tale of TALES.filter(({ lang }) => wanted.length === 0 || wanted.includes(lang))) {
  const browser = await startBrowser(await unpackedBrowser(), tale.locale.replace('-', '_'))
  const plot = makePlot(tale.lang)
  const { house, url } = await plot.open({ wall: () => MORNING })
  try {
    const folder = join(IMAGES, tale.lang)
    await mkdir(folder, { recursive: true })
    await takePictures(openAlbum({ browser, url, folder, tale, wall: MORNING }), plot.folder)
  } finally {
    await browser.close()
    await house.stop()
    plot.clear()
  }
}
