/** What the platform refuses: too many calls in a second or a month, bans, and the faults a test asks for. */

export interface Refused {
  readonly status: number
  readonly body: string
}

export interface Limits {
  /** A call of an API by name; undefined when it may pass. */
  /** `spared`: no bad weather for this one. */
  check(name: string, counts: boolean, spared?: boolean): Refused | undefined
  /** A frame is pushed; false when the month has none left. */
  push(): boolean
  readonly used: { calls: number; pushes: number }
  readonly month: { calls: number; pushes: number }
  /** Calls per second and API. */
  qps: number
  /** The next calls of this API (`*`: any) answer so, once each, before anything happens. */
  readonly faults: { name: string; status: number; body: unknown; after?: boolean }[]
  /** Our address is banned. */
  banned: boolean
  /** Every call is carried out, and its answer gets lost. */
  loseAnswers: boolean
  /** Every call is refused before anything happens. */
  refuseAll: boolean
}

const no = (code: string): Refused => ({ status: 403, body: JSON.stringify({ code, message: code, requestid: 'r' }) })

/** Limits of the standard edition. */
export function makeLimits(): Limits {
  const recent = new Map<string, number[]>()
  const limits: Limits = {
    used: { calls: 0, pushes: 0 },
    month: { calls: 5_000, pushes: 3_000 },
    qps: 20,
    faults: [],
    banned: false,
    loseAnswers: false,
    refuseAll: false,
    check(name, counts, spared = false) {
      if (limits.banned) return { status: 200, body: '<!DOCTYPE html><html><body>punish</body></html>' }
      if (limits.refuseAll && name !== 'token' && !spared) return no('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi')
      const index = limits.faults.findIndex((one) => (one.name === name || one.name === '*') && one.after !== true)
      const [fault] = index < 0 ? [] : limits.faults.splice(index, 1)
      if (fault)
        return { status: fault.status, body: typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body) }
      const now = Date.now()
      const times = (recent.get(name) ?? []).filter((at) => at > now - 1000)
      recent.set(name, times)
      if (name !== 'webhook' && times.length >= limits.qps) return no('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi')
      times.push(now)
      if (!counts) return undefined
      if (limits.used.calls >= limits.month.calls) return no('Forbidden.AccessDenied.ApiCountLimitForOrg')
      limits.used.calls += 1
      return undefined
    },
    push() {
      if (limits.used.pushes >= limits.month.pushes) return false
      limits.used.pushes += 1
      return true
    },
  }
  return limits
}
