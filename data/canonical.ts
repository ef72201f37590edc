/** JSON with one spelling: keys sorted, no white space, absent for undefined. Hashes are taken over it. */

/** Canonical JSON of plain data. Equal data give equal text, whatever the order their keys were set in. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return Array.isArray(value) ? list(value) : record(value as Readonly<Record<string, unknown>>)
}

// Loops instead of map and join: every fact passes here inside the deciding transaction.
function list(items: readonly unknown[]): string {
  let text = ''
  for (const item of items) text += `${text === '' ? '' : ','}${canonical(item)}`
  return `[${text}]`
}

function record(members: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${text}}`
}
