/** A message's handle: the channel it really stands in (for a person their direct messages) and its timestamp. */

export interface Standing {
  readonly channel: string
  readonly ts: string
}

/** `C012345:1700000000.000100` */
export function handleOf({ channel, ts }: Standing): string {
  return `${channel}:${ts}`
}

/** Reads a handle; undefined when it is none of ours. */
export function standingOf(handle: string): Standing | undefined {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(handle) ?? []
  return channel === undefined || ts === undefined ? undefined : { channel, ts }
}
