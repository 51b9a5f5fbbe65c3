import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { portName } from '../names.ts'
import { routerRef } from '../refs.ts'
import type { Columns, DesiredRow, RowRef } from '../rows.ts'

type NatColumns = Columns<'NAT'>

const EVERYWHERE_SAME = { external_port_range: '', gateway_port: null, options: {} } as const

const nat = (
  owner: Owner,
  { routerId, part, needs = [] }: { readonly routerId: string; readonly part?: string; readonly needs?: RowRef[] },
  columns: Omit<NatColumns, keyof typeof EVERYWHERE_SAME>,
): DesiredRow => ({
  table: 'NAT',
  uuid: rowId(owner.deployment, owner.key, part),
  columns: { ...columns, ...EVERYWHERE_SAME },
  memberOf: [{ container: routerRef(owner.deployment, routerId), column: 'nat' }],
  needs,
})

const NOWHERE_SPECIAL = { external_mac: null, logical_port: null } as const

export interface SourceNatFields {
  readonly routerId: string
  /** what tells it from the other rows of its root */
  readonly part: string
  /** what is translated: a block or an address */
  readonly inside: string
  readonly address: string
  /** addresses towards which nothing is translated; null: there is no need to say so */
  readonly except: RowRef<'Address_Set'> | null
  readonly labels?: Labels
}

/** What goes out from inside has an address of the outside. */
export const sourceNat = (owner: Owner, fields: SourceNatFields): DesiredRow => {
  const { routerId, part, inside, address, except, labels } = fields
  return nat(
    owner,
    { routerId, part, needs: except === null ? [] : [except] },
    {
      type: 'snat',
      external_ip: address,
      logical_ip: inside,
      ...NOWHERE_SPECIAL,
      exempted_ext_ips: except === null ? null : except.uuid,
      external_ids: tag(owner, labels),
    },
  )
}

export interface FloatingNatFields {
  readonly routerId: string
  readonly address: string
  readonly fixedIp: string
  /** the port, on whose hypervisor the address is answered with this MAC address; null: on the gateway */
  readonly at: { readonly portId: string; readonly mac: string } | null
  readonly labels?: Labels
}

/** An address outside that stands for one inside, both ways; `owner.key` is the floating IP. */
export const floatingNat = (owner: Owner, { routerId, address, fixedIp, at, labels }: FloatingNatFields): DesiredRow =>
  nat(
    owner,
    { routerId },
    {
      type: 'dnat_and_snat',
      external_ip: address,
      logical_ip: fixedIp,
      // Both or none: with one of them alone OVN does as if there were neither (ovn-nb(5), NAT).
      external_mac: at === null ? null : at.mac,
      logical_port: at === null ? null : portName(at.portId),
      exempted_ext_ips: null,
      external_ids: tag(owner, labels),
    },
  )

/** The way in alone: what comes for an address outside goes to one inside. */
export const destinationNat = (owner: Owner, fields: Omit<FloatingNatFields, 'at'>): DesiredRow =>
  nat(
    owner,
    { routerId: fields.routerId },
    {
      type: 'dnat',
      external_ip: fields.address,
      logical_ip: fields.fixedIp,
      ...NOWHERE_SPECIAL,
      exempted_ext_ips: null,
      external_ids: tag(owner, fields.labels),
    },
  )
