import type { CreateNetwork, UpdateNetwork } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { nameTaken } from '../../resource-kit/refusals.ts'
import { projectResource } from '../projects/index.ts'
import { dependentKinds, patchedNetwork } from './rules.ts'
import { dependants, networkReferrers, networks } from './store.ts'
import { networkResource, type NetworkView } from './view.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'network', id })

const nameRefusal = (name: string | undefined): Refusals => ({
  network_name: () => nameTaken('network', name ?? '', 'of this project'),
})

export const createNetwork = async (ctx: Ctx, caller: Caller, request: CreateNetwork): Promise<NetworkView> => {
  const refusals = nameRefusal(request.name)
  return await createResource({ ctx, caller, resource: networkResource, refusals }, request, async (tx, made) => {
    const project = await lockParent(tx, caller, {
      resource: projectResource,
      pointer: '/project',
      id: request.project,
    })
    const { type, mtu, dhcp } = request
    const row = await networks.insert(tx, {
      ...{ ...made, type, mtu },
      project_id: project.id,
      dhcp_enabled: dhcp.enabled,
      dhcp_lease_time: dhcp.lease_time,
    })
    return { row, dirty: [keyOf(made.id)] }
  })
}

export const updateNetwork = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateNetwork,
): Promise<NetworkView> => {
  const refusals = nameRefusal(patch.name)
  return await updateResource(
    { ctx, caller, resource: networkResource, id, refusals },
    {
      wanted: () => patchedNetwork(patch),
      // The network's own key comes last: it is applied when all before it are (reconcile/status.ts).
      apply: async (tx, _, changes) => [...(await dependants(tx, id, dependentKinds(changes))), keyOf(id)],
    },
  )
}

/** Refused while the network has a subnet or a port. */
export const deleteNetwork = async (ctx: Ctx, caller: Caller, id: string): Promise<NetworkView> =>
  await deleteResource(
    { ctx, caller, resource: networkResource, id },
    {
      referrers: async (tx) => await networkReferrers(tx, id),
      apply: async () => await Promise.resolve([keyOf(id)]),
    },
  )
