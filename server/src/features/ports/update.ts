import type { UpdatePort } from '@quantumnet/api'
import { record, type DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { differences } from '../../resource-kit/changes.ts'
import { lockLive } from '../../resource-kit/commands.ts'
import { commit, type Refusals } from '../../resource-kit/commit.ts'
import { lockAddresses, releaseAddresses, requireAddresses } from '../ipam/index.ts'
import { lockNetworks } from '../networks/index.ts'
import { lockQosPolicies, requirePolicy } from '../qos-policies/index.ts'
import { lockSubnets } from '../subnets/index.ts'
import type { PortsCtx } from './create.ts'
import { checkLoosened } from './guests.ts'
import { hostnameRefusals } from './hostnames.ts'
import { portReferrers } from './referrers.ts'
import { hostnameTaken } from './refusals.ts'
import { groupsFor, patchedPort } from './rules.ts'
import {
  findReservations,
  hostnameHolder,
  lockGroups,
  orderAddresses,
  portProjects,
  ports,
  renameAddresses,
  replaceGroups,
  type PortRow,
} from './store.ts'
import { inUse } from '../../resource-kit/refusals.ts'
import { portResource, type PortView } from './view.ts'
import { virtualPortsBeside } from './virtual.ts'
import { changeOf, isSame, type AddressChange, type AskedIp, type Scene } from './wishes.ts'

const sceneFor = async (tx: Tx, port: PortRow, asked: readonly AskedIp[]): Promise<Scene> => {
  const [network] = await lockNetworks(tx, [port.network_id])
  if (network === undefined) throw new Error(`port ${port.id} has no network`)
  const ids = asked.flatMap(({ address }) => address ?? [])
  const places = asked.flatMap(({ ip }) => (ip === undefined ? [] : [{ network: port.network_id, ip }]))
  const found = await findReservations(tx, ids, places)
  return {
    network,
    subnets: await lockSubnets(tx, port.network_id),
    reservations: found.filter(({ project_id: project }) => project === port.project_id),
  }
}

/** What of its addresses a patch changes; undefined when it says nothing of them, or what is so already. */
const addressChange = async (
  tx: Tx,
  port: PortRow,
  asked: UpdatePort['fixed_ips'],
): Promise<AddressChange | undefined> => {
  if (asked === undefined) return undefined
  const change = changeOf(port.fixed_ips, asked, await sceneFor(tx, port, asked))
  const inOrder = change.places.every((place, index) => 'ip' in place && place.ip === port.fixed_ips[index]?.ip)
  return isSame(change) && inOrder ? undefined : change
}

const writeAddresses = async (
  ctx: PortsCtx,
  tx: Tx,
  port: PortRow,
  { places, released }: AddressChange,
): Promise<void> => {
  const ips = released.map(({ ip }) => ip)
  const wanted = places.flatMap((place) => ('kind' in place && place.kind === 'given' ? [place.ip] : []))
  if (ips.length > 0 && wanted.length > 0) await lockAddresses(tx, port.network_id, [...ips, ...wanted])
  if (ips.length > 0) {
    const referrers = await portReferrers(tx, port.id, ips)
    if (referrers.length > 0) throw inUse('port', port.name, referrers)
    await releaseAddresses(tx, { kind: 'port', id: port.id }, { root: port.id, generation: port.generation + 1, ips })
  }
  const wishes = places.flatMap((place, position) =>
    'kind' in place
      ? [
          {
            owner: { kind: 'port', id: port.id },
            project: port.project_id,
            pointer: place.pointer,
            position,
            hostname: port.hostname,
            mac: port.mac,
            place,
            type: place.kind === 'given' ? ('static' as const) : ('dynamic' as const),
          },
        ]
      : [],
  )
  const taken = [...(await requireAddresses(tx, ctx.free, wishes))]
  const ordered = places.map((place) => ('kind' in place ? (taken.shift()?.ip ?? '') : place.ip))
  await orderAddresses(tx, port.id, ordered)
}

/** The groups that a patch leaves the port in; undefined when nothing of it bears on them. */
const groupsAfter = async (tx: Tx, port: PortRow, patch: UpdatePort): Promise<string[] | undefined> => {
  const portSecurity = patch.port_security ?? port.port_security
  if (patch.security_groups === undefined && portSecurity === port.port_security) return undefined
  const [project] = await portProjects(tx, [port.project_id])
  const fallback = project?.default_group == null ? [] : [project.default_group]
  const known = await lockGroups(tx, patch.security_groups ?? [])
  const grouping = { project: port.project_id, portSecurity, asked: patch.security_groups, fallback }
  const groups = groupsFor(grouping, known)
  return groups.join() === port.security_groups.join() ? undefined : groups
}

/** What a patch names has to be there, and in the port's project; a name has to be free. @throws DomainError */
const checkNamed = async (tx: Tx, port: PortRow, patch: UpdatePort, columns: Partial<PortRow>): Promise<void> => {
  if (columns.qos_policy_id != null)
    requirePolicy(await lockQosPolicies(tx, [columns.qos_policy_id]), columns.qos_policy_id, port.project_id)
  if (columns.hostname == null && columns.wildcard !== true) return
  // Records in the making hold the project, and are seen once it is held here.
  await portProjects(tx, [port.project_id])
  const [refusal] = await hostnameRefusals(tx, [{ port: { ...port, ...columns }, order: { request: patch } }])
  if (refusal !== undefined) throw refusal
}

/** What it may send from is not for everybody to say. @throws DomainError forbidden */
const checkSecurity = async (tx: Tx, caller: Caller, port: PortRow, columns: Partial<PortRow>): Promise<void> => {
  if (columns.allowed_address_pairs === undefined && columns.port_security === undefined) return
  const [network] = await lockNetworks(tx, [port.network_id])
  if (network !== undefined) checkLoosened(caller, network, { ...port, ...columns })
}

/** Columns that show in the address sets of its groups. */
const IN_SETS: readonly (keyof PortRow)[] = ['allowed_address_pairs']

/** The database's refusals, in the words of the request. */
const refusalsOf = ({ db }: PortsCtx, id: string, patch: UpdatePort): Refusals => ({
  port_hostname: async () => hostnameTaken(patch, await hostnameHolder(db, id, patch.hostname ?? '')),
})

/** Changes a port. Addresses that it loses stay its own until OVN has confirmed; its MAC address never changes. */
export const updatePort = async (ctx: PortsCtx, caller: Caller, id: string, patch: UpdatePort): Promise<PortView> =>
  await commit(ctx, caller, refusalsOf(ctx, id, patch), async (tx) => {
    const port = await lockLive(tx, { caller, resource: portResource, id })
    const columns = differences(port, patchedPort(patch))
    await checkNamed(tx, port, patch, columns)
    await checkSecurity(tx, caller, port, columns)
    const groups = await groupsAfter(tx, port, patch)
    const addresses = await addressChange(tx, port, patch.fixed_ips)
    if (Object.keys(columns).length === 0 && groups === undefined && addresses === undefined)
      return portResource.view(port, ctx)
    await ports.update(tx, id, columns)
    const moved = groups === undefined ? [] : await replaceGroups(tx, id, groups)
    const next = { ...port, ...columns }
    if (addresses !== undefined) await writeAddresses(ctx, tx, next, addresses)
    if (columns.hostname !== undefined) await renameAddresses(tx, id, columns.hostname)
    const inSets = addresses !== undefined || IN_SETS.some((column) => column in columns)
    const touched = new Set([...moved, ...(inSets ? (groups ?? port.security_groups) : [])])
    const dirty: DirtyKey[] = [
      { kind: 'port', id },
      ...[...touched].map((group) => ({ kind: 'security_group' as const, id: group })),
      ...(columns.allowed_address_pairs === undefined ? [] : await virtualPortsBeside(tx, [port, next])),
    ]
    const changed = (await ports.find(tx, id)) ?? next
    const [before, after] = [portResource.view(port, ctx), portResource.view(changed, ctx)]
    await record(tx, caller, { action: 'update', kind: 'port', id, project: port.project_id, before, after, dirty })
    return after
  })
