import { platformContract } from '../contract.ts'
import { openBench } from './testing/bench.ts'

platformContract('playground', openBench, 'mallory')
