import { tag, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface MeterFields {
  readonly name: string
  /** packets per second that pass */
  readonly packetsPerSecond: number
  /** packets that may pass at once after a rest */
  readonly burstPackets: number
  /** whether each row that names it has its rate for itself; otherwise all share one */
  readonly isFair: boolean
}

/** A rate that ACLs (their log) and control-plane policing refer to by name; what is above it is dropped. */
export const meter = (
  owner: Owner,
  ref: RowRef<'Meter'>,
  { name, packetsPerSecond, burstPackets, isFair }: MeterFields,
): readonly DesiredRow[] => [
  {
    table: 'Meter',
    uuid: ref.uuid,
    columns: { name, unit: 'pktps', fair: isFair, external_ids: tag(owner) },
    memberOf: [],
    needs: [],
  },
  {
    table: 'Meter_Band',
    uuid: rowId(owner.deployment, owner.key, `band:${name}`),
    columns: { action: 'drop', rate: packetsPerSecond, burst_size: burstPackets, external_ids: tag(owner) },
    memberOf: [{ container: ref, column: 'bands' }],
    needs: [],
  },
]
