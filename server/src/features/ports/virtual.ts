import type { DirtyKey } from '../../db/outbox.ts'
import type { Tx } from '../../db/pool.ts'
import type { PortColumns } from './store.ts'

type Neighbour = Pick<PortColumns, 'network_id' | 'project_id' | 'allowed_address_pairs'>

const SHARED = `
select distinct 'port' as kind, p.id
from port p join unnest($1::uuid[], $2::uuid[]) as beside(network_id, project_id) using (network_id, project_id)
where p.type = 'virtual' and p.deleting_at is null`

/** Virtual ports that ports with these address pairs may be parents of: they are rendered anew when such a port comes, changes or goes. */
export const virtualPortsBeside = async (tx: Tx, ports: readonly Neighbour[]): Promise<readonly DirtyKey[]> => {
  const parents = ports.filter(({ allowed_address_pairs: pairs }) => pairs.length > 0)
  if (parents.length === 0) return []
  const [networks, projects] = [parents.map((port) => port.network_id), parents.map((port) => port.project_id)]
  return await tx.query<DirtyKey>(SHARED, [networks, projects], 'ports_virtual')
}
