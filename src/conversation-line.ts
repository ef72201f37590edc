/**
 * A complaint in one line: `客户=张三 产品=“双门 冰箱” 电话：13812345678，三天不制冷`. What is named goes to its field, everything
 * else is the text, so no word is lost.
 */

/** What a field may be called. `names` are compared without regard to case and width. */
export interface Named {
  readonly id: string
  readonly names: readonly string[]
}

export interface Line {
  /** Words by field id; of a field named twice the later one. */
  readonly words: Readonly<Record<string, string>>
  /** What was not said about a field, in its order. */
  readonly rest: string
}

/** Quotes by what closes them. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '＂': '＂',
}

/** Pairs are looked for in so many characters; what comes later is text. Keeps a hostile line cheap. */
const LOOKED_AT = 2_000
/** A name that no field has: it ends a value before it, and stays in the text. */
const UNKNOWN = /^[\p{L}\p{N}_]{1,16} ?[=＝]/u
/** How far a value looks ahead for the next pair. */
const AHEAD = 80

const isSeparator = (mark: string): boolean => /[,，;；、\n]/.test(mark)
const isSpace = (mark: string): boolean => /\s/.test(mark)
const isHan = (mark: string): boolean => /\p{Script=Han}/u.test(mark)

/** The line, and the same with every character narrow and small, so that both have one length. */
interface Written {
  readonly line: string
  readonly plain: string
  /** Longest first, so that `产品线` is not taken for `产品`. */
  readonly names: readonly (readonly [string, string])[]
}

interface Key {
  readonly id: string
  /** Where its value begins. */
  readonly value: number
  /** A colon also stands in what people say, so it makes a pair only before any text. */
  readonly colon: boolean
}

/**
 * Reads the line. A pair is a known name, then `=` or `＝` (before any text also a colon), then its value: in quotes
 * anything; without, up to a separator (`,，;；、` or a new line) or the next pair. A space ends the last value of a
 * stretch when Chinese follows it or no separator does: `产品=冰箱 不制冷`, but `product=double door fridge, does not cool`.
 */
export function readLine(line: string, fields: readonly Named[]): Line {
  const all = fields.flatMap(({ id, names }) => names.map((name) => [plainName(name), id] as const))
  const names = all.filter(([name]) => name !== '').sort(([a], [b]) => b.length - a.length)
  const written = { line, plain: folded(line.slice(0, LOOKED_AT)), names }
  const words: Record<string, string> = {}
  const rest: string[] = []
  let from = 0
  for (let at = 0; at < written.plain.length; ) {
    const key = startsWord(line, at) ? keyAt(written, at) : undefined
    if (key === undefined || (key.colon && joined([...rest, line.slice(from, at)]) !== '')) {
      at += 1
      continue
    }
    rest.push(line.slice(from, at))
    const value = valueAt(written, key.value)
    if (value.words !== '') words[key.id] = value.words
    from = value.end
    at = Math.max(value.end, at + 1)
  }
  rest.push(line.slice(from))
  return { words, rest: joined(rest) }
}

/** True when the whole line is pairs and nothing else. */
export function isAllPairs({ words, rest }: Line): boolean {
  return rest === '' && Object.keys(words).length > 0
}

/** A name as it is compared: narrow, small, without spaces at its ends. */
export function plainName(name: string): string {
  return folded(name.trim())
}

/** Narrow and small, character by character; what would change its length stays. */
function folded(text: string): string {
  return text.replace(/[^ -@[-~]/g, (mark) => {
    const plain = mark.normalize('NFKC').toLowerCase()
    return plain.length === mark.length ? plain : mark
  })
}

function startsWord(line: string, at: number): boolean {
  const before = line[at - 1]
  return before === undefined || isSpace(before) || isSeparator(before) || /[。！？.!?”"'」』’)）]/.test(before)
}

function keyAt({ plain, names }: Written, at: number): Key | undefined {
  for (const [name, id] of names) {
    if (!plain.startsWith(name, at)) continue
    // The full-width signs are narrow here.
    const mark = /^[^\S\n]{0,4}([=:])/.exec(plain.slice(at + name.length, at + name.length + 5))
    if (mark) return { id, value: at + name.length + mark[0].length, colon: mark[1] === ':' }
  }
  return undefined
}

function valueAt(written: Written, from: number): { readonly words: string; readonly end: number } {
  const { line } = written
  let start = from
  while (start < line.length && /[^\S\n]/.test(line[start] ?? '')) start += 1
  const close = QUOTES[line[start] ?? '']
  const closed = close === undefined ? -1 : line.indexOf(close, start + 1)
  if (closed > 0) return { words: line.slice(start + 1, closed).trim(), end: closed + 1 }
  const end = bareEnd(written, start)
  return { words: line.slice(start, end).trim(), end }
}

function bareEnd(written: Written, start: number): number {
  const { line } = written
  let firstSpace: number | undefined
  for (let at = start; at < line.length; at += 1) {
    const mark = line[at] ?? ''
    if (isSeparator(mark)) return at
    if (!isSpace(mark)) continue
    const next = nextWord(line, at)
    if (next >= line.length || isPair(written, next) || UNKNOWN.test(line.slice(next, next + 24))) return at
    // Chinese after a space begins the text, unless another pair follows first: `客户=张三 先生 产品=冰箱`.
    if (isHan(line[next] ?? '') && !pairAhead(written, next)) return at
    firstSpace ??= at
    at = next - 1
  }
  return firstSpace ?? line.length
}

function isPair(written: Written, at: number): boolean {
  const key = keyAt(written, at)
  return key !== undefined && !key.colon
}

function nextWord(line: string, at: number): number {
  let next = at
  while (next < line.length && isSpace(line[next] ?? '')) next += 1
  return next
}

/** True when another pair begins before the next separator. */
function pairAhead(written: Written, from: number): boolean {
  const { line } = written
  for (let at = from; at < Math.min(line.length, from + AHEAD); at += 1) {
    const mark = line[at] ?? ''
    if (isSeparator(mark)) return false
    if (isSpace(mark) && isPair(written, nextWord(line, at))) return true
  }
  return false
}

/** The pieces of text, without the separators that stood between them and the pairs. */
function joined(pieces: readonly string[]): string {
  const clean = pieces.map((piece) => piece.replace(/^[\s,，;；、]+/, '').replace(/[\s,，;；、]+$/, ''))
  return clean.filter((piece) => piece !== '').join(' ')
}
