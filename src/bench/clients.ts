/** Clients that each have one command under way at a time, for as long as a turn lasts. */

export interface TurnOrder {
  readonly clients: number
  readonly ms: number
  /** Makes the keys of this turn its own. */
  readonly run: string
}

/** What was seen. `latencies` are in milliseconds, one per command. */
export interface Turn {
  readonly perSecond: number
  readonly latencies: readonly number[]
}

/** Lets them work over these cases in turn. */
export async function clients(
  { clients, ms, run }: TurnOrder,
  numbers: readonly string[],
  command: (number: string, key: string) => Promise<void>,
): Promise<Turn> {
  const latencies: number[] = []
  let n = 0
  const began = performance.now()
  const one = async (): Promise<void> => {
    while (performance.now() - began < ms) {
      const mine = n++
      const asked = performance.now()
      await command(numbers[mine % numbers.length] ?? '', `${run}-${mine}`)
      latencies.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), latencies }
}
