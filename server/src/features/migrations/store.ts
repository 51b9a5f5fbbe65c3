import type { MigrationState } from '@quantumnet/api'
import type { Tx } from '../../db/pool.ts'
import type { ResourceRow } from '../../resource-kit/rows.ts'
import { ResourceTable } from '../../resource-kit/table.ts'
import type { MovingPort } from './rules.ts'

export interface MigrationRow extends ResourceRow {
  readonly project_id: string
  readonly port_id: string | null
  readonly vm_id: string | null
  readonly ports: readonly string[]
  readonly source: string
  readonly destination: string
  readonly state: MigrationState
  readonly reason: string | null
  readonly ended_at: Date | null
}

export const migrations = new ResourceTable<MigrationRow>('migration')

export interface PortToMove extends MovingPort {
  readonly project_id: string
}

const PORTS = `select id, name, project_id, binding_node from port where deleting_at is null and`

/**
 * The ports of a migration. They are locked as a foreign key would: a deletion waits for us or is seen, and reports of where they are bound wait for
 * nobody.
 */
export const lockPorts = async (
  tx: Tx,
  wanted: { readonly port: string } | { readonly project: string; readonly vm: string },
): Promise<PortToMove[]> =>
  'port' in wanted
    ? await tx.query<PortToMove>(`${PORTS} id = $1 for key share`, [wanted.port])
    : await tx.query<PortToMove>(`${PORTS} project_id = $1 and vm_id = $2 order by id for key share`, [
        wanted.project,
        wanted.vm,
      ])

/** The live migration that has one of these ports. */
export const findLiveMigration = async (
  tx: Tx,
  ports: readonly string[],
): Promise<{ readonly port: string; readonly id: string; readonly name: string } | undefined> => {
  const [row] = await tx.query<{ port: string; id: string; name: string }>(
    `select p.port_id as port, m.id, m.name from migration_port p join migration m on m.id = p.migration_id
     where p.port_id = any($1) limit 1`,
    [ports],
  )
  return row
}

export const holdPorts = async (tx: Tx, migration: string, ports: readonly string[]): Promise<void> => {
  await tx.query('insert into migration_port (port_id, migration_id) select unnest($1::uuid[]), $2', [ports, migration])
}

/** Lets the ports go: the migration has ended. */
export const releasePorts = async (tx: Tx, migration: string): Promise<void> => {
  await tx.query('delete from migration_port where migration_id = $1', [migration])
}
