import type { MemberHealth } from '@quantumnet/api'
import { appendEvents } from '../db/outbox.ts'
import type { Db, Tx } from '../db/pool.ts'
import type { Health, Probed } from '../ovn/health.ts'

/** A member of a load balancer, and over what it is probed. */
interface ProbedMember {
  readonly id: string
  readonly project: string
  readonly portId: string
  readonly ip: string
  readonly portNumber: number
  readonly health: MemberHealth
  readonly protocols: readonly Probed['protocol'][]
}

// A probe of a target is shared by all load balancers that have it (ovn-sb(5), Service_Monitor), so members are found by their port.
const MEMBERS = `
select m.id, b.project_id as project, m.port_id as "portId", host(m.ip) as ip, m.port_number as "portNumber", m.health,
  array(select distinct l.protocol from load_balancer_listener l join load_balancer_pool p on p.id = l.pool_id
    where l.pool_id = m.pool_id and p.health_check is not null) as protocols
from load_balancer_member m join load_balancer b on b.id = m.load_balancer_id
where m.port_id is not null and b.deleting_at is null
  and ($1 or m.port_id = any($2::uuid[]) or m.load_balancer_id = any($3::uuid[]))
order by m.id for no key update of m`

const UPDATE = `
update load_balancer_member m set health = v.health
from unnest($1::uuid[], $2::text[]) as v(id, health) where m.id = v.id`

/** How a member is, by what OVN says of it over each protocol: as its worst, and unknown until all have answered. Pure. */
export const memberHealth = (said: readonly (Health | undefined)[]): MemberHealth => {
  if (said.some((health) => health === 'offline' || health === 'error')) return 'unhealthy'
  return said.length > 0 && said.every((health) => health === 'online') ? 'healthy' : 'unknown'
}

/** What OVN knows of probes (Southbound). */
export interface Probes {
  readonly live: boolean
  readonly healthOf: (probed: Probed) => Health | undefined
}

/** Takes over how members of load balancers are. What to look at is gathered; how it is, is read when it is written. */
export class MemberHealths {
  #all = true
  #ports = new Set<string>()
  #balancers = new Set<string>()

  /** Looks at every member at the next time. */
  noteAll(): void {
    this.#all = true
  }

  /** Ports of whose probes there is something new. */
  notePorts(ids: Iterable<string>): void {
    for (const id of ids) this.#ports.add(id)
  }

  /** Load balancers that have become other than they were. */
  noteBalancers(ids: Iterable<string>): void {
    for (const id of ids) this.#balancers.add(id)
  }

  /** Writes down what came since the last time, when the replica is complete. Whether there was any. When it fails it is kept. */
  async flush(db: Db, probes: Probes): Promise<boolean> {
    const [all, ports, balancers] = [this.#all, [...this.#ports], [...this.#balancers]]
    if (!probes.live || !(all || ports.length + balancers.length > 0)) return false
    this.#all = false
    this.#ports = new Set()
    this.#balancers = new Set()
    try {
      return await db.tx(async (tx) => await record(tx, probes, { all, ports, balancers }))
    } catch (error) {
      this.#all ||= all
      this.notePorts(ports)
      this.noteBalancers(balancers)
      throw error
    }
  }
}

interface Asked {
  readonly all: boolean
  readonly ports: readonly string[]
  readonly balancers: readonly string[]
}

const record = async (tx: Tx, probes: Probes, { all, ports, balancers }: Asked): Promise<boolean> => {
  const members = await tx.query<ProbedMember>(MEMBERS, [all, ports, balancers], 'probed-members')
  const changed = members.flatMap((member) => {
    const { portId: logicalPort, ip, portNumber: port, protocols } = member
    const health = memberHealth(protocols.map((protocol) => probes.healthOf({ logicalPort, ip, port, protocol })))
    return health === member.health ? [] : [{ ...member, health }]
  })
  if (changed.length === 0) return false
  await tx.query(UPDATE, [changed.map(({ id }) => id), changed.map(({ health }) => health)], 'member-health')
  await appendEvents(
    tx,
    changed.map(({ id, project }) => ({ id, project, kind: 'load_balancer_member', action: 'status' })),
  )
  return true
}
