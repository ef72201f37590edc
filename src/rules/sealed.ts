/** Values that are kept encrypted, as the rest of the house sees them: what they hide is theirs, what may be shown stands beside it. */

/** `sealed:1:<key id>:<ciphertext>:<what is shown>`. */
const FORM = /^sealed:1:([0-9a-f]{8}):([\w-]{38,}):([^\n]{0,40})$/

/** Text of that form. */
export type Sealed = string & { readonly sealed: unique symbol }

/** True for a value that is kept encrypted. */
export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'string' && FORM.test(value)
}

/** What everybody may see of it: at most its last four. */
export function shownOfSealed(value: string): string {
  return FORM.exec(value)?.[3] ?? ''
}

/** The key it was sealed with, and its ciphertext; undefined for anything else. */
export function partsOfSealed(value: string): { readonly key: string; readonly cipher: string } | undefined {
  const [, key, cipher] = FORM.exec(value) ?? []
  return key === undefined || cipher === undefined ? undefined : { key, cipher }
}

/** The written form of a sealed value. */
export function sealedForm(key: string, cipher: string, shown: string): string {
  return `sealed:1:${key}:${cipher}:${shown}`
}
