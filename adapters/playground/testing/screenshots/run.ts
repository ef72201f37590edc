/**
 * `npm run screenshots [-- zh|en|approvals|clocks]`: writes the pictures of README and docs/walkthrough into docs/images. A fresh house
 * lives through the sample company's three months at a time that stands still; then one complaint is led through its whole
 * life. `approvals`: everything about one approval, into docs/walkthrough; `clocks`: one
 * complaint that nobody reviews, into docs/walkthrough/clocks.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from '../browser.ts'
import { unpackedBrowser } from '../browser-setup.ts'
import { makePlot } from '../real-house.ts'
import { type Album, openAlbum } from './album.ts'
import { takeApprovals } from './approvals.ts'
import { takeClocks } from './clocks.ts'
import { takePictures } from './complaint.ts'
import { TALES, type Tale } from './tales.ts'

const DOCS = fileURLToPath(new URL('../../../../docs/', import.meta.url))
/** A Tuesday morning of an ordinary week. */
const MORNING = Date.parse('2026-11-17T09:40:00+08:00')

const APPROVALS = 'approvals'
const CLOCKS = 'clocks'
const wanted = process.argv.slice(2)
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name)

for (const tale of TALES.filter(({ lang }) => isWanted(lang))) await take(tale, join('images', tale.lang), takePictures)
for (const tale of TALES.filter(({ lang }) => lang === 'zh' && isWanted(APPROVALS)))
  await take(tale, 'walkthrough', takeApprovals)
for (const tale of TALES.filter(({ lang }) => lang === 'zh' && isWanted(CLOCKS)))
  await take(tale, join('walkthrough', 'clocks'), takeClocks)

/** Opens a fresh house that stands still in time, has the pictures taken, and closes it. */
async function take(tale: Tale, into: string, walk: (album: Album, scratch: string) => Promise<void>): Promise<void> {
  const browser = await startBrowser(await unpackedBrowser(), tale.locale.replace('-', '_'))
  const plot = makePlot(tale.lang)
  const { house, url } = await plot.open({ wall: () => MORNING })
  try {
    const folder = join(DOCS, into)
    await mkdir(folder, { recursive: true })
    await walk(openAlbum({ browser, url, folder, tale, wall: MORNING }), plot.folder)
  } finally {
    await browser.close()
    await house.stop()
    plot.clear()
  }
}
