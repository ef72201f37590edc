/** What can have happened in a decision: who was asked, what they said, and what is granted by it. */

import type { Charge, Spending } from './budget.ts'
import type { FieldId, FileRef, Money, PersonId, StepId } from './nouns.ts'
import type { Unusual } from './precedent.ts'

/** One approval step as planned when the decision was opened; its people are resolved live. */
export interface PlannedStep {
  readonly step: StepId
  /** Why this step: the tier, the grade rule, the extra rule, as written in the policy. */
  readonly why: readonly string[]
  /** Who wanted this approver heard as well; absent for steps that the policy calls for. */
  readonly added?: { readonly by: PersonId; readonly reason: string }
}

/** Where an added approver is heard: before the step that asked for it, after it, or beside it. */
export const ADD_PLACES = ['before', 'after', 'beside'] as const
export type AddPlace = (typeof ADD_PLACES)[number]

/** Of whom an approver can ask something. The customer is asked by whoever talks to them. */
export const ASKABLE = ['filer', 'owner', 'customer'] as const
export type Askable = (typeof ASKABLE)[number]

/** After a return: through everything in between again, or straight back to whoever returned it. */
export const WAYS_BACK = ['again', 'straight'] as const

/** What a decision is about. Any later change of it voids the decision. */
export interface Proposal {
  readonly kind: string
  readonly amount: Money
  readonly payee: string
  /** What the customer may choose from, where that is more than one; kind and amount are then those of the dearest. */
  readonly options?: readonly Offer[]
}

/** One of the options of a plan. */
export interface Offer {
  readonly kind: string
  readonly amount: Money
}

/** What other cases were granted about the same order or machine, which counts towards the tier of this one (I05). */
export interface Linked {
  readonly sum: Money
  /** The other cases' numbers, in order. */
  readonly numbers: readonly string[]
  /** Field by field, where several of them link it to others; one case may stand under each. */
  readonly under?: readonly { readonly field: FieldId; readonly sum: Money; readonly numbers: readonly string[] }[]
}

/** Why an approval no longer holds. `steps`: other steps are called for than those that were asked. */
export type Voiding = 'amount' | 'kind' | 'payee' | 'sum' | 'budget' | 'steps' | 'second_handling'

export type DecisionHappening =
  /**
   * A decision was opened: these steps, one set after the other; steps of one set side by side. `linked` is what was
   * found in other cases at this moment; it is never asked again.
   */
  | {
      readonly is: 'asked'
      readonly position: string
      readonly proposal: Proposal
      readonly sequence: readonly (readonly PlannedStep[])[]
      readonly linked?: Linked
      /** The amount was unusual among other cases' when it was asked. */
      readonly unusual?: Unusual
      /** How the department's budget stood at this moment. */
      readonly budget?: Spending
      /** The earlier position whose approvals still count: nothing that they were about has changed since. */
      readonly keeps?: string
    }
  | {
      readonly is: 'approved'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      /** In whose place a stand-in approved. */
      readonly for?: PersonId
      /** The revision of the card that was clicked. */
      readonly revision: number
      /** The digest of that card as it was drawn (I24), where one stood in front of this person. */
      readonly seen?: string
      /** The set of steps being asked is complete with this one. */
      readonly completes: boolean
      /** The set asked next, where that is not simply the one behind it. */
      readonly next?: number
    }
  /** Whoever approved the step before is asked by this one too: their yes counts here as well (D11). */
  | {
      readonly is: 'carried'
      readonly position: string
      readonly step: StepId
      readonly from: StepId
      readonly person: PersonId
      readonly completes: boolean
      readonly next?: number
    }
  | {
      readonly is: 'turned_down'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      readonly for?: PersonId
      readonly reason: string
      readonly seen?: string
      /** False while the others of the step can still carry it. Absent: it ended the decision. */
      readonly ends?: boolean
    }
  /** Whoever was still to be heard is not asked any more, and what the others said decides (D17). */
  | {
      readonly is: 'concluded'
      readonly position: string
      readonly step: StepId
      /** Enough said yes; otherwise it can no longer become enough. */
      readonly complete: boolean
      /** The set asked next, where that is not simply the one behind it. */
      readonly next?: number
    }
  /** An approver wanted somebody else to be heard as well (加签). */
  | {
      readonly is: 'added'
      readonly position: string
      readonly step: StepId
      readonly person: PersonId
      readonly place: AddPlace
      readonly reason: string
    }
  /** An approver wants an earlier step to look again (退回), and to hear from it directly or through those in between. */
  | {
      readonly is: 'sent_back'
      readonly position: string
      readonly step: StepId
      readonly to: StepId
      readonly straight: boolean
      readonly reason: string
      readonly seen?: string
    }
  /** An approver asked something; the decision and its clock wait for the answer. */
  | {
      readonly is: 'questioned'
      readonly position: string
      readonly step: StepId
      readonly of: Askable
      readonly text: string
    }
  | { readonly is: 'answered'; readonly position: string; readonly text: string; readonly files: readonly FileRef[] }
  /** Whoever proposed it took the proposal back. */
  | { readonly is: 'recalled'; readonly position: string; readonly reason: string }
  /** One of several who are asked took it on. */
  | { readonly is: 'claimed'; readonly position: string; readonly person: PersonId }
  /** An administrator set these people aside, so that the next by rule are asked. It decides nothing (D17). */
  | {
      readonly is: 'rescued'
      readonly position: string
      readonly step?: StepId
      readonly people: readonly PersonId[]
      readonly reason: string
    }
  /** Nothing reaches these people, so that the next by rule are asked in their place. It decides nothing either (D17). */
  | {
      readonly is: 'unreached'
      readonly position: string
      readonly step?: StepId
      readonly people: readonly PersonId[]
      /** What the platform said. */
      readonly why: string
    }
  /** All steps approved: this much, this kind, to this payee may be carried out once. */
  | {
      readonly is: 'granted'
      readonly position: string
      readonly proposal: Proposal
      /** The budget it is charged to, from now on and for good. */
      readonly charged?: Charge
    }
  /** The customer chose among what was approved: from now on this alone is granted. */
  | { readonly is: 'chosen'; readonly position: string; readonly proposal: Proposal }
  /** An approval no longer holds because what it was about changed. */
  | { readonly is: 'voided'; readonly why: Voiding }
