/**
 * The port, taken before there is a server behind it. A start loads and opens for a second; whoever knocks meanwhile waits
 * for an answer instead of being refused, so that a restart is hardly noticed.
 */
import { createServer, type Server as Listener, type Socket } from 'node:net'

/** Most connections that wait; who comes after is refused. Nothing is read from them yet, so they cost next to nothing. */
const MOST = 1_000

export interface Door {
  /** What listens; a server goes on with it by `listen(listener)`. */
  readonly listener: Listener
  /** Those who came before somebody could answer, oldest first. From now on they are the caller's. */
  waiting(): readonly Socket[]
  /** Closes it and lets go of whoever waits. */
  close(): void
}

/** Listens there; rejects when the port is taken. */
export function openDoor({ host, port }: { readonly host: string; readonly port: number }): Promise<Door> {
  let held: Socket[] = []
  const listener = createServer({ pauseOnConnect: true }, (socket) => {
    // Gone again before anybody answered.
    socket.on('error', () => undefined)
    held.push(socket)
  })
  listener.maxConnections = MOST
  const door: Door = {
    listener,
    waiting() {
      const sockets = held.filter((socket) => !socket.destroyed)
      held = []
      return sockets
    },
    close() {
      listener.close()
      for (const socket of held) socket.destroy()
    },
  }
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(port, host, () => {
      listener.off('error', reject)
      resolve(door)
    })
  })
}
