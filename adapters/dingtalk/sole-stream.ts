/** One stream for the app, however many replicas there are: only the one whose turn it is connects. */
import type { PlatformParts } from '../../src/ports.ts'
import type { Stream } from './supervisor.ts'

/** The name of this duty among all replicas. */
const DUTY = 'dingtalk/stream'

/** Streams as `make` makes them, one after the other: each is begun when it is our turn, and ended when it is not any more. */
export function makeSoleStream(sole: PlatformParts['sole'], make: () => Stream): Stream {
  let stream: Stream | undefined
  const duty = sole(DUTY, {
    async begin() {
      stream = make()
      await stream.start()
    },
    async end() {
      const last = stream
      stream = undefined
      await last?.stop()
    },
  })
  let idle: string | undefined = 'not started'
  return {
    async start() {
      idle = undefined
      await duty.start()
    },
    async stop() {
      await duty.stop()
      idle = 'stopped'
    },
    // Whoever waits for their turn is well: another replica listens.
    unready: () => idle ?? stream?.unready(),
    counts: () => stream?.counts() ?? { opened: 0, live: 0 },
  }
}
