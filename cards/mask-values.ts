/** One piece of personal data of a known kind, masked: Chinese and Western names, phones, mails, addresses, accounts. */
import type { Field } from '../src/rules/policy.ts'
import { isSealed, shownOfSealed } from '../src/rules/sealed.ts'

/** What kind of personal data a field holds. */
export type Personal = NonNullable<Field['personal']>

const HAN = /\p{Script=Han}/u

const MASKS: Readonly<Record<Personal, (text: string) => string>> = {
  name: maskName,
  phone: maskPhone,
  email: maskEmail,
  address: maskAddress,
  account: maskTail,
  id: maskTail,
}

/** The masked form of one piece of personal data; an empty one stays empty. */
export function mask(kind: Personal, text: string): string {
  if (isSealed(text)) return shownOfSealed(text)
  return text.trim() === '' ? '' : MASKS[kind](text.trim())
}

/** Family names of two characters. */
const COMPOUND: ReadonlySet<string> = new Set(
  '欧阳 司马 上官 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 东方 独孤 南宫 端木 百里 申屠 轩辕 澹台 钟离 西门 呼延 闻人 鲜于 司空 太史 公冶 濮阳 淳于 单于 万俟 赫连 即墨'.split(
    ' ',
  ),
)

/** 王小明 → 王*, 欧阳锦绣 → 欧阳*, Ann Lee → A*** L***. */
function maskName(name: string): string {
  const characters = Array.from(name)
  if (HAN.test(characters[0] ?? '')) {
    const two = characters.slice(0, 2).join('')
    if (characters.length === 1) return '*'
    return `${characters.length > 2 && COMPOUND.has(two) ? two : characters[0]}*`
  }
  if (characters.length === 1) return '***'
  const words = name.split(/[\s,]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  return words.length === 0
    ? '***'
    : words
        .slice(0, 3)
        .map((word) => `${Array.from(word)[0]}***`)
        .join(' ')
}

/** 13812341234 → 138****1234, +44 7700 900123 → +44 ****0123. A Chinese country code is left out. */
function maskPhone(phone: string): string {
  const written = phone.normalize('NFKC')
  const all = written.replace(/\D/g, '').replace(/^00(?=[1-9]\d{8})/, '')
  const chinese = /^86\d{9,}$/.test(all)
  const digits = chinese ? all.slice(2) : all
  if (digits.length < 8) return `****${digits.length > 4 ? digits.slice(-2) : ''}`
  const tail = `****${digits.slice(-4)}`
  if (!chinese && /^\s*(?:\+|00)/.test(written)) return `+${digits.slice(0, /^[17]/.test(digits) ? 1 : 2)} ${tail}`
  return digits.length > 10 ? `${digits.slice(0, 3)}${tail}` : tail
}

/** wang@x.com → w***@x.com. */
function maskEmail(email: string): string {
  const at = email.normalize('NFKC').lastIndexOf('@')
  if (at < 1) return '***'
  return `${at > 1 ? Array.from(email)[0] : ''}***@${email.slice(at + 1)}`
}

/** Province and city of a Chinese address; of others the place after the last comma. */
function maskAddress(address: string): string {
  if (!HAN.test(address)) return maskWestern(address)
  const found =
    /^[^省市区县\d路街道号巷弄村镇]{1,8}(?:省|自治区|市|特别行政区)(?:[^省市区县\d路街道号巷弄村镇]{1,8}(?:市|区|县|州))?/u.exec(
      address,
    )
  const two = Array.from(address).slice(0, 2).join('')
  return `${found?.[0] ?? (/^\p{Script=Han}{2}$/u.test(two) && address.length > 6 ? two : '')}***`
}

const STREET =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|court|ct|close|square|sq|boulevard|blvd|place|pl|flat|apt|unit|suite|floor|rue|via|calle)\b|stra(?:ß|ss)e|str\.|weg\b|platz\b|gasse\b/i

/** `12 High Street, London SW1A 1AA` → `***, London`: a postcode would lead to the door. */
function maskWestern(address: string): string {
  const last = address.includes(',') ? (address.split(',').at(-1) ?? '') : ''
  const place = last
    .trim()
    .split(/\s+/)
    .filter((word) => !/\d/.test(word))
    .join(' ')
  return place === '' || STREET.test(place) ? '***' : `***, ${place}`
}

/** 6222021234561234 → ****1234. */
function maskTail(text: string): string {
  const characters = Array.from(text.replace(/[\s-]/g, ''))
  return characters.length < 10 ? '****' : `****${characters.slice(-4).join('')}`
}
