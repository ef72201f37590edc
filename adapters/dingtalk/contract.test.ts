import { platformContract } from '../contract.ts'
import { openBench, STRANGER } from './testing/bench.ts'

platformContract('dingtalk', openBench, STRANGER)
