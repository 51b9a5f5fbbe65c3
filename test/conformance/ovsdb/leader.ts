import { eventually } from '@quantumnet/platform'
import type { OvsdbServer } from '../../harness/ovsdb.ts'

/** The server of a cluster that leads, once there is one; those that don't run are left out. */
export const findLeader = async (servers: readonly OvsdbServer[]): Promise<OvsdbServer> =>
  await eventually(
    async () => {
      const running = servers.filter(({ running: runs }) => runs)
      const roles = await Promise.all(running.map(async (server) => await server.isLeader()))
      return running.find((_, at) => roles[at] === true)
    },
    { what: 'there is a leader', timeoutMs: 20_000 },
  )
