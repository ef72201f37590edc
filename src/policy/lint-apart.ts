/** Lint: somebody living is asked at every place, steps have as many as they ask for, and duties can be kept apart. */
import { DUTIES } from '../rules/nouns.ts'
import { oppositesOf } from '../rules/people.ts'
import type { Live, Policy } from '../rules/policy.ts'
import type { Place } from './duty-places.ts'
import { dutyPlaces, living } from './duty-places.ts'
import { lintDeserted } from './lint-deserted.ts'
import type { Report } from './problems.ts'
import { both, listed } from './problems.ts'
import { seatable } from './seating.ts'

/** A place where it is known who can be asked. */
export type Peopled = Place & { readonly people: NonNullable<Place['people']> }

/** The fewest people of a company that pays: nobody approves or pays what they filed. */
const FEWEST = 2

/** Everything about who takes on which duty. */
export function lintApart(policy: Policy, live: Live, report: Report): void {
  const alive = living(live)
  const pays = Object.values(policy.flow.stages).some((stage) => stage.kind === 'payment')
  if (pays && alive.size < FEWEST) {
    const message = both(
      `能联系到的人只有 ${alive.size} 个，却要付款`,
      `Money is paid, and only ${alive.size} of the people can be reached`,
    )
    report.error(
      ['people'],
      message,
      both(
        '至少要有两个有账号的人：提单的人不能审批，也不能付款。',
        'Name two people with accounts at least: who files neither approves nor pays.',
      ),
    )
    return
  }
  const places = dutyPlaces(policy, live)
  for (const place of places) lintLiving(place, report)
  const peopled = places.filter((place): place is Peopled => (place.people?.size ?? 0) > 0)
  const filer: Peopled = { duty: 'filer', path: ['approval', 'apart'], rule: 'any', stages: [], people: alive }
  if (lintSeparable([filer, ...peopled], policy, report)) lintDeserted(filer, peopled, policy, live, report)
}

/** Whoever is named can be told so; and a quorum has as many people as it counts. */
function lintLiving(place: Place, report: Report): void {
  const { named, people, rule, path } = place
  if (!named || !people || named.size === 0) return
  if (people.size === 0) {
    const message = both(
      `这里写的人都联系不到：${listed(named)}`,
      `Nobody who is named here can be reached: ${listed(named)}`,
    )
    report.error(path, message, both('给他们写 accounts，或换人。', 'Give them accounts, or name others.'))
  } else if (typeof rule === 'object' && people.size < rule.quorum) {
    const step = place.step?.id ?? ''
    const message = both(
      `步骤 ${step} 要 ${rule.quorum} 人同意，却只有 ${people.size} 人`,
      `The step ${step} wants ${rule.quorum} approvals of ${people.size} people`,
    )
    report.error(
      [...(place.rulePath ?? path), 'quorum'],
      message,
      both('减少人数，或给 who 加人。', 'Lower it, or add people to who.'),
    )
  }
}

/** Duties that must be different people can be: for every choice of places there are enough people to fill them. */
function lintSeparable(places: readonly Peopled[], policy: Policy, report: Report): boolean {
  const told = new Set<string>()
  const sets = DUTIES.map((duty) => places.filter((place) => place.duty === duty)).filter((set) => set.length > 0)
  for (const chosen of choices(sets)) {
    if (enough(chosen, policy)) continue
    const clash = smallestClash(chosen, policy)
    const key = clash.map((place) => place.path.join()).join(' ')
    if (told.has(key)) continue
    told.add(key)
    const names = clash.map((place) => `${place.duty} (${listed(place.people)})`).join('; ')
    const message = both(
      `这些职责必须由不同的人担任，人手却不够：${names}`,
      `These duties must be different people, and there are too few: ${names}`,
    )
    report.error(
      clash.at(-1)?.path ?? ['approval', 'apart'],
      message,
      both('给其中一处加人，或改 approval.apart。', 'Add people to one of them, or change approval.apart.'),
    )
  }
  return told.size === 0
}

/** One place of each set, in every combination. */
function choices(sets: readonly (readonly Peopled[])[]): readonly (readonly Peopled[])[] {
  return sets.reduce<readonly (readonly Peopled[])[]>(
    (all, set) => all.flatMap((chosen) => set.map((place) => [...chosen, place])),
    [[]],
  )
}

function enough(places: readonly Peopled[], policy: Policy): boolean {
  const duty = (i: number) => places[i]?.duty ?? 'filer'
  return seatable(
    places.map(({ people }) => people),
    (a, b) => oppositesOf(duty(a), policy).includes(duty(b)),
  )
}

/** Leaves out whatever the clash does not need, so that the message names only who is in each other's way. */
function smallestClash(places: readonly Peopled[], policy: Policy): readonly Peopled[] {
  const dispensable = places.find((place) => !enough(withoutOne(places, place), policy))
  return dispensable ? smallestClash(withoutOne(places, dispensable), policy) : places
}

function withoutOne(places: readonly Peopled[], one: Peopled): readonly Peopled[] {
  return places.filter((other) => other !== one)
}
