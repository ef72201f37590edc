/** A story being told: facts recorded one after the other, each applied at once. Nothing of an abandoned story is kept. */
import type { FindWorkloads } from './assignment.ts'
import type { Case, Position } from './case.ts'
import type { FindClaims } from './claims.ts'
import type { Timely } from './clocks.ts'
import { evolve } from './evolve.ts'
import type { Fact, Happening } from './facts.ts'
import type { Actor, Millis, Refusal, StageId } from './nouns.ts'
import type { Stage } from './policy.ts'
import type { FindPrecedents } from './precedent.ts'
import type { FindSame, TallySame } from './sameness.ts'

/** All that a decision may look at beside the case itself. */
export interface Context extends Timely {
  readonly now: Millis
  /** Can a message reach this case's customer? If not, a person is asked to tell them. */
  reachesCustomer(state: Case): boolean
  /**
   * What other cases were granted under the same keys. A function, so that it costs nothing where it is not asked, but
   * on data that stands still while one command is decided; what was used is written into the fact.
   */
  readonly claims: FindClaims
  /** Another case as it is, in the same way. Absent: nothing is known of others. */
  other?(number: string): Case | undefined
  /** What people have to do now, in the same way. Absent: nobody is compared. */
  readonly workloads?: FindWorkloads
  /** Other cases about the same, in the same way. Absent: nothing is looked for. */
  readonly sameness?: FindSame
  readonly tally?: TallySame
  /** Closed cases to compare with, in the same way. Absent: nothing is compared. */
  readonly precedents?: FindPrecedents
}

/** An expected no, thrown to abandon a half-told story; `decide` catches it. Nothing of the story is kept. */
export class No extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

/** A story being told: each fact recorded is applied at once, so what follows sees the case as it then is. */
export class Story {
  readonly facts: Fact[] = []
  readonly context: Context
  /** Parallel positions whose branches are still being begun: some may be done before the others are open. */
  readonly beginning = new Set<string>()
  /** The case before this story; undefined when it begins with the filing. */
  readonly before: Case | undefined
  readonly #by: Actor
  readonly #via: string
  #state: Case | undefined

  constructor(state: Case | undefined, context: Context, by: Actor, via: string) {
    this.#state = state
    this.before = state
    this.context = context
    this.#by = by
    this.#via = via
  }

  get state(): Case {
    if (!this.#state) throw new Error('nothing was filed yet')
    return this.#state
  }

  /** Records what happened now. */
  record(what: Happening): void {
    const fact: Fact = {
      seq: (this.#state?.revision ?? 0) + 1,
      at: this.context.now,
      by: this.#by,
      via: this.#via,
      what,
    }
    this.#state = evolve(this.#state, fact)
    this.facts.push(fact)
  }

  /** The open position with this key. */
  position(key: string): Position {
    const position = this.state.positions.find((p) => p.key === key)
    if (!position) throw new Error(`${this.state.number} has no open position ${key}`)
    return position
  }

  stage(id: StageId): Stage {
    const stage = this.context.policy.flow.stages[id]
    if (!stage) throw new Error(`policy ${this.context.policy.version} has no stage ${id}`)
    return stage
  }
}
