/** A progress bar on stderr, where somebody looks at it; nothing otherwise. */

/** Draws how many of all are done; the line ends when all are. */
export function progressBar(what: string): (done: number, of: number) => void {
  if (!process.stderr.isTTY) return () => undefined
  return (done, of) => {
    const full = Math.round((done / Math.max(1, of)) * 30)
    process.stderr.write(
      `\r${'█'.repeat(full)}${'░'.repeat(30 - full)} ${done}/${of} ${what}${done === of ? '\n' : ''}`,
    )
  }
}

/** A bar for each thing that is worked through in turn. */
export function progressBars(): (what: string, done: number, of: number) => void {
  const bars = new Map<string, (done: number, of: number) => void>()
  return (what, done, of) => {
    const bar = bars.get(what) ?? progressBar(what)
    bars.set(what, bar)
    bar(done, of)
  }
}
