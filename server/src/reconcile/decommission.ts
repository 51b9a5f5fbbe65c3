import type { Logger } from 'pino'
import type { Db } from '../db/pool.ts'
import { endDecommission, leavingNodes } from '../features/nodes/load.ts'
import type { Southbound } from '../ovn/southbound.ts'

/**
 * Takes chassis out of OVN that were decommissioned: without their rows nobody waits for them any more (Chassis, Chassis_Private). It is the
 * only thing that is written to the southbound database. A decommission ends when the chassis was not there, so that one whose ovn-controller
 * still runs, and which registers itself again, goes on. Whether any has ended.
 */
export const forgetChassis = async (
  { db, log }: { readonly db: Db; readonly log: Logger },
  southbound: Southbound,
): Promise<boolean> => {
  let ended = false
  for (const node of await leavingNodes(db)) {
    if (await southbound.forgetChassis(node.name)) {
      log.info({ node: node.name }, 'the chassis of a decommissioned hypervisor was taken out of OVN')
      continue
    }
    await db.tx(async (tx) => {
      await endDecommission(tx, node)
    })
    ended = true
  }
  return ended
}
