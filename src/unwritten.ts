/** What a store says when nothing can be written down at the moment, whatever it is: no fault of what was asked. */

/** A full disk; a database that takes no changes; one that does not answer; or a disk that fails. */
export type Obstacle = 'full' | 'read_only' | 'away' | 'failing'

/** Nothing was kept, or (only where the database went away) nobody can say. Asking again with the same key is safe. */
export class Unwritten extends Error {
  readonly obstacle: Obstacle

  constructor(obstacle: Obstacle, cause: unknown) {
    const why = cause instanceof Error ? ` (${cause.message})` : ''
    super(`nothing can be written down: ${OBSTACLES[obstacle]}${why}`, { cause })
    this.name = 'Unwritten'
    this.obstacle = obstacle
  }
}

/** In words for the operator. */
export const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  full: 'the disk of the database is full',
  read_only: 'the database can only be read',
  away: 'the database does not answer',
  failing: 'the database cannot write',
}
