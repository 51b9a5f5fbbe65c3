import type { Queryable } from '../../db/pool.ts'
import type { Key } from '../../ovn/key.ts'

/** The ports that use one of these policies: there a policy shows. */
export const portsWithPolicies = async (
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly within: Key }[]> =>
  (
    await db.query<{ id: string; port: string }>(
      'select qos_policy_id as id, id as port from port where qos_policy_id = any($1::uuid[]) and deleting_at is null',
      [ids],
      'ports-with-policies',
    )
  ).map(({ id, port }) => ({ id, within: { kind: 'port', id: port } }))
