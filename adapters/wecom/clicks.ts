/**
 * Codes that came with clicks. Each changes the clicker's own copy, once: of use when the code of the sending is older than
 * 72 hours, was used, or was never learnt. Kept for a while in memory; without one a fresh notice is sent instead.
 */
export interface Clicks {
  note(member: string, task: string, code: string): void
  /** The code of this member's last click on this card; taken away, since it works once. */
  take(member: string, task: string): string | undefined
}

const MOST = 2000

/** No clicks yet. */
export function makeClicks(): Clicks {
  const codes = new Map<string, string>()
  const name = (member: string, task: string): string => `${member.toLowerCase()} ${task}`
  return {
    note(member, task, code) {
      if (code === '') return
      codes.delete(name(member, task))
      codes.set(name(member, task), code)
      const [oldest] = codes.keys()
      if (codes.size > MOST && oldest !== undefined) codes.delete(oldest)
    },
    take(member, task) {
      const code = codes.get(name(member, task))
      codes.delete(name(member, task))
      return code
    },
  }
}
