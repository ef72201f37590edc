/** The walls of the house: who may import whom, and what may stand where. DESIGN: README, "The house". */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const ROOMS = ['src', 'adapters', 'cards', 'data']
const MOST_LINES = 400
const MANY_LINES = 250

interface Source {
  readonly path: string
  readonly text: string
  /** Without comments: walls stand around code, words may be said about it. */
  readonly code: string
  readonly lines: number
  readonly isTest: boolean
}

const isSource = (path: string): boolean =>
  /\.(?:ts|mts|js|mjs)$/.test(path) && !/(?:^|\/)(?:node_modules|var)\//.test(path)

/** Tests and what only tests use. */
const isTest = (path: string): boolean =>
  /\.test\.ts$|(?:^|\/)(?:testing|stories|simulation|bench|contract)\/|(?:^|[/-])(?:testing|contract)[\w-]*\.ts$/.test(
    path,
  )

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')

const sources: readonly Source[] = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
)
  .map((path) => path.replaceAll('\\', '/'))
  .filter(isSource)
  .map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    return { path, text, code: withoutComments(text), lines: text.split('\n').length - 1, isTest: isTest(path) }
  })
const production = sources.filter((source) => !source.isTest)

interface Import {
  readonly from: string
  /** A path from the root of the repository, or the name of a package. */
  readonly to: string
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

function importsOf({ path, code }: Source): Import[] {
  return [...code.matchAll(IMPORT)].map(([, , named, bare, dynamic]) => {
    const name = named ?? bare ?? dynamic ?? ''
    const to = name.startsWith('.') ? normalize(join(dirname(path), name)).replaceAll('\\', '/') : name
    return { from: path, to }
  })
}

/** The room of a file, or `package` for what comes from outside the repository. */
function roomOf(path: string): string {
  if (/^src\/(?:main(?:-\w+)?|cli)\.ts$|^src\/redress\.js$|^src\/cli\//.test(path) || path === 'package.json')
    return 'wiring'
  const inner = /^src\/(rules|policy|insight)\//.exec(path)?.[1]
  if (inner !== undefined) return inner
  // What we and a rehearsal need of the outside, and what the API needs of us: declared in our words. So are fault points.
  const port =
    /^src\/(?:(?:platform-|api-|seal-|chat-|outbox-)?ports?|rehearsal\/port|database-address|faults|unwritten)\.ts$/
  if (port.test(path)) return 'ports'
  const [top = '', second = ''] = path.split('/')
  if (top === 'adapters') return `adapters/${second}`
  return ROOMS.includes(top) ? top : 'package'
}

/** What each room may import besides itself and packages. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  policy: ['rules'],
  insight: ['rules'],
  cards: ['rules'],
  ports: ['rules', 'cards'],
  adapter: ['ports', 'cards', 'rules'],
  data: ['ports', 'rules', 'cards'],
  // The rest of src: desk, delivery, reception …
  src: ['ports', 'cards', 'rules', 'policy', 'insight'],
}

function offends({ from, to }: Import): boolean {
  const [mine, theirs] = [roomOf(from), roomOf(to)]
  if (mine === 'wiring' || theirs === 'package' || mine === theirs) return false
  return !(MAY[mine.startsWith('adapters/') ? 'adapter' : mine] ?? []).includes(theirs)
}

/** Packages that come in by one door only. */
const DOORS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:better-sqlite3|kysely|pg)$/, /^data\//],
  [/^@marcbachmann\/cel-js$/, /^src\/policy\//],
  [/^(?:hono|@hono\/.*)(?:\/.*)?$/, /^adapters\//],
  [/^@slack\/|^dingtalk-stream$|^@wecom\//, /^adapters\/(?:slack|dingtalk|wecom)\//],
  [/^nodemailer(?:\/.*)?$/, /^adapters\/email\//],
  [/^pino$/, /^src\/log\.ts$/],
  [/^prom-client$/, /^src\/(?:platform-)?metrics\.ts$/],
  [/^node-cron$/, /^src\/timers\.ts$/],
]

const said = ({ from, to }: Import): string => `${from} → ${to}`

/** Files whose code matches, as `path: what matched`. */
function matching(files: readonly Source[], pattern: RegExp, ...except: readonly string[]): string[] {
  return files
    .filter(({ path }) => !except.includes(path))
    .flatMap(({ path, code }) => (code.match(pattern) ?? []).slice(0, 1).map((found) => `${path}: ${found}`))
}

describe('the walls', () => {
  const imports = production.flatMap(importsOf)

  it('are looked at: every room has files, and their imports are seen', () => {
    for (const room of ROOMS) expect(production.some(({ path }) => path.startsWith(`${room}/`))).toBe(true)
    expect(imports.length).toBeGreaterThan(300)
    expect(imports.filter(({ to }) => roomOf(to) === 'rules').length).toBeGreaterThan(50)
  })

  it('would be seen to be broken', () => {
    const breach = (from: string, line: string) =>
      importsOf({ path: from, text: line, code: withoutComments(line), lines: 1, isTest: false }).filter(offends)
    expect(breach('src/rules/flow.ts', "import type { Send } from '../ports.ts'")).toHaveLength(1)
    expect(breach('src/desk.ts', "const x = await import('../data/sqlite/open.ts')")).toHaveLength(1)
    expect(breach('adapters/slack/send.ts', "export * from '../wecom/send.ts'")).toHaveLength(1)
    expect(breach('adapters/slack/send.ts', "import {\n  a,\n  b,\n} from '../../data/files.ts'")).toHaveLength(1)
    expect(breach('data/files.ts', "import '../src/desk.ts'")).toHaveLength(1)
    expect(breach('src/api-backend.ts', "import type { X } from '../adapters/web/api.ts'")).toHaveLength(1)
    expect(breach('adapters/slack/send.ts', "import type { Card } from '../../cards/model.ts'")).toEqual([])
  })

  it('stand between the rooms', () => {
    expect(imports.filter(offends).map(said)).toEqual([])
  })

  it('keep every package out of the rules', () => {
    const packages = imports.filter(({ from, to }) => roomOf(from) === 'rules' && roomOf(to) === 'package')
    expect(packages.map(said)).toEqual([])
  })

  it('let a package in by one door only', () => {
    const strays = imports.filter(({ from, to }) => DOORS.some(([name, door]) => name.test(to) && !door.test(from)))
    expect(strays.map(said)).toEqual([])
  })

  it('keep the process environment in src/config.ts', () => {
    expect(matching(sources, /process\.env\b/, 'src/config.ts', 'src/walls.test.ts')).toEqual([])
  })

  it('keep SQL in data', () => {
    const outside = production.filter(({ path }) => !path.startsWith('data/'))
    const sql = /\b(?:SELECT\s[^'"`]+\sFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE|PRAGMA)\b/
    expect(matching(outside, sql)).toEqual([])
  })

  it('keep the words of platforms in adapters', () => {
    const outside = production.filter(({ path }) => !path.startsWith('adapters/'))
    const words = /\b\w*(?:slack|dingtalk|wecom|feishu|block_id|action_id|callback_id|actionids|eventkey)\w*\b/i
    expect(
      matching(
        outside,
        words,
        'src/config.ts',
        'src/platform-settings.ts',
        'src/main.ts',
        'src/main-chat.ts',
        'src/main-playground.ts',
      ),
    ).toEqual([])
  })

  it('keep the clock and chance out of the rules', () => {
    const rules = production.filter(({ path }) => path.startsWith('src/rules/'))
    expect(
      matching(rules, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bsetTimeout\b/),
    ).toEqual([])
  })
})

describe('the house', () => {
  it('names files and things for what they do', () => {
    const vague = /(?:^|[-_.])(?:utils?|helpers?|managers?|misc)(?:[-_.]|$)/i
    expect(sources.filter(({ path }) => vague.test(basename(path))).map(({ path }) => path)).toEqual([])
    const things = /\b(?:function|class|const|interface|type)\s+\w*(?:Util|Helper|Manager|Misc)s?\b/
    expect(matching(sources, things, 'src/walls.test.ts')).toEqual([])
  })

  it(`has no file over ${MOST_LINES} lines`, () => {
    const long = sources.filter(({ lines }) => lines > MANY_LINES).sort((a, b) => b.lines - a.lines)
    const list = long.map(({ path, lines }) => `${path} ${lines}`)
    if (list.length > 0) console.log(`Over ${MANY_LINES} lines: ${list.join(', ')}`)
    expect(long.filter(({ lines }) => lines > MOST_LINES).map(({ path, lines }) => `${path} ${lines}`)).toEqual([])
  })

  it('skips no test, and runs none alone', () => {
    const marks = /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|only|todo|fails|runIf)\b/
    expect(matching(sources, marks)).toEqual([])
    const skipIf = /\.skipIf\b/
    const doors = ['src/stories/shared-data.ts', 'src/stories/test-database.ts']
    expect(matching(sources, skipIf, ...doors, 'src/walls.test.ts')).toEqual([])
  })

  it('writes nothing into a log line but constants and fields', () => {
    expect(matching(production, /\blog\.(?:trace|debug|info|warn|error|fatal)\([^\n]*\$\{/)).toEqual([])
  })

  it('leaves nothing for later and nothing of this machine', () => {
    const text = sources.map((source) => ({ ...source, code: source.text }))
    expect(matching(text, /\b(?:TODO|FIXME|XXX)\b/, 'src/walls.test.ts')).toEqual([])
    expect(matching(text, /["'`(\s]\/(?:work|home|root|Users)\//, 'src/walls.test.ts')).toEqual([])
  })

  it('runs on Node 24', () => {
    expect(process.versions.node).toMatch(/^24\./)
  })
})
