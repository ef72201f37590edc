/** E-mail addresses: which text is one, and how it is written to a server. */
import { domainToASCII } from 'node:url'

/** RFC 5321: the longest path, and the longest part before the `@`. */
const LONGEST = 254
const LONGEST_LOCAL = 64

/**
 * The address as servers take it, its domain in ASCII; undefined for what is none. Quoted and non-ASCII local parts are
 * refused: few servers take them, and no line break or bracket may ever reach a command.
 */
export function mailbox(text: string): string | undefined {
  const written = text.trim()
  const at = written.lastIndexOf('@')
  const local = written.slice(0, Math.max(at, 0))
  if (!/^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) || local.length > LONGEST_LOCAL)
    return undefined
  const domain = domainToASCII(written.slice(at + 1)).toLowerCase()
  const named = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(domain)
  const address = `${local}@${domain}`
  return named && address.length <= LONGEST ? address : undefined
}

/** The part behind the `@`. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
