/** Where a customer gets mail, by the field that the policy names for it. */
import type { Case } from './case.ts'
import type { Policy } from './policy.ts'

/** The e-mail address a case has for its customer; undefined when it has none, or the policy writes to no customer. */
export function customerMail({ values }: Pick<Case, 'values'>, { mail }: Pick<Policy, 'mail'>): string | undefined {
  const address = mail === undefined ? undefined : values[mail.customer]
  return typeof address === 'string' && address !== '' ? address : undefined
}
