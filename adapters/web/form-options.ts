/** What the pages under `/f/` are made from: our needs, so that this room knows no other. */
import type { Action, Card, Form } from '../../cards/model.ts'
import type { AdapterLog, Caller, Drafts, Files, FormTarget, Reception, Reply, SignIn } from '../../src/ports.ts'
import type { Directory, Lang, Millis } from '../../src/rules/nouns.ts'

type Refused = Extract<Reply, { is: 'refused' }>

/** Signs short texts for one purpose and recognises what it signed. */
export interface Seal {
  sign(text: string): string
  open(token: string): string | undefined
}

/** Addresses of forms, and seals; src/links.ts makes them. */
export interface FormLinks {
  /** PUBLIC_URL without a slash at its end. */
  readonly publicUrl: string
  form(platform: string, target: FormTarget): string
  open(
    platform: string,
    token: string,
  ): { readonly is: 'target'; readonly target: FormTarget } | { readonly is: 'expired' } | { readonly is: 'foreign' }
  seal(purpose: string): Seal
}

/** What an address opens, and what a case shows; src/page-desk.ts reads it. */
export interface FormDesk {
  open(
    caller: Caller,
    target: FormTarget,
    key: string,
  ): Promise<
    | { readonly is: 'form'; readonly form: Form; readonly card?: Card }
    | { readonly is: 'button'; readonly action: Action; readonly position?: string; readonly card: Card }
    | { readonly is: 'refused'; readonly reply: Refused }
  >
  case(
    caller: Caller,
    number: string,
    key: string,
  ): Promise<
    | { readonly card: Card; readonly offers: readonly { readonly action: Action; readonly position?: string }[] }
    | Refused
  >
}

export interface FormPageOptions {
  readonly reception: Reception
  readonly desk: FormDesk
  readonly drafts: Drafts
  readonly files: Files
  readonly links: FormLinks
  /** How people are recognised, by platform. The account it gives is written as the directory writes it. */
  readonly signIns: ReadonlyMap<string, SignIn>
  directory(): Directory
  /** Language of whoever is in no directory and says none. */
  lang(): Lang
  /** People's time, for drafts. */
  now(): Millis
  /** Real time, for sessions and limits. */
  readonly wall: () => Millis
  readonly log: AdapterLog
}

/** Somebody who signed in. */
export interface Visitor {
  readonly platform: string
  readonly account: string
  readonly caller: Caller
  readonly lang: Lang
  /** Must come back with everything that is sent. */
  readonly csrf: string
}
