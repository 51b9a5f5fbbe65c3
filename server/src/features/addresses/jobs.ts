import { appendEvents, type EventRecord } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Job, Turn } from '../../housekeeping/housekeeping.ts'
import { freeHeld, noteFreed, type AddressHints } from '../ipam/index.ts'
import { levelOf, usageOfSubnet } from './usage-rules.ts'
import { countSubnet, subnetsForUsage, writeLevel } from './usage-store.ts'

/** A hold-down is over this much later at most. Who asks for the address itself gets it at once. */
const REAP_EVERY_MS = 1_000
/** A threshold is told this much later at most. */
const WATCH_EVERY_MS = 2_000
/** Subnets that one transaction counts; a full /16 takes some 30 ms. */
const COUNTED_AT_ONCE = 20

const reap = async (tx: Tx, free: AddressHints): Promise<Turn> => {
  const freed = await freeHeld(tx)
  noteFreed(free, freed)
  return { more: freed.length > 0, changed: false }
}

/** Whether the use of one of the subnets has crossed a threshold. */
const tell = async (tx: Tx, ids: readonly string[]): Promise<boolean> => {
  const events: EventRecord[] = []
  for (const subnet of await subnetsForUsage(tx, { ids })) {
    const project = await writeLevel(tx, subnet.id, levelOf(usageOfSubnet(subnet, await countSubnet(tx, subnet))))
    if (project !== undefined) events.push({ project, kind: 'subnet', id: subnet.id, action: 'status' })
  }
  await appendEvents(tx, events)
  return events.length > 0
}

/**
 * Tells when the use of a subnet crosses 80, 90 or 95 percent, in either direction, as an event and a condition of the subnet. Only subnets
 * that this server has handed out addresses of or taken back since the last time are counted.
 */
const watch = async (tx: Tx, free: AddressHints): Promise<Turn> => {
  const touched = free.takeTouched()
  const [now, later] = [touched.slice(0, COUNTED_AT_ONCE), touched.slice(COUNTED_AT_ONCE)]
  const again = (ids: readonly string[]): void => {
    for (const id of ids) free.touch(id)
  }
  again(later)
  try {
    const changed = await tell(tx, now)
    return { more: later.length > 0, changed }
  } catch (error) {
    again(now)
    throw error
  }
}

/** What IPAM does without being asked. */
export const allocationJobs = (free: AddressHints): Job[] => [
  { name: 'address-hold-down', everyMs: REAP_EVERY_MS, run: async (tx) => await reap(tx, free) },
  { name: 'subnet-usage', everyMs: WATCH_EVERY_MS, run: async (tx) => await watch(tx, free) },
]
