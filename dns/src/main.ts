import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * The entry. What was compiled by the run before is read, not made again: less than half of the time of a start, and a fifth of the memory of each thread
 * (docs/adr/0057). It has to be asked for before the first import of the rest.
 */
const state = process.env['QUANTUMNET_DNS_STATE'] ?? ''
if (state !== '') process.env['NODE_COMPILE_CACHE'] = enableCompileCache(join(state, 'compiled')).directory ?? ''
const { start } = await import('./start.ts')
await start()
