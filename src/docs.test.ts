/** What README and docs say is held to what is there: links, commands, settings, scripts, routes, words, the policy's format, examples. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { act, clock } from '../adapters/playground/requests.ts'
import { filing, listing } from '../adapters/web/api-schema.ts'
import packageFile from '../package.json' with { type: 'json' }
import { DEFAULTS } from './config.ts'
import { rawPolicy } from './policy/schema.ts'
import { RESULTS } from './policy/schema-flow.ts'
import { DUTIES, VERBS } from './rules/nouns.ts'
import { FIELD_TYPES, OUTCOMES } from './rules/policy.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOCS = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
const PAGES = ['README.md', 'README.zh-CN.md', ...DOCS.map((name) => `docs/${name}`)]
const README = read('README.md')

/** A page without its blocks of code. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

/** Blocks of code by what stands behind the three backticks. */
const blocks = (text: string, kind: string): string[] =>
  [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].filter(([, info]) => info === kind).map(([, , code = '']) => code)

/** What stands under a heading, up to the next one of its rank or above. */
function under(text: string, heading: string): string {
  const [, marks = '', rest = ''] =
    new RegExp(`^(#+) ${heading}\\n([\\s\\S]*)`, 'm').exec(prose(text).replaceAll('\r', '')) ?? []
  if (marks === '') throw new Error(`there is no heading ${heading}`)
  return rest.split(new RegExp(`^#{1,${marks.length}} `, 'm'))[0] ?? ''
}

/** The rows of all tables in a text, without their heads, as cells without backticks. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line, i, all) => line.startsWith('|') && !/^\|[-|]+$/.test(all[i + 1] ?? ''))
  return lines
    .filter((line) => !/^\|[-|]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
}

const firsts = (text: string): string[] => rows(text).map(([first = '']) => first)
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)

/** The name GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

describe('links', () => {
  const links = PAGES.flatMap((page) =>
    [...prose(read(page)).matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)].map(([, text = '', to = '']) => ({ page, text, to })),
  ).filter(({ to }) => !/^https?:/.test(to))

  it('lead to files and headings that are there', () => {
    expect(links.length).toBeGreaterThan(40)
    const broken = links.filter(({ page, to }) => {
      const [path = '', anchor] = to.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(ROOT, file))) return true
      const headings = [...(anchor ? prose(read(file)) : '').matchAll(/^#+ (.+)$/gm)].map(([, h = '']) => anchorOf(h))
      return anchor !== undefined && !headings.includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('name functions that the file they lead to declares', () => {
    const named = links.filter(({ text, to }) => /^`\w+`$/.test(text) && to.endsWith('.ts'))
    expect(named.length).toBeGreaterThan(20)
    const missing = named.filter(({ page, text, to }) => {
      const declared = new RegExp(`^export (?:async )?(?:function|const) ${text.replaceAll('`', '')}\\b`, 'm')
      return !declared.test(read(join(dirname(page), to)))
    })
    expect(missing).toEqual([])
  })
})

describe('README', () => {
  it('stays short enough to be read', () => {
    expect(README.split('\n').length).toBeLessThan(400)
  })

  it('lists the commands there are, and no others', () => {
    const loads = [...read('src/cli.ts').matchAll(/^ {2}'?([\w-]+)'?: \(\) => import\('\.\/(cli\/[\w-]+\.ts)'\)/gm)]
    const there = loads.filter(([, , file = '']) => existsSync(join(ROOT, 'src', file))).map(([, name]) => name)
    const listed = firsts(under(README, 'Command line')).flatMap(
      (cell) => /^npx redress ([\w-]+)/.exec(cell)?.[1] ?? [],
    )
    expect([...new Set(listed)].sort()).toEqual(there.sort())
    const called = [...README.matchAll(/\bnpx redress (\w[\w-]*)/g)].map(([, name]) => name)
    expect(called.filter((name) => !there.includes(name))).toEqual([])
  })

  it('lists every setting with its default', () => {
    const settings = rows(under(README, 'Environment')).map(([name = '', usual = '']) => [name, usual])
    expect(Object.fromEntries(settings)).toEqual(DEFAULTS)
  })

  it('names every npm script, and no page names another', () => {
    const scripts = Object.keys(packageFile.scripts)
    const named = (text: string): string[] =>
      [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:]+)|(start|test)\b)/g)].map(([, a, b]) => a ?? b ?? '')
    expect([...new Set(named(README))].sort()).toEqual(scripts.sort())
    const elsewhere = [...PAGES, '.ci/run', 'CHANGELOG.md'].flatMap((page) => named(read(page)))
    expect(elsewhere.filter((script) => !scripts.includes(script))).toEqual([])
  })

  it('lists every HTTP route', () => {
    const files = readdirSync(join(ROOT, 'adapters'), { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|(?:^|\/)testing\//.test(file))
    const code = files.map((file) => read(`adapters/${file}`)).join('\n')
    const routes = [...code.matchAll(/\bapp\.(get|post|put|patch|delete)\('([^']+)'/g)]
    const there = routes.map(([, method = '', path]) => `${method.toUpperCase()} ${path}`)
    expect(there.length).toBeGreaterThan(10)
    expect(firsts(under(README, 'HTTP')).sort()).toEqual(there.sort())
  })

  it('explains words that the code uses', () => {
    const rooms = ['src', 'cards', 'data', 'adapters']
    const code = rooms
      .flatMap((room) =>
        readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
          .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
          .map((file) => read(join(room, file))),
      )
      .join('\n')
    const words = firsts(under(README, 'Words')).flatMap((cell) => cell.split(', '))
    expect(words.length).toBeGreaterThan(40)
    expect(words.filter((word) => !new RegExp(`\\b${word}`, 'i').test(code))).toEqual([])
  })
})

describe.each([
  ['README.md', 'README.zh-CN.md'],
  ['docs/walkthrough.md', 'docs/walkthrough.zh-CN.md'],
])('%s and %s', (en, zh) => {
  const [english, chinese] = [read(en), read(zh)]
  /** What is the same in both, with the other language's names of pages, pictures and headings made equal. */
  const both = (find: (text: string) => readonly string[], same: (found: string) => string = (found) => found) => {
    const found = find(english).map(same)
    expect(found.length).toBeGreaterThan(0)
    expect(find(chinese).map(same)).toEqual(found)
  }
  const sections = (text: string): string[] => prose(text).split(/^(?=#+ )/m)

  it('have the same sections, as long a table in each', () => {
    both((text) => sections(text).map((one) => `${/^#+/.exec(one)?.[0] ?? ''} ${rows(one).length}`))
  })

  it('lead to the same places and show the same pictures', () => {
    const target = (to: string): string =>
      to
        .replace('.zh-CN.md', '.md')
        .replace('images/zh/', 'images/en/')
        .replace(/^((?:\.\.\/)?README\.md)#.*$/, '$1#')
    const links = (text: string): string[] =>
      sections(text).flatMap((one) =>
        [...one.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(([, a, b]) => target(a ?? b ?? '')).sort(),
      )
    const own = [en, zh].map((page) => target(page.split('/').at(-1) ?? ''))
    both((text) => links(text).filter((to) => !own.includes(to)))
    for (const [text, other] of [
      [english, zh],
      [chinese, en],
    ] as const)
      if (en === 'README.md') expect(text).toContain(`](${other})`)
    const pictures = [...english.matchAll(/images\/en\/[\w-]+\.png/g), ...chinese.matchAll(/images\/zh\/[\w-]+\.png/g)]
    expect(pictures.filter(([path]) => !existsSync(join(ROOT, 'docs', path)))).toEqual([])
  })

  it('name the same commands, settings, routes and other words of the code', () => {
    both((text) => sections(text).flatMap((one) => quoted(one.replace(/\[`[^`]+`\]/g, '')).sort()))
    if (en !== 'README.md') return
    both((text) => blocks(text, 'sh'))
    both((text) => [...text.matchAll(/^ {2}([\w*./-]+(?:, [\w*./-]+)*) {2}/gm)].map(([, name = '']) => name))
  })
})

describe('docs/policy.md', () => {
  const text = read('docs/policy.md')
  const keysIn = (heading: string): string[] => firsts(under(text, heading)).sort()

  it('describes every key of the file', () => {
    expect(keysIn('The file, key by key')).toEqual(Object.keys(rawPolicy.shape).sort())
  })

  it('describes every type of field, every kind of stage and every verb', () => {
    expect(keysIn('Fields')).toEqual([...FIELD_TYPES].sort())
    const kinds = rows(under(text, 'Flow').split(/^### /m)[0] ?? '').map(([kind = '', , , results = '']) => [
      kind,
      results === 'none' ? [] : results.split(', '),
    ])
    expect(Object.fromEntries(kinds)).toEqual(RESULTS)
    expect(keysIn('Verbs')).toEqual([...VERBS].sort())
  })

  it('names every outcome and every duty', () => {
    expect(quoted(under(text, 'Flow'))).toEqual(expect.arrayContaining([...OUTCOMES]))
    expect(quoted(under(text, 'Approval and money'))).toEqual(expect.arrayContaining([...DUTIES]))
  })

  it('gives examples that the schema takes', () => {
    const shipped = parse(read('data/policy.yaml')) as Record<string, unknown>
    const examples = blocks(text, 'yaml').map((code) => parse(code) as Record<string, unknown>)
    expect(examples.length).toBeGreaterThan(3)
    const [field, level, stage, time] = examples
    const grown = {
      ...shipped,
      ...time,
      fields: { ...(shipped.fields as object), ...field },
      derived: { ...(shipped.derived as object), ...level },
      flow: { ...(shipped.flow as object), stages: { ...(shipped.flow as { stages: object }).stages, ...stage } },
    }
    expect(rawPolicy.safeParse(grown).error?.issues ?? []).toEqual([])
  })
})

describe('examples of requests', () => {
  const playground = read('docs/playground-api.md')
  const api = read('docs/api.md')

  it('are what the routes accept', () => {
    const acts = blocks(playground, 'json act')
    const moves = blocks(playground, 'json clock')
    expect([acts.length, moves.length]).toEqual([7, 2])
    for (const code of acts) expect(act.safeParse(JSON.parse(code)).error).toBeUndefined()
    for (const code of moves) expect(clock.safeParse(JSON.parse(code)).error).toBeUndefined()
    const bodies = [...`${api}${README}`.matchAll(/ -d '([^']+)'/g)].map(([, body = '']) => JSON.parse(body))
    expect(bodies).toHaveLength(2)
    for (const body of bodies) expect(filing.safeParse(body).error).toBeUndefined()
  })

  it('and of answers are JSON', () => {
    const answers = [...blocks(playground, 'json'), ...blocks(api, 'json')]
    expect(answers.length).toBeGreaterThan(5)
    for (const code of answers) expect(() => JSON.parse(code), code).not.toThrow()
  })

  it('name every field of a filing and every query of the list', () => {
    expect(
      firsts(under(api, 'File a complaint'))
        .flatMap((cell) => cell.split(', '))
        .sort(),
    ).toEqual(Object.keys(filing.shape).sort())
    expect(
      firsts(under(api, 'List complaints'))
        .flatMap((cell) => cell.split(', '))
        .sort(),
    ).toEqual(Object.keys(listing.shape).sort())
  })
})
