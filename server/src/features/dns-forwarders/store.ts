import type { Queryable } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'

export interface DnsForwarderRow extends ResourceRow {
  readonly project_id: string
  readonly network_id: string
  /** null: every name that nobody else has */
  readonly domain: string | null
  readonly servers: readonly string[]
}

export const dnsForwarders = new ResourceTable<DnsForwarderRow>('dns_forwarder')

/** The forwarder of a network for a domain; null: for all names. */
export const findForwarder = async (
  db: Queryable,
  network: string,
  domain: string | null,
): Promise<{ id: string; name: string } | undefined> => {
  const [row] = await db.query<{ id: string; name: string }>(
    `select id, name from dns_forwarder
     where network_id = $1 and coalesce(domain, '.') = coalesce($2, '.') and deleting_at is null`,
    [network, domain],
  )
  return row
}
