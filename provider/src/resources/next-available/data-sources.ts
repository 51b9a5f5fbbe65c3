import { addressRoutes, subnetRoutes, type DryRun } from '@quantumnet/api'
import { v7 as newId } from 'uuid'
import { computed, defineDataSource, int, optional, required, string, type DataSource } from '../../framework/index.ts'
import type { Connection } from '../kit/connection.ts'
import { given } from '../kit/given.ts'
import { uuid } from '../kit/kinds.ts'
import { attempt } from '../kit/waiting.ts'

/**
 * What would be given next, by a dry run. Nothing is reserved: until something is made with it, somebody else may get it. A data source knows nothing of
 * what it has answered before, so the answer cannot stay: what is made with it has to keep it.
 */

/** A name that nobody has: a dry run is refused for one that is taken. */
const previewName = (): string => `preview-${newId()}`

/** The row that a dry run would create. */
const createdBy = ({ changes }: DryRun, kind: string): Readonly<Record<string, unknown>> => {
  const made = changes.find((change) => change.kind === kind && change.action === 'create')
  if (made === undefined) throw new Error(`a dry run of the API would create no ${kind}`)
  return made.after as Readonly<Record<string, unknown>>
}

const cidrAttributes = {
  network: required(uuid, 'Id of the network that the subnet would be in.'),
  pool: required(uuid, 'Id of the pool that it would be carved from.'),
  prefix_length: optional(int, "Length of its prefix. Default: the pool's."),
  cidr: computed(string, 'The block that a subnet would get now.'),
}

/** `quantumnet_next_available_cidr` */
export const nextCidr: DataSource<Connection> = defineDataSource<Connection, typeof cidrAttributes>({
  schema: {
    version: 0,
    description:
      'The block that the next subnet of a pool would get. It is not reserved, and another one as soon as something has it: it is for outputs, checks and preconditions. A subnet with `pool` and `prefix_length` gets such a block by itself, and keeps it; one that has it as its `cidr` does not take it from the pool.',
    attributes: cidrAttributes,
  },
  read: async (config, call) => {
    const network = given(config.network) ?? ''
    const pool = given(config.pool) ?? ''
    const length = given(config.prefix_length)
    const body = { name: previewName(), network, pool, prefix_length: length }
    const answer = await attempt(
      'read quantumnet_next_available_cidr',
      call,
      async (deadline) => await call.client.dryRun(subnetRoutes.create, { body }, deadline),
    )
    return { network, pool, prefix_length: length ?? null, cidr: String(createdBy(answer, 'subnet')['cidr']) }
  },
})

const ipAttributes = {
  network: required(uuid, 'Id of the network.'),
  subnet: optional(uuid, 'Id of the subnet. Default: the first of the network that has an address free.'),
  ip: computed(string, 'The address that would be given now.'),
}

/** `quantumnet_next_available_ip` */
export const nextIp: DataSource<Connection> = defineDataSource<Connection, typeof ipAttributes>({
  schema: {
    version: 0,
    description:
      'An address that a port of a network could be given now. It is not reserved, and may be another one each time that it is read: it is for outputs, checks and preconditions. A port that leaves `fixed_ips` out gets one by itself, and keeps it; one that is made with a previewed address needs `lifecycle { ignore_changes = [fixed_ips] }`, or every plan would move it.',
    attributes: ipAttributes,
  },
  read: async (config, call) => {
    const network = given(config.network) ?? ''
    const subnet = given(config.subnet)
    const answer = await attempt(
      'read quantumnet_next_available_ip',
      call,
      async (deadline) =>
        await call.client.dryRun(addressRoutes.create, { body: { name: previewName(), network, subnet } }, deadline),
    )
    return { network, subnet: subnet ?? null, ip: String(createdBy(answer, 'address')['ip']) }
  },
})
