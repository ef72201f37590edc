/** Personal data as shared surfaces show it (F012, C23): enough to recognise somebody, too little to use. */
import type { Value, Values } from '../src/rules/nouns.ts'
import type { Field, Policy } from '../src/rules/policy.ts'

const HAN = /\p{Script=Han}/u

const MASKS: Readonly<Record<NonNullable<Field['personal']>, (text: string) => string>> = {
  name: maskName,
  phone: maskPhone,
  email: maskEmail,
  address: maskAddress,
  account: maskTail,
  id: maskTail,
}

/** 王小明 → 王*, Ann Lee → A***. */
function maskName(name: string): string {
  const [first = ''] = Array.from(name.trim())
  return HAN.test(first) ? `${first}*` : `${first}***`
}

/** 13812341234 → 138****1234. A country code of 86 is left out; a short number keeps its last two digits only. */
function maskPhone(phone: string): string {
  const all = phone.replace(/\D/g, '')
  const digits = all.length === 13 && all.startsWith('86') ? all.slice(2) : all
  if (digits.length < 8) return `****${digits.length > 4 ? digits.slice(-2) : ''}`
  return `${digits.length >= 10 ? digits.slice(0, 3) : ''}****${digits.slice(-4)}`
}

/** wang@x.com → w***@x.com. */
function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${Array.from(email)[0]}***${email.slice(at)}`
}

/** Province and city of a Chinese address; of others what stands after the last comma. */
function maskAddress(address: string): string {
  const trimmed = address.trim()
  if (!HAN.test(trimmed)) {
    const comma = trimmed.lastIndexOf(',')
    return comma < 0 ? '***' : `***, ${trimmed.slice(comma + 1).trim()}`
  }
  const found = /^[^省市区县]{1,12}(?:省|自治区|市|特别行政区)(?:[^省市区县]{1,8}(?:市|区|县|州))?/u.exec(trimmed)
  return `${found?.[0] ?? Array.from(trimmed).slice(0, 2).join('')}***`
}

/** 6222021234561234 → ****1234. */
function maskTail(text: string): string {
  const characters = Array.from(text.replace(/\s/g, ''))
  return characters.length < 8 ? '****' : `****${characters.slice(-4).join('')}`
}

/** The masked form of one piece of personal data. */
export function mask(kind: NonNullable<Field['personal']>, text: string): string {
  return MASKS[kind](text)
}

const PATTERNS: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, maskEmail],
  [/(?<!\d)\d{15,19}[xX]?(?!\d)/g, maskTail],
  [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g, maskPhone],
]

/**
 * Free text for a shared surface: phone numbers, mail addresses, card and identity numbers are masked, and so is every
 * personal value the case knows. Mask before shortening, or half a number slips through.
 */
export function maskFree(text: string, values: Values, policy: Policy): string {
  let masked = text
  for (const field of Object.values(policy.fields)) {
    const value: Value | undefined = values[field.id]
    if (field.personal === undefined || typeof value !== 'string' || Array.from(value).length < 2) continue
    masked = masked.replaceAll(value, mask(field.personal, value))
  }
  for (const [pattern, how] of PATTERNS) masked = masked.replace(pattern, how)
  return masked
}
