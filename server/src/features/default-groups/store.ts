import { DEFAULT_SECURITY_GROUP } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import { NEXT_GENERATION } from '../../resource-kit/table.ts'

/**
 * Inserts a project's default group: egress allowed, and ingress from its own members, so that the VMs of a project reach each other
 * until somebody says otherwise.
 */
export const insertDefaultGroup = async (tx: Tx, id: string, project: string): Promise<void> => {
  await tx.query(
    `with made as (
       insert into security_group (id, project_id, name, default_egress) values ($1, $2, '${DEFAULT_SECURITY_GROUP}', 'allow') returning id)
     insert into security_group_rule (id, group_id, direction, ethertype, remote_group_id)
     select gen_random_uuid(), made.id, 'ingress', ethertype, made.id from made, unnest(array['ipv4', 'ipv6']) as ethertype`,
    [id, project],
  )
}

/** Makes a project's default group a tombstone, and gives its id. */
export const markDefaultGroupDeleting = async (tx: Tx, project: string): Promise<string | undefined> => {
  const [row] = await tx.query<{ id: string }>(
    `update security_group set deleting_at = now(), ${NEXT_GENERATION}
     where project_id = $1 and name = '${DEFAULT_SECURITY_GROUP}' and deleting_at is null returning id`,
    [project],
  )
  return row?.id
}
