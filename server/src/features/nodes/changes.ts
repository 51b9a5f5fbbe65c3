import type { Logger } from 'pino'
import type { Queryable } from '../../db/pool.ts'
import type { EventTail, LoggedEvent } from '../../events/tail.ts'
import { floatingIpsConcerned, nodesAnswering } from '../floating-ips/index.ts'
import { nodesBalancing } from '../load-balancer-members/index.ts'
import { nodesOf } from './store.ts'

const NONE: ReadonlySet<string> = new Set()

/** What a node's last desired state named. */
export interface Held {
  readonly ports: ReadonlySet<string>
  readonly networks: ReadonlySet<string>
  readonly subnets: ReadonlySet<string>
  /** whose zones VMs see there */
  readonly projects: ReadonlySet<string>
  readonly floatingIps: ReadonlySet<string>
}

export interface Follower {
  readonly node: string
  /** What it was told last. */
  held: Held
  readonly onTouched: () => void
}

interface Touched {
  readonly ports: Set<string>
  readonly networks: Set<string>
  readonly subnets: Set<string>
  readonly qosPolicies: Set<string>
  readonly projects: Set<string>
  /** what may have an address outside answered elsewhere, of whatever kind */
  readonly translated: Set<string>
  /** members of load balancers */
  readonly members: Set<string>
}

const nothing = (): Touched => ({
  ports: new Set(),
  networks: new Set(),
  subnets: new Set(),
  qosPolicies: new Set(),
  projects: new Set(),
  translated: new Set(),
  members: new Set(),
})

/** What shows in the DNS edges of all networks of its project. */
const SHOWN_IN_EDGES: ReadonlySet<string> = new Set<LoggedEvent['kind']>(['dns_zone', 'dns_forwarder'])

/** What decides where an address outside is answered, and what it stands for. */
const TRANSLATED: ReadonlySet<string> = new Set<LoggedEvent['kind']>([
  ...(['floating_ip', 'port', 'router', 'port_forward', 'load_balancer', 'load_balancer_member'] as const),
])

const collect = (touched: Touched, events: readonly LoggedEvent[]): void => {
  const sets: Partial<Record<string, Set<string>>> = {
    port: touched.ports,
    network: touched.networks,
    subnet: touched.subnets,
    qos_policy: touched.qosPolicies,
    load_balancer_member: touched.members,
  }
  for (const { kind, id, project, action } of events) {
    sets[kind]?.add(id)
    if (TRANSLATED.has(kind)) touched.translated.add(id)
    if (SHOWN_IN_EDGES.has(kind) && action !== 'status' && project !== null) touched.projects.add(project)
  }
}

const anyOf = (wanted: ReadonlySet<string>, held: ReadonlySet<string>): boolean => {
  for (const id of wanted) if (held.has(id)) return true
  return false
}

const holds = ({ held }: Follower, touched: Touched, floatingIps: ReadonlySet<string>): boolean =>
  anyOf(floatingIps, held.floatingIps) ||
  anyOf(touched.ports, held.ports) ||
  anyOf(touched.networks, held.networks) ||
  anyOf(touched.subnets, held.subnets) ||
  anyOf(touched.projects, held.projects)

/**
 * Finds which of the connected nodes a change concerns: those that were told of what changed, and, by one query for many changes, those
 * that it belongs to now. So a change wakes a node or two and not all of them.
 */
export class NodeChanges {
  readonly #db: Queryable
  readonly #log: Logger
  readonly #followers = new Set<Follower>()
  #pending = nothing()
  #looking = false

  constructor(db: Queryable, tail: Pick<EventTail, 'subscribe'>, log: Logger) {
    this.#db = db
    this.#log = log
    tail.subscribe((events) => {
      if (this.#followers.size === 0) return
      collect(this.#pending, events)
      void this.#look()
    })
  }

  follow(node: string, onTouched: () => void): Follower {
    const follower: Follower = { node, held: { ...nothing(), floatingIps: NONE }, onTouched }
    this.#followers.add(follower)
    return follower
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower)
  }

  async #look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      while (Object.values<ReadonlySet<string>>({ ...this.#pending }).some(({ size }) => size > 0)) {
        const touched = this.#pending
        this.#pending = nothing()
        await this.#tell(touched)
      }
    } finally {
      this.#looking = false
    }
  }

  async #tell(touched: Touched): Promise<void> {
    const concerned = await this.#concerned(touched).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'cannot tell which nodes a change concerns; all of them look')
      return undefined
    })
    for (const follower of this.#followers) {
      const { nodes, floatingIps } = concerned ?? { nodes: [follower.node], floatingIps: NONE }
      if (nodes.includes(follower.node) || holds(follower, touched, floatingIps)) follower.onTouched()
    }
  }

  async #concerned({
    ports,
    networks,
    subnets,
    qosPolicies,
    translated,
    members,
  }: Touched): Promise<{ readonly nodes: readonly string[]; readonly floatingIps: ReadonlySet<string> }> {
    const [having, floatingIps, balancing] = await Promise.all([
      nodesOf(this.#db, {
        ...{ ports: [...ports], networks: [...networks], subnets: [...subnets], qosPolicies: [...qosPolicies] },
      }),
      floatingIpsConcerned(this.#db, [...translated]),
      nodesBalancing(this.#db, [...members]),
    ])
    const answering = await nodesAnswering(this.#db, floatingIps)
    return { nodes: [...having, ...answering, ...balancing], floatingIps: new Set([...translated, ...floatingIps]) }
  }
}
