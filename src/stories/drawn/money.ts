/** Never is more paid than was approved: not on one instruction, and not on all of a case together. */
import { holds } from './broken.ts'
import type { Moment } from './life.ts'

/** Follows a life's money; throws when more is out than was granted. */
export function watchMoney(): { readonly paid: () => number; look(moment: Moment): void } {
  const most = new Map<string, number>()
  const out = new Map<string, number>()
  let times = 0
  return {
    paid: () => times,
    look({ facts }) {
      for (const { what } of facts) {
        if (what.is === 'instructed') {
          holds(!most.has(what.id), 'instructed twice:', what.id)
          most.set(what.id, what.proposal.amount.minor)
        }
        if (what.is !== 'paid' && what.is !== 'part_paid' && what.is !== 'payment_returned') continue
        const amount = what.is === 'paid' ? (what.amount ?? what.proposal.amount) : what.amount
        const now = (out.get(what.id) ?? 0) + (what.is === 'payment_returned' ? -1 : 1) * amount.minor
        out.set(what.id, now)
        if (what.is !== 'payment_returned') times += 1
        const bound = most.get(what.id)
        holds(bound !== undefined, 'paid without an instruction:', what)
        holds(now <= bound && now >= 0 && amount.minor >= 0, `paid ${now} where ${bound} was approved:`, what)
      }
    },
  }
}
