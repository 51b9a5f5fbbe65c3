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

export interface SourceNatFields {
  /** the interface in the subnet */
  readonly id: string
  readonly cidr: string
  readonly address: string
  /** addresses towards which nothing is translated; null: there is no need to say so */
  readonly except: RowRef<'Address_Set'> | null
}

/** What leaves a subnet of the router that `owner.key` is has the address of its gateway. */
export const sourceNat = (owner: Owner, { id, cidr, address, except }: SourceNatFields): DesiredRow =>
  nat(
    owner,
    { routerId: owner.key.id, part: `snat:${id}`, needs: except === null ? [] : [except] },
    {
      type: 'snat',
      external_ip: address,
      logical_ip: cidr,
      ...{ external_mac: null, logical_port: null },
      exempted_ext_ips: except === null ? null : except.uuid,
      external_ids: tag(owner),
    },
  )

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
