import type { CreatePort } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { beingDeleted, referenceNotFound } from '../../resource-kit/refusals.ts'
import { lockNetworks, placeInNetwork, type NetworkRow } from '../networks/index.ts'
import { lockQosPolicies, requirePolicy, type QosPolicyRow } from '../qos-policies/index.ts'
import { lockSubnetsOf, type SubnetRow } from '../subnets/index.ts'
import { checkLoosened, checkMac } from './guests.ts'
import { groupsFor, hostnameOf, portNameOf } from './rules.ts'
import { settle, stepFor, type Settled } from './settled.ts'
import {
  findReservations,
  lockGroups,
  portProjects,
  type NamedGroup,
  type NewPort,
  type PortProject,
  type Reservation,
} from './store.ts'
import { wishesOf, type AddressWish } from './wishes.ts'

/** What ports are to be, by what requests say and what they refer to; nothing is written yet. */

/** One port that is to be made. */
export interface PortOrder {
  readonly caller: Caller
  readonly request: CreatePort
  readonly id: string
  readonly digest: Buffer
}

/** What the requests refer to. */
interface Known {
  readonly networks: ReadonlyMap<string, NetworkRow>
  readonly subnets: ReadonlyMap<string, readonly SubnetRow[]>
  readonly projects: ReadonlyMap<string, PortProject>
  readonly groups: readonly NamedGroup[]
  readonly policies: readonly QosPolicyRow[]
  readonly reservations: readonly Reservation[]
}

/** A port that may be made as far as rules say. */
export interface Plan {
  readonly order: PortOrder
  readonly project: PortProject
  readonly network: NetworkRow
  readonly port: Omit<NewPort, 'mac'>
  readonly mac: string | undefined
  readonly wishes: readonly AddressWish[]
}

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
]

const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]))

/** Reads and locks it in one round trip: none of these statements needs another one's answer. */
const readKnown = async (tx: Tx, orders: readonly PortOrder[]): Promise<Known> => {
  const requests = orders.map(({ request }) => request)
  const ids = distinct(requests.map(({ network }) => network))
  const asked = requests.flatMap(({ network, fixed_ips: ips = [] }) => ips.map((each) => ({ ...each, network })))
  const [networks, subnets, projects, groups, policies, reservations] = await Promise.all([
    lockNetworks(tx, ids),
    lockSubnetsOf(tx, ids),
    portProjects(tx, distinct(requests.map(({ project }) => project)), ids),
    lockGroups(tx, distinct(requests.flatMap(({ security_groups: named = [] }) => named))),
    lockQosPolicies(tx, distinct(requests.map(({ qos_policy: policy }) => policy ?? undefined))),
    findReservations(
      tx,
      distinct(asked.map(({ address }) => address)),
      asked.flatMap(({ ip, network }) => (ip === undefined ? [] : [{ ip, network }])),
    ),
  ])
  return {
    networks: byId(networks),
    subnets: Map.groupBy(subnets, ({ network_id: network }) => network),
    projects: byId(projects),
    groups,
    policies,
    reservations,
  }
}

interface Placed {
  readonly order: PortOrder
  readonly network: NetworkRow
  readonly project: string
}

const place = (order: PortOrder, { networks }: Known): Placed => {
  const { caller, request } = order
  const network = networks.get(request.network)
  if (network === undefined) throw referenceNotFound('/network', 'network', request.network)
  return { order, network, project: placeInNetwork(caller, network, request.project) }
}

/** With the projects of guests who did not say which is theirs: the caller decided that. */
const withProjectsOf = async (tx: Tx, placed: readonly Placed[], known: Known): Promise<Known> => {
  const missing = distinct(placed.map(({ project }) => project)).filter((id) => !known.projects.has(id))
  if (missing.length === 0) return known
  return { ...known, projects: new Map([...known.projects, ...byId(await portProjects(tx, missing))]) }
}

const liveProject = (id: string, { projects }: Known): PortProject => {
  const project = projects.get(id)
  if (project === undefined) throw referenceNotFound('/project', 'project', id)
  if (project.deleting) throw beingDeleted('project', project)
  return project
}

type Asked =
  | ('id' | 'create_digest' | 'description' | 'labels' | 'type' | 'wildcard' | 'allowed_address_pairs')
  | ('dhcp_options' | 'admin_up' | 'node' | 'vm_id' | 'vm_name')

/** The columns that are the request's as they are. */
const columnsOf = ({ request, id, digest }: PortOrder): Pick<NewPort, Asked> => ({
  id,
  create_digest: digest,
  description: request.description,
  labels: request.labels,
  type: request.type,
  wildcard: request.wildcard,
  allowed_address_pairs: request.allowed_address_pairs,
  dhcp_options: request.dhcp_options,
  admin_up: request.admin_up,
  node: request.node ?? null,
  vm_id: request.vm?.id ?? null,
  vm_name: request.vm?.name ?? null,
})

const planOf = ({ order, network, project: projectId }: Placed, known: Known): Plan => {
  const { request, id } = order
  const project = liveProject(projectId, known)
  const reservations = known.reservations.filter(({ project_id: owner }) => owner === projectId)
  const scene = { network, subnets: known.subnets.get(network.id) ?? [], reservations }
  const wishes = wishesOf(request.fixed_ips, scene)
  const reserved = wishes.flatMap((wish) =>
    wish.kind === 'given' ? reservations.filter(({ network_id: on, ip }) => on === network.id && ip === wish.ip) : [],
  )
  const hostname = hostnameOf(request, reserved.find((each) => each.hostname !== null)?.hostname)
  const portSecurity = request.port_security ?? network.port_security_default
  const fallback = project.default_group === null ? [] : [project.default_group]
  const grouping = { project: projectId, portSecurity, asked: request.security_groups, fallback }
  checkLoosened(order.caller, network, {
    project_id: projectId,
    port_security: portSecurity,
    allowed_address_pairs: request.allowed_address_pairs,
  })
  const mac = request.mac ?? reserved.find((each) => each.mac !== null)?.mac ?? undefined
  checkMac(order.caller, network, { project: projectId, mac })
  return {
    order,
    project,
    network,
    wishes,
    mac,
    port: {
      ...columnsOf(order),
      project_id: projectId,
      network_id: network.id,
      hostname,
      port_security: portSecurity,
      name: portNameOf(request, id, hostname),
      qos_policy_id: requirePolicy(known.policies, request.qos_policy, projectId),
      security_groups: groupsFor(grouping, known.groups),
    },
  }
}

/** Plans ports: what they refer to is locked against deletion. */
export const planPorts = async (tx: Tx, orders: readonly PortOrder[]): Promise<readonly Settled<Plan>[]> => {
  const known = await readKnown(tx, orders)
  const placed = orders.map((order) => settle(() => place(order, known)))
  return await stepFor(placed, async (open) => {
    const complete = await withProjectsOf(tx, open, known)
    return open.map((each) => settle(() => planOf(each, complete)))
  })
}
