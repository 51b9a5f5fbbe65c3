import type { CreatePortForward, UpdatePortForward } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import {
  associate,
  floatingIpResource,
  floatingIpsAt,
  forwardRouter,
  networkNamed,
  type FloatingIpRow,
} from '../floating-ips/index.ts'
import { portForwards, userOf, type ExternalPort, type PortForwardColumns } from './store.ts'
import { portForwardResource, type PortForwardView } from './view.ts'

const taken = ({ protocol, external_port: port }: Omit<ExternalPort, 'floating_ip_id'>, by: string): DomainError =>
  fieldError('already_exists', {
    pointer: '/external_port',
    message: `${by} uses ${protocol} port ${String(port)} of the floating IP`,
    value: port,
    allowed: `a ${protocol} port of the floating IP that nothing uses`,
  })

/**
 * Locks the floating IP that forwards use, so that those who look for a free port of it, or for the router that it is bound to, come one after
 * the other.
 */
const lockFloatingIp = async (tx: Tx, id: string): Promise<FloatingIpRow> => {
  const row = await floatingIpResource.table.lock(tx, id, 'change')
  if (row === undefined) throw new Error(`floating IP ${id} went although something refers to it`)
  return row
}

/** The floating IP is locked: forwards and listeners of one address come one after the other. */
const requireFree = async (tx: Tx, port: ExternalPort, id: string): Promise<void> => {
  const user = await userOf(tx, port, id)
  if (user !== undefined) throw taken(port, `${user.words} "${user.name}"`)
}

type Target = Pick<PortForwardColumns, 'target_port_id' | 'target_ip' | 'target_port_number' | 'router_id'>

const targetOf = async (
  tx: Tx,
  caller: Caller,
  floatingIp: Pick<FloatingIpRow, 'id' | 'project_id' | 'network_id' | 'address' | 'port_router'>,
  { id, target }: { readonly id: string; readonly target: CreatePortForward['target'] },
): Promise<Target> => {
  const { port, ip, router } = await associate(tx, caller, {
    at: '/target',
    project: floatingIp.project_id,
    address: floatingIp.address,
    port: target.port,
    ip: target.fixed_ip,
    network: await networkNamed(tx, floatingIp.network_id),
    translator: floatingIp.port_router ?? (await forwardRouter(tx, floatingIp.id, id)) ?? null,
  })
  return { target_port_id: port, target_ip: ip, target_port_number: target.port_number, router_id: router.id }
}

/** The forward's own key, and those of floating IPs that it ties to the gateway. */
const keysOf = async (
  tx: Tx,
  id: string,
  {
    floating_ip_id: floatingIp,
    target_port_id: port,
    target_ip: ip,
  }: Pick<PortForwardColumns, 'floating_ip_id' | 'target_port_id' | 'target_ip'>,
): Promise<DirtyKey[]> => [
  { kind: 'port_forward', id },
  { kind: 'floating_ip', id: floatingIp },
  ...(port === null ? [] : await floatingIpsAt(tx, port, ip)),
]

export const createPortForward = async (
  ctx: Ctx,
  caller: Caller,
  request: CreatePortForward,
): Promise<PortForwardView> => {
  const { protocol, external_port: externalPort, target } = request
  return await createResource({ ctx, caller, resource: portForwardResource }, request, async (tx, made) => {
    const reference = { resource: floatingIpResource, pointer: '/floating_ip', id: request.floating_ip }
    const { id } = await lockParent(tx, caller, reference)
    const floatingIp = await lockFloatingIp(tx, id)
    const external = { floating_ip_id: id, protocol, external_port: externalPort }
    await requireFree(tx, external, made.id)
    const columns = { ...external, ...(await targetOf(tx, caller, floatingIp, { id: made.id, target })) }
    const row = await portForwards.insert(tx, { ...made, ...columns, project_id: floatingIp.project_id })
    return { row, dirty: await keysOf(tx, made.id, row) }
  })
}

export const updatePortForward = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdatePortForward,
): Promise<PortForwardView> => {
  const { target, ...columns } = patch
  return await updateResource(
    { ctx, caller, resource: portForwardResource, id },
    {
      wanted: async (row, tx) => {
        const floatingIp = await lockFloatingIp(tx, row.floating_ip_id)
        const { protocol = row.protocol, external_port: port = row.external_port } = patch
        await requireFree(tx, { floating_ip_id: floatingIp.id, protocol, external_port: port }, id)
        return { ...columns, ...(target !== undefined && (await targetOf(tx, caller, floatingIp, { id, target }))) }
      },
      apply: async (tx, before, changes) => [
        ...(await keysOf(tx, id, before)),
        ...(await keysOf(tx, id, { ...before, ...changes })),
      ],
    },
  )
}

export const deletePortForward = async (ctx: Ctx, caller: Caller, id: string): Promise<PortForwardView> =>
  await deleteResource(
    { ctx, caller, resource: portForwardResource, id },
    { apply: async (tx, row) => await keysOf(tx, id, row) },
  )
