import { readFileSync } from 'node:fs'
import { routes, type Client, type Network, type Project } from '@quantumnet/api'
import { operationsOf, parseSchema, Session, type Row, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { eventually } from '@quantumnet/platform'
import { Ovn } from '../../harness/ovn.ts'
import { startServers } from '../../ipam/servers.ts'
import { quiet, type Replica } from './sight.ts'

const schemaOf = (name: 'nb' | 'sb'): ReturnType<typeof parseSchema> =>
  parseSchema(JSON.parse(readFileSync(`/usr/share/ovn/ovn-${name}.ovsschema`, 'utf8')))

const nbSchema = schemaOf('nb')
/** Operations on the northbound database, for what is written by hand. */
export const ops = operationsOf(nbSchema)

const NB = ['Logical_Switch', 'Logical_Switch_Port', 'Port_Group', 'ACL', 'Address_Set', 'Load_Balancer'] as const
const SB = ['Port_Binding', 'Logical_Flow', 'Load_Balancer'] as const

const replicaOf = (schema: typeof nbSchema, remote: string, tables: readonly string[]): Replica =>
  new Session({ schema, remotes: [remote], monitor: Object.fromEntries(tables.map((table) => [table, '*' as const])) })

/** PostgreSQL, a server process, OVN with one hypervisor without a datapath, and a project with one network and its default group. */
export interface Scene {
  readonly client: Client
  readonly ovn: Ovn
  readonly nb: Replica
  readonly sb: Replica
  readonly project: Project
  readonly network: Network
  /** until OVN has nothing more to do */
  readonly settled: () => Promise<void>
  close(): Promise<void>
}

/** UUID of the row with this name. @throws Error when there is none */
export const named = <Table extends (typeof NB)[number]>(nb: Replica, table: Table, name: string): Uuid<Table> => {
  const row = [...nb.rows(table).values()].find((each) => each['name'] === name)
  if (row === undefined) throw new Error(`there is no ${table} "${name}"`)
  return row['_uuid'] as Uuid<Table>
}

/** What a column of text holds. */
export const textIn = (row: Row | undefined, column: string): string => {
  const value = row?.[column]
  return typeof value === 'string' ? value : ''
}

const QUIET_MS = 150

export const openScene = async (): Promise<Scene> => {
  const ovn = await Ovn.start('hv1')
  const env = { QUANTUMNET_OVN_NB: ovn.nb.remote, QUANTUMNET_OVN_SB: ovn.sb.remote }
  const servers = await startServers(1, { durable: true, env })
  const [client] = servers.clients
  if (client === undefined) throw new Error('no server')
  const [nb, sb] = [replicaOf(nbSchema, ovn.nb.remote, NB), replicaOf(schemaOf('sb'), ovn.sb.remote, SB)]
  await Promise.all([nb.ready(), sb.ready()])
  const project = await client.call(routes.projects.create, { body: { name: 'bench' } })
  const network = await client.call(routes.networks.create, { body: { project: project.id, name: 'bench' } })
  const query = { wait: 'applied', wait_timeout: 60 } as const
  await client.call(routes.subnets.create, { body: { network: network.id, name: 'b', cidr: '10.0.0.0/16' }, query })
  return {
    ...{ client, ovn, nb, sb, project, network },
    settled: async () => {
      await quiet([nb, sb], QUIET_MS)
    },
    close: async () => {
      await Promise.all([nb.close(), sb.close()])
      await servers.close()
      await ovn.stop()
    },
  }
}

/** Makes ports until there are so many, a hundred at a time, and waits until OVN has them. */
export const fill = async ({ client, network, nb, sb, settled }: Scene, count: number): Promise<void> => {
  const made = (): number => nb.rows('Logical_Switch_Port').size
  for (let left = count - made(); left > 0; left -= 100) {
    const ports = Array.from({ length: Math.min(100, left) }, () => ({ network: network.id }))
    await client.call(routes.ports.createMany, { body: { ports } })
  }
  await eventually(() => (made() >= count && sb.rows('Port_Binding').size >= count ? true : undefined), {
    ...{ what: 'every port is in OVN', timeoutMs: 300_000 },
  })
  await settled()
}
