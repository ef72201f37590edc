import { platformContract } from '../contract.ts'
import { openBench } from './testing/bench.ts'

platformContract('slack', () => openBench(), 'mallory')
