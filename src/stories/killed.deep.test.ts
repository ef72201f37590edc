/** Killed at random in the middle of its work, so often that windows of a millisecond are hit. */
import { COMPLAINTS } from './complaints.ts'
import { killedTest } from './killed-company.ts'

const MANY = Array.from({ length: 5 }, (_, round) => COMPLAINTS.map((text) => `${text} (${round + 1})`)).flat()

killedTest(MANY, 50, 600_000)
