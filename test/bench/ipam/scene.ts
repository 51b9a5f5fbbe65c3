import { randomUUID } from 'node:crypto'
import { mkdtemp, chmod, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatIp, parseIp } from '@quantumnet/api'
import { startPostgres } from '@quantumnet/platform'
import type { ipam } from '@quantumnet/server/app'
import { buildApp, openDb, type Db } from '@quantumnet/server/app'
import { pino } from 'pino'

/** A subnet in a database of its own, on a PostgreSQL that keeps what it has committed. */
export interface Scene {
  readonly db: Db
  readonly subnet: Subnet
  readonly project: string
  /** Takes all addresses back, and gives back a number of them at once: `share` of the subnet, spread evenly. */
  readonly fill: (share: number) => Promise<void>
  close(): Promise<void>
}

type Subnet = Parameters<ipam.AddressHints['load']>[0] & {
  readonly network_id: string
  readonly name: string
  readonly ipv6_mode: null
}

export const ipAt = (base: string, offset: number): string =>
  formatIp({ family: 4, value: (parseIp(base)?.value ?? 0n) + BigInt(offset) })

export interface SceneOptions {
  readonly base: string
  readonly prefixLength: number
  readonly connections: number
}

const schema = async (url: string): Promise<void> => {
  const config = { databaseUrl: url, nbRemotes: [], tokenFiles: [], dnsZone: 'internal' }
  const app = await buildApp({ config, log: pino({ level: 'silent' }), clock: () => new Date(0) })
  await app.close()
}

const INSERT_SUBNET = `
with p as (
  insert into project (id, name, dns_label, description, labels, create_digest) values ($1, 'bench', 'bench', '', '{}', '')),
n as (
  insert into network (id, project_id, name, type, mtu, dhcp_enabled, dhcp_lease_time, description, labels, create_digest)
  values ($2, $1, 'n', 'overlay', 1442, true, 86400, '', '{}', ''))
insert into subnet (id, project_id, network_id, name, cidr, allocation_ranges, hold_down, description, labels, create_digest)
values ($3, $1, $2, 's', $4, $5, 0, '', '{}', '')`

/** Makes a subnet without gateway and hold-down, so that every host address of it can be handed out. */
export const openScene = async ({ base, prefixLength, connections }: SceneOptions): Promise<Scene> => {
  const folder = await mkdtemp('/tmp/qn-bench-')
  await chmod(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg'), durable: true })
  await schema(postgres.url)
  const db = openDb({ url: postgres.url, max: connections, onIdleError: () => undefined })
  const [project, network, id] = [randomUUID(), randomUUID(), randomUUID()]
  const size = 2 ** (32 - prefixLength) - 2
  const cidr = `${base}/${String(prefixLength)}`
  const ranges = [{ start: ipAt(base, 1), end: ipAt(base, size) }]
  await db.query(INSERT_SUBNET, [project, network, id, cidr, JSON.stringify(ranges)])
  const subnet: Subnet = {
    ...{ id, network_id: network, name: 's', cidr, gateway: null, dns_address: null, ipv6_mode: null, generation: 1 },
    ...{ allocation_ranges: ranges, reserved_ranges: [] },
  }
  return {
    ...{ db, subnet, project },
    fill: async (share) => {
      await db.query('truncate address, address_history')
      await db.query(
        `insert into address (network_id, ip, id, subnet_id, project_id, type, owner_kind, owner_id)
         select $1, $4::inet + i, gen_random_uuid(), $2, $3, 'dynamic', 'port', gen_random_uuid()
         from generate_series(1, $5::int) i where floor(i * $6::numeric) > floor((i - 1) * $6::numeric)`,
        [network, id, project, base, size, share],
      )
      await db.query('vacuum analyze address')
      await db.query('checkpoint')
    },
    close: async () => {
      await db.close()
      await postgres.stop()
      await rm(folder, { recursive: true })
    },
  }
}
