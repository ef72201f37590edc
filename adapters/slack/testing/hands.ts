/** Small things that tests do over and over with a bench: forms, modals, files. */
import type { Seen, SeenForm } from '../../contract.ts'
import { makeCast } from '../../contract-cast.ts'
import type { SlackBench } from './bench.ts'
import { handIn } from './filling.ts'
import type { StandingView } from './workspace.ts'

/** One pixel, really a picture. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Hands on a bench; `bench` is asked for when they are used. */
export function handsOn(bench: () => SlackBench) {
  return {
    formOf: (seen: Promise<Seen>): Promise<SeenForm> => makeCast(bench()).formOf(seen),
    viewOf(form: SeenForm): StandingView {
      const view = bench().town.workspace.views.get(bench().modalOf(form))
      if (view === undefined) throw new Error('no modal')
      return view
    },
    /** A file somebody put into Slack. */
    upload(bytes: Uint8Array, name: string) {
      const { supplement, apiUrl } = bench().town.workspace
      return supplement.putFile(bytes, name, new URL(apiUrl).origin)
    },
    /** Fills in a modal and hands it in; gives the raw answer. */
    hand: (form: SeenForm, values: Readonly<Record<string, unknown>>, user = 'wang.li') =>
      handIn({ driver: bench().driver, workspace: bench().town.workspace, user }, bench().modalOf(form), values),
  }
}
