import { operationsOf } from '@quantumnet/ovsdb-jsonrpc'
import { vswitchSchema } from '../gen/vswitch.ts'
import type { CountedInterface } from '../statistics/ports.ts'
import type { VswitchSession } from './vswitch.ts'

const { select } = operationsOf(vswitchSchema)

/** What is asked for when it is needed, and not monitored: it changes all the time, and no pass depends on it. */
export interface Counters {
  readonly interfaces: readonly CountedInterface[]
  /** external_ids of the integration bridge */
  readonly bridgeIds: ReadonlyMap<string, string>
}

/** Reads what Open vSwitch has counted. @throws OvsdbError */
export const readCounters = async (session: VswitchSession, bridge: string): Promise<Counters> => {
  const [interfaces, bridges] = await session.transact([
    select('Interface', [], ['external_ids', 'statistics']),
    select('Bridge', [['name', '==', bridge]], ['external_ids']),
  ])
  return { interfaces: interfaces.rows, bridgeIds: bridges.rows[0]?.external_ids ?? new Map() }
}
