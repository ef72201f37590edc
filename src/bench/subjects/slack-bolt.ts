/** Bolt with a handler that does nothing but acknowledge: what a click costs at the very least. */
import { serveBolt } from '../bolt-server.ts'

await serveBolt(() => {})
