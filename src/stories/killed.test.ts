/** Killed at random in the middle of its work, a few times over (many more times in killed.deep.test.ts). */
import { COMPLAINTS } from './complaints.ts'
import { killedTest } from './killed-company.ts'

killedTest(COMPLAINTS, 5, 150_000)
