/** The suite every store passes. */
import { describe } from 'vitest'
import { applyingContract } from './contract/applying.ts'
import { batchingContract } from './contract/batching.ts'
import { beholdingContract } from './contract/beholding.ts'
import { chattingContract } from './contract/chatting.ts'
import { claimingContract } from './contract/claiming.ts'
import { draftingContract } from './contract/drafting.ts'
import { gatheringContract } from './contract/gathering.ts'
import { guardingContract } from './contract/guarding.ts'
import { likeningContract } from './contract/likening.ts'
import { loadingContract } from './contract/loading.ts'
import { precedingContract } from './contract/preceding.ts'
import { readingContract } from './contract/reading.ts'
import type { Open } from './contract/samples.ts'
import { sealingContract } from './contract/sealing.ts'
import { sendingContract } from './contract/sending.ts'

/** `open` gives a fresh, empty store each time, numbered as in `samples.ts`, and clears it away after the test. */
export function storeContract(name: string, open: Open): void {
  describe(`store contract: ${name}`, () => {
    applyingContract(open)
    batchingContract(open)
    beholdingContract(open)
    claimingContract(open)
    guardingContract(open)
    likeningContract(open)
    loadingContract(open)
    precedingContract(open)
    readingContract(open)
    sendingContract(open)
    gatheringContract(open)
    chattingContract(open)
    draftingContract(open)
    sealingContract(open)
  })
}
