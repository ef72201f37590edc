/**
 * The answer to a click carries the card's new drawing: no call, no second of waiting, and no update while the platform
 * waits for the answer (it forbids that). Delivery draws the card as soon as the click is committed and calls
 * `updateCard`; while a click on that card is being answered, the drawing rides along.
 */
import type { CardParams } from './render.ts'

/** A drawing on its way. `went` has to be called, with true when the answer left. */
export interface Passenger {
  readonly params: CardParams
  went(sent: boolean): void
}

export interface Ride {
  /** The drawing that comes by within so many milliseconds. */
  passenger(within: number): Promise<Passenger | undefined>
  /** No drawing comes along any more; one that nobody took is told so. */
  close(): void
}

export interface Rides {
  /** A click on this card is being answered from now on, until the ride is closed. */
  open(track: string): Ride
  /**
   * Takes a drawing along. Undefined when no answer to a click is being prepared; otherwise whether it left in the end.
   */
  board(track: string, params: CardParams): Promise<boolean> | undefined
}

interface Seat {
  take: ((passenger: Passenger) => void) | undefined
  early: Passenger | undefined
}

/** Rides by card. */
export function makeRides(): Rides {
  const rides = new Map<string, Set<Seat>>()
  return {
    open(track) {
      const seat: Seat = { take: undefined, early: undefined }
      const seats = rides.get(track) ?? new Set()
      rides.set(track, seats.add(seat))
      return {
        passenger(within) {
          const { early } = seat
          seat.early = undefined
          if (early !== undefined) return Promise.resolve(early)
          return new Promise((resolve) => {
            const timer = setTimeout(() => {
              seat.take = undefined
              resolve(undefined)
            }, within)
            seat.take = (passenger) => {
              clearTimeout(timer)
              seat.take = undefined
              resolve(passenger)
            }
          })
        },
        close() {
          seats.delete(seat)
          if (seats.size === 0) rides.delete(track)
          seat.early?.went(false)
          seat.early = undefined
        },
      }
    },
    board(track, params) {
      const [seat] = rides.get(track) ?? []
      if (seat === undefined) return undefined
      return new Promise((resolve) => {
        const passenger: Passenger = { params, went: resolve }
        if (seat.take !== undefined) seat.take(passenger)
        else {
          seat.early?.went(false)
          seat.early = passenger
        }
      })
    },
  }
}
