import type { Migration } from '@quantumnet/api'
import type { z } from 'zod'
import { commonViewOf } from '../../resource-kit/common-view.ts'
import type { Resource } from '../../resource-kit/resource.ts'
import { migrations, type MigrationRow } from './store.ts'

export type MigrationView = z.input<typeof Migration>

/** Of a migration that has ended nothing is asked of OVN any more, whatever its record is changed to. */
const settled = (row: MigrationRow): MigrationRow =>
  row.ended_at === null ? row : { ...row, applied_generation: row.generation, realized_generation: row.generation }

export const migrationResource: Resource<MigrationRow, MigrationView> = {
  kind: 'migration',
  table: migrations,
  projectOf: (row) => row.project_id,
  removedAtCommit: true,
  view: (row) => ({
    ...commonViewOf(settled(row)),
    project: row.project_id,
    port: row.port_id,
    vm: row.vm_id,
    ports: [...row.ports],
    source: row.source,
    destination: row.destination,
    state: row.state,
    reason: row.reason,
    ended_at: row.ended_at?.toISOString() ?? null,
  }),
}
