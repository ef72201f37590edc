/** Whether people can be given to seats, as pure arithmetic: list colouring and matching on a handful of seats. */

/** Who can take a seat. */
export type Takers = ReadonlySet<string>

/**
 * True when every seat can be given to one of its takers so that seats `against` each other have different people. The
 * others may share. `against` is asked for two different seats, by their places in the list.
 */
export function seatable(seats: readonly Takers[], against: (a: number, b: number) => boolean): boolean {
  const rivals = (a: number): number => seats.filter((_, b) => b !== a && against(a, b)).length
  // A seat with more takers than rivals always finds one, whatever the others take: it need not be tried.
  const tight = seats.flatMap((takers, i) => (takers.size > rivals(i) ? [] : [i]))
  const taken = new Map<number, string>()
  const give = ([seat, ...rest]: readonly number[]): boolean => {
    if (seat === undefined) return true
    for (const person of seats[seat] ?? []) {
      if ([...taken].some(([other, by]) => by === person && against(seat, other))) continue
      taken.set(seat, person)
      if (give(rest)) return true
      taken.delete(seat)
    }
    return false
  }
  return give(tight)
}

/**
 * As many of these people as possible, each on a seat of their own: person by seat. By augmenting paths, so that no
 * other choice seats more.
 */
export function seated(people: Iterable<string>, seats: readonly Takers[]): ReadonlyMap<number, string> {
  const bySeat = new Map<number, string>()
  const place = (person: string, tried: Set<number>): boolean => {
    for (const [seat, takers] of seats.entries()) {
      if (!takers.has(person) || tried.has(seat)) continue
      tried.add(seat)
      const before = bySeat.get(seat)
      if (before !== undefined && !place(before, tried)) continue
      bySeat.set(seat, person)
      return true
    }
    return false
  }
  for (const person of people) place(person, new Set())
  return bySeat
}
