import { platformContract } from '../contract.ts'
import { STRANGER } from './testing/bench.ts'
import { openPagedBench } from './testing/paged-bench.ts'

platformContract('wecom with pages', openPagedBench, STRANGER)
