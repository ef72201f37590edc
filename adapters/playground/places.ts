/** Places of the playground: `channel/<id>`, `person/<id>`, `customer/<number>`; and who sees what. */
import type { Actor, Directory, Person } from '../../src/rules/nouns.ts'
import type { Place } from '../../src/rules/views.ts'
import { NAME } from './options.ts'

/** Whoever sits at the screen: a person of the directory, or an account that is mapped to nobody. */
export interface Viewer {
  readonly actor: Actor
  readonly person?: Person
}

/** Where a place is, or undefined when it has no address in the playground. */
export function addressOf(place: Place, directory: Directory): string | undefined {
  switch (place.in) {
    case 'channel':
      return directory.channels[place.channel]?.addresses[NAME] === undefined ? undefined : `channel/${place.channel}`
    case 'person':
      return directory.people[place.person]?.accounts[NAME] === undefined ? undefined : `person/${place.person}`
    case 'customer':
      return `customer/${place.number}`
  }
}

/** Who `as` is: a person's id or playground account; anybody else is a stranger with that account. */
export function viewerOf(as: string, directory: Directory): Viewer {
  const people = peopleOf(directory)
  const person = people.find(({ id }) => id === as) ?? people.find(({ accounts }) => accounts[NAME] === as)
  if (person === undefined) return { actor: { kind: 'account', platform: NAME, account: as } }
  return { actor: { kind: 'person', id: person.id }, person }
}

/** Everybody who has a playground account, in the directory's order. */
export function peopleOf(directory: Directory): readonly Person[] {
  return Object.values(directory.people).filter(({ accounts }) => accounts[NAME] !== undefined)
}

/** True when the viewer sees what stands there: channels, the customers' inbox, and their own direct messages. */
export function sees(viewer: Viewer, to: string): boolean {
  if (to.startsWith('channel/') || to.startsWith('customer/')) return true
  return viewer.person !== undefined && to === `person/${viewer.person.id}`
}
