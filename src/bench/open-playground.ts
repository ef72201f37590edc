/** Opening the playground as a browser does: the page, its modules and styles, and what one person sees. */
import { join } from 'node:path'
import { fillWhole } from '../../data/bench/filler.ts'
import { type Effort, type Finding, ratio } from './figures.ts'
import { fileOne, settings } from './filed.ts'
import { onStage } from './processes.ts'
import { type Server, startServer } from './servers.ts'

/** Somebody who has to do with every one of them. */
const REVIEWER = 'feng.lan'

interface Opened {
  /** Milliseconds for everything, and for what the person sees alone. */
  readonly all: number
  readonly state: number
  readonly requests: number
  readonly bytes: number
}

export async function measure({ rounds, quick }: Effort): Promise<Finding> {
  const many = quick ? 100 : 10_000
  return onStage(async ({ folder }) => {
    const [full, empty] = [await serverWith(folder, many), await serverWith(folder, 1)]
    const seen: { full: Opened[]; empty: Opened[] } = { full: [], empty: [] }
    for (let round = -1; round < rounds; round++) {
      const one = await openPage(full.url)
      const other = await openPage(empty.url)
      if (round < 0) continue
      seen.full.push(one)
      seen.empty.push(other)
    }
    await Promise.all([full.stop(), empty.stop()])
    const of = (all: readonly Opened[], key: keyof Opened): readonly number[] => all.map((one) => one[key])
    const { requests = 0, bytes = 0 } = seen.full[0] ?? {}
    const name = `${many.toLocaleString('en')} cases`
    return {
      title: `Opening the playground with ${name}`,
      series: [
        ratio(`everything: with ${name} ÷ with one`, of(seen.full, 'all'), of(seen.empty, 'all')),
        { name: `everything, with ${name}`, unit: 'ms', values: of(seen.full, 'all') },
        { name: 'everything, with one', unit: 'ms', values: of(seen.empty, 'all') },
        { name: `what a person sees, with ${name}`, unit: 'ms', values: of(seen.full, 'state') },
        { name: 'what a person sees, with one', unit: 'ms', values: of(seen.empty, 'state') },
      ],
      notes: [
        `${requests} requests, ${Math.round(bytes / 1024)} KiB; over HTTP, without a browser's own work. The person is asked in every one of the cases.`,
      ],
    }
  })
}

async function serverWith(folder: string, cases: number): Promise<Server> {
  const name = `open-${cases}.db`
  const template = await fileOne(folder, name)
  fillWhole(join(folder, name), template, cases - 1)
  return startServer(['src/redress.js', 'start'], settings(folder, name))
}

async function openPage(url: string): Promise<Opened> {
  const began = performance.now()
  let bytes = 0
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(`${url}${path}`)
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    const text = await answer.text()
    bytes += Buffer.byteLength(text)
    return text
  }
  const asked = new Set<string>()
  const follow = async (path: string): Promise<void> => {
    if (asked.has(path)) return
    asked.add(path)
    await Promise.all(assetsIn(await get(path), path).map(follow))
  }
  await follow(`/?as=${REVIEWER}`)
  const looked = performance.now()
  await get(`/playground/api/state?as=${REVIEWER}`)
  const ended = performance.now()
  return { all: ended - began, state: ended - looked, requests: asked.size + 1, bytes }
}

/** Modules and styles that a page, module or style names. */
function assetsIn(text: string, path: string): readonly string[] {
  const named = [...text.matchAll(/(?:from|import|href=|src=|@import)\s*\(?["']?((?:\.?\/)[\w./-]+\.(?:js|css))["']/g)]
  const found = named.map(([, name = '']) => new URL(name, `http://page${path}`).pathname)
  return [...new Set(found)].filter((one) => one.startsWith('/playground/page/'))
}
