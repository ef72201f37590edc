/** Killed in the middle of a commit, a few times over (many more times in kill.deep.test.ts). */
import { killedStoreTest } from '../testing/killed-store.ts'

killedStoreTest(4, 60_000)
