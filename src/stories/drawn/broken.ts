/** A promise that did not hold in a life. */
export class Broken extends Error {}

/** Says that a promise is broken unless this holds. */
export function holds(it: boolean, promise: string, ...about: readonly unknown[]): asserts it {
  if (!it) throw new Broken([promise, ...about.map((one) => JSON.stringify(one))].join(' '))
}
