/** What every failure of the Web API means for a send: the one table of platforms/slack.md section 10. */
import { webApi } from '@slack/bolt'
import type { SendOutcome } from '../../src/ports.ts'
import type { Millis } from '../../src/rules/nouns.ts'

/** A failed call, in our words. */
export type Trouble =
  /** Asked to wait. */
  | { readonly is: 'limited'; readonly after: Millis }
  /** Slack said no. `needed` names a missing scope. */
  | { readonly is: 'refused'; readonly code: string; readonly needed?: string }
  /** It never reached Slack. */
  | { readonly is: 'unreached'; readonly code: string }
  /** It may have been carried out. */
  | { readonly is: 'unclear'; readonly code: string }

const SECOND: Millis = 1000

/** Network errors that happen before a request is on the wire. */
const UNREACHED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])

/** Answers of Slack after which something may have happened all the same. */
const UNCLEAR = new Set(['internal_error', 'fatal_error', 'request_timeout'])
/** Slack is down or busy and did nothing. */
const BUSY = new Set(['service_unavailable', 'team_added_to_org', 'rate_limited', 'ratelimited'])
/** What stood there may not be changed any more. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'is_inactive'])
/** The place is out of reach. */
const CLOSED = new Set([
  ...['channel_not_found', 'is_archived', 'not_in_channel', 'user_not_found', 'user_disabled', 'user_not_visible'],
  ...['cannot_dm_bot', 'restricted_action', 'messages_tab_disabled', 'channel_is_limited_access'],
  ...['restricted_action_read_only_channel', 'method_not_supported_for_channel_type'],
])
/** The app was not set up for this, or not any more: an operator has to do something. */
const SETUP = new Set([
  ...['not_authed', 'invalid_auth', 'account_inactive', 'token_revoked', 'token_expired', 'missing_scope'],
  ...['no_permission', 'org_login_required', 'ekm_access_denied', 'access_denied', 'not_allowed_token_type'],
])
/** Our own payload is refused: it is sent again plainer. */
const MALFORMED = new Set([
  ...['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long', 'no_text'],
  ...['invalid_attachments', 'view_too_large', 'metadata_too_large', 'invalid_metadata_format'],
])

/** Reads whatever a call threw. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof webApi.WebAPIRateLimitedError) return { is: 'limited', after: error.retryAfter * SECOND }
  if (error instanceof webApi.WebAPIPlatformError) return platformTrouble(error.data)
  if (error instanceof webApi.WebAPIHTTPError) {
    if (error.statusCode === 429) return { is: 'limited', after: retryAfter(error.headers) }
    return error.statusCode >= 500
      ? { is: 'unclear', code: `http_${error.statusCode}` }
      : { is: 'refused', code: `http_${error.statusCode}` }
  }
  const code = networkCode(error)
  return UNREACHED.has(code) ? { is: 'unreached', code } : { is: 'unclear', code }
}

function platformTrouble(data: { readonly error: string }): Trouble {
  const { error: code } = data
  if (UNCLEAR.has(code)) return { is: 'unclear', code }
  if (BUSY.has(code)) return { is: 'limited', after: 10 * SECOND }
  const needed = 'needed' in data && typeof data.needed === 'string' ? { needed: data.needed } : {}
  return { is: 'refused', code, ...needed }
}

function retryAfter(headers: Readonly<Record<string, string>>): Millis {
  const seconds = Number(headers['retry-after'])
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 30) * SECOND
}

/** The code of a network error, however deep it lies. */
function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; depth++) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout'
    const code: unknown = 'code' in at ? at.code : undefined
    if (typeof code === 'string' && !code.startsWith('slack_')) return code
    at = 'original' in at ? at.original : at.cause
  }
  return 'network'
}

/** True when an operator has to set something right. */
export function isSetup(trouble: Trouble): trouble is Extract<Trouble, { is: 'refused' }> {
  return trouble.is === 'refused' && SETUP.has(trouble.code)
}

/** True when Slack refused the payload itself. */
export function isMalformed(trouble: Trouble): boolean {
  return trouble.is === 'refused' && MALFORMED.has(trouble.code)
}

/** True when a modal could not open because its trigger was used or is older than three seconds (node-slack-sdk#1131). */
export function isExpired(trouble: Trouble): boolean {
  return trouble.is === 'refused' && /trigger|exchanged/.test(trouble.code)
}

/** What a failed send came to. A message is never sent twice: what may have arrived is unknown, to be looked up. */
export function outcomeOf(trouble: Trouble, what: 'post' | 'update'): Exclude<SendOutcome, { is: 'sent' }> {
  switch (trouble.is) {
    case 'limited':
      return { is: 'retry', after: trouble.after, why: 'rate_limited' }
    case 'unreached':
      return { is: 'retry', after: 5 * SECOND, why: trouble.code }
    case 'unclear':
      // A card may be changed into the same card twice.
      return what === 'update'
        ? { is: 'retry', after: 2 * SECOND, why: trouble.code }
        : { is: 'unknown', why: trouble.code }
    case 'refused':
      return refusalOf(trouble.code, what)
  }
}

function refusalOf(code: string, what: 'post' | 'update'): Exclude<SendOutcome, { is: 'sent' }> {
  if (GONE.has(code)) return { is: what === 'update' ? 'gone' : 'never', why: code }
  if (CLOSED.has(code)) return { is: 'closed', why: code }
  // Somebody may set it right while we wait.
  if (SETUP.has(code)) return { is: 'retry', after: 60 * SECOND, why: code }
  return { is: 'never', why: code }
}
