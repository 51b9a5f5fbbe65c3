import type { CreateNetwork, UpdateNetwork } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError, type DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { liveReferrers } from '../../resource-kit/referrers.ts'
import { inUse, referenceNotFound } from '../../resource-kit/refusals.ts'
import { toldTo } from '../../resource-kit/strangers.ts'
import { lockProject } from '../projects/index.ts'
import { checkProvider, dependentKinds, LEAST_IPV6_MTU, patchedNetwork } from './rules.ts'
import { dependants, foreignProjects, hasIpv6, insertNetwork, unknownProjects, type NetworkRow } from './store.ts'
import { networkResource, type NetworkView } from './view.ts'

const keyOf = (id: string): DirtyKey => ({ kind: 'network', id })

const REFERRING = { subnet: 'network_id', port: 'network_id', dns_forwarder: 'network_id' } as const

const vniTaken = ({ segment_id: vni }: CreateNetwork): DomainError =>
  fieldError('segment_taken', {
    ...{ pointer: '/segment_id', message: 'another overlay network has this VNI', value: vni },
    allowed: 'one that no other network has, or null: OVN chooses',
  })

const segmentTaken = ({ physical_network: wire, segment_id: tag }: CreateNetwork): DomainError =>
  fieldError('segment_taken', {
    pointer: '/segment_id',
    message: `another network has ${tag == null ? 'the untagged segment' : `segment ${String(tag)}`} of physical network "${wire ?? ''}"`,
    value: tag,
    allowed: 'a segment that no other network of this physical network has',
  })

/** @throws DomainError reference_not_found for a project that does not exist */
const checkShares = async (tx: Tx, projects: readonly string[]): Promise<void> => {
  const [unknown] = projects.length === 0 ? [] : await unknownProjects(tx, projects)
  if (unknown !== undefined)
    throw referenceNotFound(`/shared_with/${String(projects.indexOf(unknown))}`, 'project', unknown)
}

/** A provider network reaches a wire that belongs to the platform, so its admins make it; VNIs are the platform's too. */
export const createNetwork = async (ctx: Ctx, caller: Caller, request: CreateNetwork): Promise<NetworkView> => {
  checkProvider(request)
  const refusals = { network_segment: () => segmentTaken(request), network_vni: () => vniTaken(request) }
  return await createResource({ ctx, caller, resource: networkResource, refusals }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    if (request.type !== 'overlay' || request.segment_id !== null) caller.requirePlatform()
    await checkShares(tx, request.shared_with)
    const { dhcp } = request
    const row = await insertNetwork(tx, {
      ...made,
      project_id: project.id,
      type: request.type,
      mtu: request.mtu,
      multicast: request.multicast,
      physical_network: request.physical_network,
      segment_id: request.segment_id,
      port_security_default: request.port_security_default,
      dhcp_enabled: dhcp.enabled,
      dhcp_lease_time: dhcp.lease_time,
      dhcp_ntp_servers: dhcp.ntp_servers,
      dhcp_dns_servers: dhcp.dns_servers,
      dhcp_domain_name: dhcp.domain_name,
      dhcp_static_routes: dhcp.static_routes,
      shared_with: [...new Set(request.shared_with)],
    })
    return { row, dirty: [keyOf(made.id)] }
  })
}

/** Who has something on the network cannot be shut out. @throws DomainError in_use, reference_not_found */
const checkSharedWith = async (
  { tx, caller }: { readonly tx: Tx; readonly caller: Caller },
  network: NetworkRow,
  projects: readonly string[],
): Promise<void> => {
  const left = toldTo(caller, await foreignProjects(tx, network.id, [network.project_id, ...projects]))
  if (left.length > 0) throw inUse('network', network.name, left)
  await checkShares(tx, projects)
}

const checkMtu = async (tx: Tx, id: string, mtu: number | undefined): Promise<void> => {
  if (mtu === undefined || mtu >= LEAST_IPV6_MTU || !(await hasIpv6(tx, id))) return
  throw fieldError('invalid_request', {
    pointer: '/mtu',
    message: 'the network has an IPv6 subnet, and IPv6 does not work below 1280 (RFC 8200)',
    value: mtu,
    allowed: `at least ${String(LEAST_IPV6_MTU)}`,
  })
}

export const updateNetwork = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateNetwork): Promise<NetworkView> =>
  await updateResource(
    { ctx, caller, resource: networkResource, id },
    {
      wanted: async (row, tx) => {
        if (patch.shared_with !== undefined) await checkSharedWith({ tx, caller }, row, patch.shared_with)
        return patchedNetwork(patch)
      },
      // The network's own key comes last: it is applied when all before it are (reconcile/status.ts).
      apply: async (tx, _, changes) => {
        await checkMtu(tx, id, changes.mtu)
        return [...(await dependants(tx, id, dependentKinds(changes))), keyOf(id)]
      },
    },
  )

/** Refused while the network has a subnet, a port or a forwarder. */
export const deleteNetwork = async (ctx: Ctx, caller: Caller, id: string): Promise<NetworkView> =>
  await deleteResource(
    { ctx, caller, resource: networkResource, id },
    { referrers: async (tx) => await liveReferrers(tx, id, REFERRING) },
  )
