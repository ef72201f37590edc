/** Who calls the API: bearer tokens, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto'

export const SCOPES = ['file', 'read', 'directory', 'payments'] as const
export type Scope = (typeof SCOPES)[number]

/** An access token. `name` is a person, or an id under the policy's `services`. */
export interface Token {
  readonly name: string
  readonly secret: string
  readonly scopes: readonly Scope[]
}

/** A caller whose token was recognised. */
export interface ApiCaller {
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

/** Recognises the value of an Authorization header; undefined when it is missing, malformed or nobody's. */
export function makeTokens(tokens: readonly Token[]): (header: string | undefined) => ApiCaller | undefined {
  const known = tokens.map((token) => ({
    digest: sha256(token.secret),
    caller: { name: token.name, scopes: new Set(token.scopes) },
  }))
  return (header) => {
    const secret = /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1]
    if (secret === undefined) return undefined
    const digest = sha256(secret)
    // Every token is compared, found or not, so that the time taken tells nothing.
    let found: ApiCaller | undefined
    for (const { digest: theirs, caller } of known) if (timingSafeEqual(digest, theirs)) found = caller
    return found
  }
}
