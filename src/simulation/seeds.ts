/** Seeds that found something in the real code, with what it was. Each is lived through again in the deep tests. */

export interface Found {
  readonly store: 'sqlite' | 'postgres'
  readonly run: string
  readonly found: string
}

export const SEEDS: readonly Found[] = [
  {
    store: 'sqlite',
    run: '--seed 2 --cases 25 --days 6 --faults outage,intrude',
    found: 'a second call-back showed no card on WeCom, where the first card had been closed for good',
  },
  {
    store: 'sqlite',
    run: '--seed 102 --cases 0-7 --days 20',
    found: 'whoever stood in before a restart kept the buttons when the other was back',
  },
  {
    store: 'sqlite',
    run: '--seed 275701 --store sqlite --cases 6,11 --days 5 --faults closed,restart',
    found: 'a card that was over while its place was closed counted as told, with its buttons still standing there',
  },
  {
    store: 'sqlite',
    run: '--seed 810010 --store sqlite --cases 1 --days 45 --faults closed',
    found: 'nobody whose place had been closed looked at their list again (the model, not the house)',
  },
  {
    store: 'sqlite',
    run: '--seed 820007 --store sqlite --cases 0-31 --days 45',
    found: 'a message was sent twice where settling took longer than our own lease, and the lane was taken up again',
  },
]
