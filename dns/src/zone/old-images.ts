import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Zone } from './zone.ts'

/**
 * Images of zones that were replaced. V8 does not count shared memory as its own, so a thread that does little else would let them lie for tens of
 * thousands of changes (measured: 0.6 GB after 20,000 changes of a zone of 100,000 names). Each thread counts what it was told to forget, and
 * collects when that is much.
 */

const MOST_BYTES = 64 * 1024 * 1024

let bytes = 0
let collect: (() => void) | undefined

/** A thread has another version of a zone now, or no version of it. */
export const noteReplaced = (before: Zone, after: Zone | undefined): void => {
  const kept = new Set([after?.base.memory, after?.overlay?.memory])
  for (const memory of [before.base.memory, before.overlay?.memory])
    if (memory !== undefined && !kept.has(memory)) bytes += memory.byteLength
  if (bytes < MOST_BYTES) return
  bytes = 0
  collect ??= collector()
  // Not now: whoever called has the old version still.
  setImmediate(collect)
}

/** V8's own collector, which it shows only to contexts that are made after it was told to. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return () => {
    gc()
  }
}
