import type { CreatePort, UpdatePort } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Created, type Made } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { networkResource } from '../networks/index.ts'
import { lockSubnets, randomMac, type FreeAddresses, type LockedSubnet } from '../subnets/index.ts'
import { allocateAll } from './allocate.ts'
import { createRefusals, macTaken, updateRefusals } from './refusals.ts'
import { hostnameOf, patchedPort, portNameOf, wishesOf } from './rules.ts'
import { groupsOf, insertPort, settleGroups, type PortRow } from './store.ts'
import { portResource, type PortView } from './view.ts'

/** Ports take addresses from the subnets by this process's guess at free ones. */
export interface PortsCtx extends Ctx {
  readonly free: FreeAddresses
}

/** A port's own key, and its groups': their address sets list its addresses. */
const keysOf = (id: string, groups: readonly string[]): DirtyKey[] => [
  { kind: 'port', id },
  ...groups.map((group): DirtyKey => ({ kind: 'security_group', id: group })),
]

/** Among ports the unique index decides; the MAC addresses of gateways and DNS addresses are few and known here. */
const macFor = (asked: string | undefined, subnets: readonly LockedSubnet[]): string => {
  const reserved = new Set(subnets.flatMap(({ reserved_macs: macs }) => macs))
  if (asked !== undefined) {
    if (reserved.has(asked)) throw macTaken(asked)
    return asked
  }
  for (;;) {
    const mac = randomMac()
    if (!reserved.has(mac)) return mac
  }
}

const insert = async (
  tx: Tx,
  ctx: PortsCtx,
  caller: Caller,
  { request, made }: { readonly request: CreatePort; readonly made: Made<CreatePort> },
): Promise<Created<PortRow>> => {
  const network = await lockParent(tx, caller, { resource: networkResource, pointer: '/network', id: request.network })
  const subnets = await lockSubnets(tx, network.id)
  const wishes = wishesOf(request, network, subnets)
  const { vm } = request
  const { row, groups } = await insertPort(tx, {
    ...made,
    port_security: request.port_security,
    admin_up: request.admin_up,
    node: request.node ?? null,
    project_id: network.project_id,
    network_id: network.id,
    name: portNameOf(request, made.id),
    mac: macFor(request.mac, subnets),
    hostname: hostnameOf(request),
    vm_id: vm?.id ?? null,
    vm_name: vm?.name ?? null,
  })
  const addresses = await allocateAll(tx, ctx.free, made.id, wishes)
  return { row: { ...row, fixed_ips: addresses }, dirty: keysOf(made.id, groups) }
}

export const createPort = async (ctx: PortsCtx, caller: Caller, request: CreatePort): Promise<PortView> =>
  await createResource(
    { ctx, caller, resource: portResource, refusals: createRefusals(request) },
    request,
    async (tx, made) => await insert(tx, ctx, caller, { request, made }),
  )

export const updatePort = async (ctx: Ctx, caller: Caller, id: string, patch: UpdatePort): Promise<PortView> =>
  await updateResource(
    { ctx, caller, resource: portResource, id, refusals: updateRefusals(patch) },
    {
      wanted: () => patchedPort(patch),
      apply: async (tx, _, changes) => keysOf(id, 'port_security' in changes ? await settleGroups(tx, id) : []),
    },
  )

/** Its addresses, MAC address and groups stay its own until OVN has confirmed; its name in DNS goes at once. */
export const deletePort = async (ctx: Ctx, caller: Caller, id: string): Promise<PortView> =>
  await deleteResource(
    { ctx, caller, resource: portResource, id },
    {
      referrers: async () => await Promise.resolve([]),
      apply: async (tx) => keysOf(id, await groupsOf(tx, id)),
    },
  )
