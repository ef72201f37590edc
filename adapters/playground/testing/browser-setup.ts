/**
 * Before any test: unpacks the browser that npm installed, once per version, and writes the font settings with which
 * Chinese is drawn as Chinese. Two runs may do this at once: each unpacks aside and moves the whole folder into place.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with `chromium`, the libraries it needs in `lib`, and `fonts.conf`. */
    browserFolder: string
  }
}

const FACES = ['400Regular', '700Bold'] as const

/** vitest calls this once per run. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('browserFolder', await unpackedBrowser())
}

/** The folder of the unpacked browser; unpacks it when it is not there yet. */
export async function unpackedBrowser(): Promise<string> {
  const require = createRequire(import.meta.url)
  const home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `redress-browser-${version}-with-lib`)
  if (existsSync(folder)) return folder
  const aside = `${folder}-${process.pid}`
  await mkdir(join(aside, 'fonts'), { recursive: true })
  await pipeline(
    createReadStream(join(home, 'bin', 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(aside, 'chromium'), { mode: 0o700 }),
  )
  await unpackLibraries(join(home, 'bin', 'al2023.tar.br'), aside)
  const fonts = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
  for (const face of FACES) {
    const name = `NotoSansSC_${face}.ttf`
    await copyFile(join(fonts, face, name), join(aside, 'fonts', name))
  }
  await writeFile(join(aside, 'fonts.conf'), fontSettings(join(folder, 'fonts'), join(folder, 'cache')))
  await rename(aside, folder).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}

/** The system libraries that the browser needs beside libc, so that nothing has to be installed but npm packages. */
async function unpackLibraries(archive: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'inherit', 'inherit'] })
  const ended = once(tar, 'close')
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin)
  const [status] = await ended
  if (status !== 0) throw new Error(`tar could not unpack ${archive}`)
}

function fontSettings(fonts: string, cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${fonts}</dir>
<cachedir>${cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
`
}
