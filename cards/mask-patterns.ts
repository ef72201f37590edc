/** What looks like a phone number, a mail address, a card or an identity number in a text, masked. */
import { mask } from './mask-values.ts'

/** A digit, and what people put between digits, also what cannot be seen. */
const D = '\\d'
const S = '[ \\u00A0\\u00AD.·()（）-]'
/** Not inside a longer number, nor behind its decimal point. */
const START = '(?<!\\d)(?<!\\d[.,])'
const END = `(?!${D})`

const pattern = (source: string, flags = 'gu'): RegExp => new RegExp(source, flags)

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** Full-width digits, plus and at sign as everybody else writes them. */
const narrow = (text: string): string => text.replace(/[０-９＋＠]/g, (wide) => wide.normalize('NFKC'))

/** The check digit of payment cards. */
function luhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, i) => {
      const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2)
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

/** The check of an international account number. */
function isIban(text: string): boolean {
  const tight = text.replace(/\s/g, '').toUpperCase()
  if (tight.length < 15 || tight.length > 34) return false
  const digits = `${tight.slice(4)}${tight.slice(0, 4)}`.replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

/** A long number is an account when it is written in one piece or in fours, or checks as a card. Case numbers are neither. */
function isAccount(text: string): boolean {
  if (/^20\d{6}-\d{4,6}$/.test(text)) return false
  return !/\D/.test(text) || /^(?:\d{4}[ -]){2,}\d{1,4}$/.test(text) || luhn(digitsOf(text))
}

const isDate = (text: string): boolean => /^(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}/.test(text)
const isLandline = (text: string): boolean => digitsOf(text).length >= 9 && digitsOf(text).length <= 12

interface Likeness {
  readonly found: RegExp
  readonly masked: (text: string) => string
  /** Looks closer than the pattern can. */
  readonly is?: (text: string) => boolean
}

const phone = (text: string): string => mask('phone', text)
const tail = (text: string): string => mask('account', text)

/** Words before a number that say whose it is. */
const CALLED = '(?:电话|手机号?|座机|联系方式|致电|微信|tel|phone|mobile|cell|call|whatsapp|wechat|fax|qq|vx)'

/** In this order: what is longer and surer first. */
const LIKENESSES: readonly Likeness[] = [
  {
    found:
      /[\p{Script=Latin}\d.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{Script=Latin}\d-]{1,63}(?:\.[\p{Script=Latin}\d-]{1,63}){1,6}/gu,
    masked: (text) => mask('email', text),
  },
  {
    found: /(?<=(?:微信号?|wechat(?: ?id)?|vx|qq号?)\s{0,3}[:：]\s{0,3})[a-z][\w-]{5,19}/giu,
    masked: (text) => `${text[0]}***`,
  },
  // An identity number of a Chinese citizen: place, birthday, and a check digit that may be X.
  {
    found: pattern(`${START}${D}{6}[ -]?(?:18|19|20)${D}{2}[ -]?[01]${D}[0-3]${D}[ -]?${D}{3}[\\dXx](?![\\dA-Za-z])`),
    masked: tail,
  },
  { found: /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?![A-Za-z\d])/gu, masked: tail, is: isIban },
  { found: pattern(`${START}${D}(?:[ -]?${D}){13,29}${END}`), masked: tail, is: isAccount },
  { found: pattern(`\\+${D}{1,3}(?:${S}{0,2}${D}){6,14}${END}`), masked: phone },
  { found: pattern(`${START}00[1-9](?:${S}?${D}){8,14}${END}`), masked: phone },
  {
    found: pattern(
      `${START}(?:86${S}{0,2})?1[3-9]${D}(?:${S}?${D}{4}${S}?${D}{4}|${S}?${D}{3}${S}?${D}{5}|${D}${D}${S}?${D}{3}${S}?${D}{3})${END}`,
    ),
    masked: phone,
  },
  {
    found: pattern(`${START}[(（]?0${D}{1,4}[)）]?${S}?${D}{3,4}${S}?${D}{3,5}${END}`),
    masked: phone,
    is: isLandline,
  },
  { found: pattern(`${START}(?:1[ .-])?(?:\\(${D}{3}\\) ?|${D}{3}[ .-])${D}{3}[ .-]${D}{4}${END}`), masked: phone },
  {
    found: pattern(`(?<=${CALLED}[\\s:：是为.()（）+-]{0,4})${D}(?:${S}?${D}){5,13}${END}`, 'giu'),
    masked: phone,
    is: (text) => !isDate(text),
  },
]

/** What all of these have: six digits, an at sign, or the name of a service with ids of letters. */
const SOMETHING = /@|(?:\d\D*){6}|微信|wechat|vx|qq/i

/** The text with all of these masked; dates, amounts, times and case numbers stay. */
export function maskPatterns(text: string): string {
  const plain = narrow(text)
  if (!SOMETHING.test(plain)) return plain
  return LIKENESSES.reduce(
    (said, { found, masked, is = () => true }) => said.replace(found, (one) => (is(one) ? masked(one) : one)),
    plain,
  )
}
