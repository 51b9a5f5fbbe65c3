import type { Tx } from '../../db/pool.ts'
import { requireAddresses, type AddressHints } from '../ipam/index.ts'
import { subnets } from '../subnets/index.ts'

/**
 * The address that probes of members come from, one in each subnet that has a probed member. OVN wants one that nothing else has (option of
 * Load_Balancer.ip_port_mappings), and one probe of a target is shared by all load balancers (Service_Monitor), so it is the subnet's own: it comes
 * with the first probed member, and stays until the subnet goes. Giving it back with the last one would make room for one more address, and change
 * where probes come from whenever the last member is replaced.
 */
const OWNER = 'subnet'
const TYPE = 'reserved'

const withoutSource = async (tx: Tx, ids: readonly string[]): Promise<string[]> => {
  const rows = await tx.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as wanted(id)
     where not exists (select from address a where a.subnet_id = wanted.id and a.owner_kind = '${OWNER}' and a.type = '${TYPE}')
     order by id`,
    [ids],
    'health_sources_missing',
  )
  return rows.map(({ id }) => id)
}

/**
 * Sees to it that probes of members in these subnets have an address to come from. The row of a subnet without one is locked against others who
 * see to the same. @param pointer what of the request asks for probes @throws DomainError subnet_exhausted
 */
export const ensureHealthSources = async (
  tx: Tx,
  free: AddressHints,
  ids: readonly string[],
  pointer: string,
): Promise<void> => {
  for (const id of await withoutSource(tx, ids)) {
    const subnet = await subnets.lock(tx, id, 'change')
    // Between the two somebody else may have seen to it.
    if (subnet === undefined || (await withoutSource(tx, [id])).length === 0) continue
    await requireAddresses(tx, free, [
      {
        owner: { kind: OWNER, id },
        project: subnet.project_id,
        type: TYPE,
        pointer,
        place: { kind: 'any', subnets: [subnet] },
      },
    ])
  }
}
