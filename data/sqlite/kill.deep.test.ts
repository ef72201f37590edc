/** Killed in the middle of a commit, so often that every statement of one is hit. */
import { killedStoreTest } from '../testing/killed-store.ts'

killedStoreTest(60, 600_000)
