/** How a data key is written. */

/** 64 hex digits, or base64url of 32 bytes; undefined for anything else. */
export function readDataKey(written: string): Buffer | undefined {
  const text = written.trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  const bytes = /^[\w-]{43}=?$/.test(text) ? Buffer.from(text, 'base64url') : undefined
  return bytes?.length === 32 ? bytes : undefined
}
