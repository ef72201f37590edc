/** Cuts what somebody wrote into words, in one pass and in both languages. Each knows where it stands in the text. */

/** `word`: in lower case, without width; a Chinese character is one word. `comma` and `stop` end a clause, a sentence. */
export interface Token {
  readonly is: 'word' | 'comma' | 'stop' | 'question'
  readonly word: string
  /** Where it stands in the text, in UTF-16 units; `to` is behind its last. */
  readonly from: number
  readonly to: number
}

const COMMAS = new Set([',', '，', ';', '；', ':', '：', '\n', '\r'])
const STOPS = new Set(['.', '。', '!', '！'])
const QUESTIONS = new Set(['?', '？'])

/** At most this many UTF-16 units of a text are read: more than any field holds. */
export const READ_AT_MOST = 40_000
/** A longer run of letters is no word of any language; it is cut. */
const LONGEST = 40

/** The words and stops of a text. Spaces, quotes, `*` and the like stand between words and are nothing, so that `自*杀` reads as `自杀`. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  const end = Math.min(text.length, READ_AT_MOST)
  let at = 0
  while (at < end) {
    const code = narrow(text.charCodeAt(at))
    if (isHan(code)) {
      tokens.push({ is: 'word', word: text[at] ?? '', from: at, to: at + 1 })
      at++
    } else if (isLetter(code)) {
      const from = at
      while (at < end && at - from < LONGEST && goesOn(text, at)) at++
      tokens.push({ is: 'word', word: plain(text.slice(from, at)), from, to: at })
    } else {
      const is = stopAt(text, at)
      if (is !== undefined) tokens.push({ is, word: '', from: at, to: at + 1 })
      at++
    }
  }
  return tokens
}

function stopAt(text: string, at: number): Token['is'] | undefined {
  const mark = text[at] ?? ''
  if (COMMAS.has(mark)) return 'comma'
  if (QUESTIONS.has(mark)) return 'question'
  if (!STOPS.has(mark)) return undefined
  // `3.5` and `example.com` end no sentence.
  return mark === '.' && isLetter(narrow(text.charCodeAt(at + 1))) ? undefined : 'stop'
}

/** Full-width letters and digits are the same letters and digits. */
function narrow(code: number): number {
  return code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code
}

function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff
}

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
  return code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7
}

function goesOn(text: string, at: number): boolean {
  const code = narrow(text.charCodeAt(at))
  if (isLetter(code)) return true
  return (code === 0x27 || code === 0x2019) && isLetter(narrow(text.charCodeAt(at + 1)))
}

function plain(word: string): string {
  const lower = word.toLowerCase()
  return WIDE.test(lower)
    ? lower
        .replace(WIDE_ALL, (wide) => (wide === '’' ? "'" : String.fromCharCode(narrow(wide.charCodeAt(0)))))
        .toLowerCase()
    : lower
}

const WIDE = /[’\uff01-\uff5e]/
const WIDE_ALL = /[’\uff01-\uff5e]/g
