import type { CreatePort } from '@quantumnet/api'
import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { beingDeleted, idTaken, referenceNotFound } from '../../resource-kit/refusals.ts'
import {
  forgetMacs,
  takeAddresses,
  takeMacs,
  undoTaken,
  type AddressHints,
  type TakenAddress,
  type Wish,
} from '../ipam/index.ts'
import { lockNetworks, placeInNetwork, type NetworkRow } from '../networks/index.ts'
import { lockQosPolicies, requirePolicy, type QosPolicyRow } from '../qos-policies/index.ts'
import { lockSubnetsOf, type SubnetRow } from '../subnets/index.ts'
import { hostnameRefusals } from './hostnames.ts'
import { hostnameTaken, macTaken, generatedMacTaken } from './refusals.ts'
import { groupsFor, hostnameOf, portNameOf } from './rules.ts'
import {
  findReservations,
  insertPorts,
  lockGroups,
  portProjects,
  takenIds,
  type NamedGroup,
  type NewPort,
  type PortProject,
  type PortRow,
  type Reservation,
} from './store.ts'
import { wishesOf, type AddressWish } from './wishes.ts'

/**
 * Makes ports, many in one transaction, each all or nothing: a fixed number of statements, however many there are. What is refused is
 * refused in the words that it would get alone, because alone is the same with one.
 */

/** One port that is to be made. */
export interface PortOrder {
  readonly caller: Caller
  readonly request: CreatePort
  readonly id: string
  readonly digest: Buffer
}

export interface MadePort {
  readonly order: PortOrder
  readonly row: PortRow
  readonly dirty: readonly DirtyKey[]
}

/** What the requests refer to. */
interface Scenery {
  readonly networks: ReadonlyMap<string, NetworkRow>
  readonly subnets: ReadonlyMap<string, readonly SubnetRow[]>
}

/** A port that may be made as far as rules say. */
interface Plan {
  readonly order: PortOrder
  readonly project: PortProject
  readonly network: NetworkRow
  readonly port: Omit<NewPort, 'mac'>
  readonly mac: string | undefined
  readonly wishes: readonly AddressWish[]
}

/** Either what came of a step or why it ends there. */
type Settled<T> = T | DomainError

const isRefusal = (each: unknown): each is DomainError => each instanceof DomainError
const isTaken = (each: TakenAddress | DomainError): each is TakenAddress => !isRefusal(each)

const attempt = <T>(step: () => T): Settled<T> => {
  try {
    return step()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

const distinct = (values: readonly (string | undefined)[]): string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
]

const readScenery = async (tx: Tx, orders: readonly PortOrder[]): Promise<Scenery> => {
  const ids = distinct(orders.map(({ request }) => request.network))
  const networks = await lockNetworks(tx, ids)
  const subnets = await lockSubnetsOf(tx, ids)
  return {
    networks: new Map(networks.map((network) => [network.id, network])),
    subnets: Map.groupBy(subnets, ({ network_id: network }) => network),
  }
}

interface Placed {
  readonly order: PortOrder
  readonly network: NetworkRow
  readonly project: string
}

const place = (order: PortOrder, { networks }: Scenery): Placed => {
  const { caller, request } = order
  const network = networks.get(request.network)
  if (network === undefined) throw referenceNotFound('/network', 'network', request.network)
  return { order, network, project: placeInNetwork(caller, network, request.project) }
}

interface Known {
  readonly subnets: Scenery['subnets']
  readonly projects: ReadonlyMap<string, PortProject>
  readonly groups: readonly NamedGroup[]
  readonly policies: readonly QosPolicyRow[]
  readonly reservations: readonly Reservation[]
}

const readKnown = async (tx: Tx, placed: readonly Placed[], { subnets }: Scenery): Promise<Known> => {
  const asked = placed.flatMap(({ order: { request }, network }) =>
    (request.fixed_ips ?? []).map((each) => ({ ...each, network: network.id })),
  )
  const projects = await portProjects(tx, distinct(placed.map(({ project }) => project)))
  return {
    subnets,
    projects: new Map(projects.map((project) => [project.id, project])),
    groups: await lockGroups(tx, distinct(placed.flatMap(({ order }) => order.request.security_groups ?? []))),
    policies: await lockQosPolicies(tx, distinct(placed.map(({ order }) => order.request.qos_policy ?? undefined))),
    reservations: await findReservations(
      tx,
      distinct(asked.map(({ address }) => address)),
      asked.flatMap(({ ip, network }) => (ip === undefined ? [] : [{ ip, network }])),
    ),
  }
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
  ...{ id, create_digest: digest, description: request.description, labels: request.labels, type: request.type },
  ...{ wildcard: request.wildcard, allowed_address_pairs: request.allowed_address_pairs },
  ...{ dhcp_options: request.dhcp_options, admin_up: request.admin_up, node: request.node ?? null },
  ...{ vm_id: request.vm?.id ?? null, vm_name: request.vm?.name ?? null },
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
  return {
    ...{ order, project, network, wishes },
    mac: request.mac ?? reserved.find(({ mac }) => mac !== null)?.mac ?? undefined,
    port: {
      ...columnsOf(order),
      ...{ project_id: projectId, network_id: network.id, hostname, port_security: portSecurity },
      name: portNameOf(request, id, hostname),
      qos_policy_id: requirePolicy(known.policies, request.qos_policy, projectId),
      security_groups: groupsFor(grouping, known.groups),
    },
  }
}

/** A plan with its MAC. */
interface Equipped extends Plan {
  readonly port: NewPort
}

const equip = async (tx: Tx, plans: readonly Plan[]): Promise<readonly Settled<Equipped>[]> => {
  const macs = await takeMacs(
    tx,
    plans.map(({ port, network, mac }) => ({ owner: port.id, network: network.id, mac })),
  )
  const without = plans.filter(({ port }) => !macs.has(port.id)).map(({ port }) => port.id)
  // Who has the id has its MAC.
  const repeated = without.length === 0 ? new Set<string>() : await takenIds(tx, without)
  return plans.map((plan) => {
    const mac = macs.get(plan.port.id)
    if (mac !== undefined) return { ...plan, port: { ...plan.port, mac } }
    if (repeated.has(plan.port.id)) return idTaken('port', plan.port.id, 'that another request made')
    return plan.mac === undefined ? generatedMacTaken() : macTaken(plan.mac)
  })
}

const wishFor = ({ port }: Equipped, wish: AddressWish, position: number): Wish => ({
  owner: { kind: 'port', id: port.id },
  ...{ project: port.project_id, pointer: wish.pointer, position, hostname: port.hostname, mac: port.mac },
  type: wish.kind === 'given' ? 'static' : 'dynamic',
  place:
    wish.kind === 'given'
      ? { kind: 'given', subnet: wish.subnet, ip: wish.ip }
      : { kind: 'any', subnets: wish.subnets },
})

/** A plan with its addresses, in the order of the wishes. */
interface Addressed extends Equipped {
  readonly taken: readonly TakenAddress[]
}

/** Gives each its addresses; who is refused one gives back the others. */
const address = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Equipped[],
): Promise<readonly Settled<Addressed>[]> => {
  const results = await takeAddresses(
    tx,
    hints,
    plans.flatMap((plan) => plan.wishes.map((wish, position) => wishFor(plan, wish, position))),
  )
  let next = 0
  const undone: TakenAddress[] = []
  const settled = plans.map((plan): Settled<Addressed> => {
    const own = results.slice(next, (next += plan.wishes.length))
    const taken = own.filter(isTaken)
    const refusal = own.find(isRefusal)
    if (refusal === undefined) return { ...plan, taken }
    undone.push(...taken)
    return refusal
  })
  await undoTaken(tx, hints, undone)
  return settled
}

const insert = async (
  tx: Tx,
  hints: AddressHints,
  plans: readonly Addressed[],
): Promise<readonly Settled<MadePort>[]> => {
  const rows = new Map(
    (
      await insertPorts(
        tx,
        plans.map(({ port }) => port),
      )
    ).map((row) => [row.id, row]),
  )
  const refused = plans.filter(({ port }) => !rows.has(port.id))
  const taken =
    refused.length === 0
      ? new Set<string>()
      : await takenIds(
          tx,
          refused.map(({ port }) => port.id),
        )
  await undoTaken(
    tx,
    hints,
    refused.flatMap((plan) => plan.taken),
  )
  return plans.map(({ port, order, taken: addresses }) => {
    const row = rows.get(port.id)
    if (row === undefined)
      return taken.has(port.id) ? idTaken('port', port.id, 'that another request made') : hostnameTaken(order.request)
    const groups = port.security_groups
    return {
      order,
      row: { ...row, fixed_ips: addresses.map(({ subnet, ip }) => ({ subnet, ip })), security_groups: groups },
      dirty: [{ kind: 'port', id: row.id }, ...groups.map((id): DirtyKey => ({ kind: 'security_group', id }))],
    }
  })
}

/** Runs one step for those that are still on their way; the others keep their refusal. */
const stepFor = async <A, B>(
  settled: readonly Settled<A>[],
  step: (open: readonly A[]) => Promise<readonly Settled<B>[]>,
): Promise<readonly Settled<B>[]> => {
  const open = settled.filter((each): each is A => !(each instanceof DomainError))
  const results = open.length === 0 ? [] : await step(open)
  let next = 0
  return settled.map((each): Settled<B> => {
    if (each instanceof DomainError) return each
    const result = results[next++]
    if (result === undefined) throw new Error('a step gave no result for one of its ports')
    return result
  })
}

/**
 * Makes ports, and gives for each what was made or the refusal that it would get alone. What is refused leaves nothing behind: neither
 * address nor MAC.
 */
export const makePorts = async (
  tx: Tx,
  hints: AddressHints,
  orders: readonly PortOrder[],
): Promise<readonly Settled<MadePort>[]> => {
  const scenery = await readScenery(tx, orders)
  const placed = orders.map((order) => attempt(() => place(order, scenery)))
  const planned = await stepFor(placed, async (open) => {
    const known = await readKnown(tx, open, scenery)
    return open.map((each) => attempt(() => planOf(each, known)))
  })
  const named = await stepFor(planned, async (open) => {
    const refusals = await hostnameRefusals(tx, open)
    return open.map((plan, index) => refusals[index] ?? plan)
  })
  const equipped = await stepFor(named, async (open) => await equip(tx, open))
  const addressed = await stepFor(equipped, async (open) => await address(tx, hints, open))
  const made = await stepFor(addressed, async (open) => await insert(tx, hints, open))
  const forgotten = equipped.flatMap((each, index) =>
    !(each instanceof DomainError) && made[index] instanceof DomainError ? [each.port.id] : [],
  )
  await forgetMacs(tx, forgotten)
  return made
}
