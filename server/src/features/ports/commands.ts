import type { DirtyKey } from '../../db/outbox.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { deleteResource } from '../../resource-kit/commands.ts'
import { releaseAddresses } from '../ipam/index.ts'
import type { PortsCtx } from './create.ts'
import { portReferrers } from './referrers.ts'
import { virtualPortsBeside } from './virtual.ts'
import { portResource, type PortView } from './view.ts'

/** Its addresses, MAC address and groups stay its own until OVN has confirmed; its name in DNS goes at once. */
export const deletePort = async (ctx: PortsCtx, caller: Caller, id: string): Promise<PortView> =>
  await deleteResource(
    { ctx, caller, resource: portResource, id },
    {
      referrers: async (tx) => await portReferrers(tx, id),
      apply: async (tx, row) => {
        await releaseAddresses(tx, { kind: 'port', id }, { root: id, generation: row.generation + 1 })
        return [
          { kind: 'port', id },
          ...row.security_groups.map((group): DirtyKey => ({ kind: 'security_group', id: group })),
          ...(await virtualPortsBeside(tx, [row])),
        ]
      },
    },
  )
