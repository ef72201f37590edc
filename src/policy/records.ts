/** Small makers of plain objects. */

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same object without the properties that are undefined: how an optional property stays absent. */
export function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>
}

/**
 * A record without a prototype, so that an id such as `constructor`, which may come from outside, finds nothing
 * instead of a function.
 */
export function record<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const result: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) result[key] = value
  return result
}

/** The same keys with mapped values, without a prototype. */
export function mapped<A, B>(
  source: Readonly<Record<string, A>>,
  map: (value: A, key: string) => B,
): Readonly<Record<string, B>> {
  return record(Object.entries(source).map(([key, value]) => [key, map(value, key)] as const))
}
