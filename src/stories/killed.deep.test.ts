/** Killed at random in the middle of its work, many times over. Moments with a name are hit one by one in accidents/fault-points. */
import { COMPLAINTS } from './complaints.ts'
import { killedTest } from './killed-company.ts'

const MANY = Array.from({ length: 2 }, (_, round) => COMPLAINTS.map((text) => `${text} (${round + 1})`)).flat()

killedTest(MANY, 20, 400_000)
