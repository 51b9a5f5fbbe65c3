import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../host/run.ts'

/** Time that ovn-controller has to say what it met; it is done with a look by the time that it takes the next order, or soon after. */
const SAYING_MS = 2_000

/** Makes ovn-controller look at everything again, and say all that it cannot read. @throws CommandError when it cannot be reached */
export const lookAgain = async (runDir: string, signal: AbortSignal): Promise<void> => {
  const order = async (...words: string[]): Promise<void> => {
    await run(['env', `OVN_RUNDIR=${runDir}`, 'ovn-appctl', '--timeout=5', '-t', 'ovn-controller', ...words])
  }
  // It would say five at once and then one a minute.
  await order('vlog/disable-rate-limit', 'lflow')
  try {
    await order('inc-engine/recompute')
    await sleep(SAYING_MS, undefined, { signal }).catch(() => undefined)
  } finally {
    await order('vlog/enable-rate-limit', 'lflow')
  }
}
