/** How unlikely it is to see so many where so many are expected. */

/**
 * The chance of `count` or more where `expected` are to be expected (the upper tail of a Poisson distribution): 1 for a
 * count of zero, 0 where nothing at all is expected and something came. Sums the smaller side, in logarithms, so that
 * neither a large mean nor a tiny tail is lost.
 */
export function poissonTail(count: number, expected: number): number {
  if (count <= 0) return 1
  if (expected <= 0) return 0
  return count > expected ? upper(count, expected) : Math.max(0, 1 - lower(count, expected))
}

const STEPS = 100_000

function upper(count: number, expected: number): number {
  let term = Math.exp(logTerm(count, expected))
  let sum = 0
  for (let k = count; k < count + STEPS && term > sum * Number.EPSILON; k += 1) {
    sum += term
    term *= expected / (k + 1)
  }
  return Math.min(1, sum)
}

function lower(count: number, expected: number): number {
  let term = Math.exp(logTerm(count - 1, expected))
  let sum = 0
  for (let k = count - 1; k >= 0 && term > sum * Number.EPSILON; k -= 1) {
    sum += term
    term *= k / expected
  }
  return Math.min(1, sum)
}

/** Logarithm of the chance of exactly `k`. */
function logTerm(k: number, expected: number): number {
  return k * Math.log(expected) - expected - logFactorial(k)
}

/** Exact up to 64, then Stirling's series, whose next term is below 1e-13. */
function logFactorial(k: number): number {
  if (k <= 64) {
    let sum = 0
    for (let i = 2; i <= k; i += 1) sum += Math.log(i)
    return sum
  }
  const series = 1 / (12 * k) - 1 / (360 * k ** 3) + 1 / (1260 * k ** 5)
  return k * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI * k) + series
}
