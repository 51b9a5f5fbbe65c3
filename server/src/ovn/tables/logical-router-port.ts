import { tag, type Labels, type Owner } from '../external-ids.ts'
import { rowId } from '../identity.ts'
import { portName, routerPeerName, routerPortName } from '../names.ts'
import { routerPortRef, routerRef, switchRef } from '../refs.ts'
import type { DesiredRow, RowRef } from '../rows.ts'

export interface RouterPortFields {
  /** of the interface, or of the router for its external gateway */
  readonly id: string
  readonly mac: string
  /** addresses with the length of their prefix */
  readonly networks: readonly string[]
  /** chassis of which one has the port; null: it is everywhere */
  readonly gateways: RowRef<'HA_Chassis_Group'> | null
  /** greatest packet that may leave here, where others may come in; null: nothing greater comes */
  readonly mtuBytes: number | null
  /** Packets from a wire are routed where the gateway is: every hypervisor would answer there with the same MAC address. */
  readonly onGateway: boolean
  /** router advertisements (Logical_Router_Port.ipv6_ra_configs) */
  readonly advertisements: Readonly<Record<string, string>>
}

/** A port of the router that `owner.key` is. */
export const routerPort = (owner: Owner, fields: RouterPortFields): DesiredRow => ({
  table: 'Logical_Router_Port',
  uuid: routerPortRef(owner.deployment, owner.key.id, fields.id).uuid,
  columns: {
    name: routerPortName(fields.id),
    mac: fields.mac,
    networks: fields.networks,
    enabled: true,
    ha_chassis_group: fields.gateways === null ? null : fields.gateways.uuid,
    ipv6_ra_configs: fields.advertisements,
    options: {
      ...(fields.mtuBytes !== null && { gateway_mtu: String(fields.mtuBytes) }),
      ...(fields.onGateway && { 'reside-on-redirect-chassis': 'true' }),
    },
    external_ids: tag(owner),
  },
  memberOf: [{ container: routerRef(owner.deployment, owner.key.id), column: 'ports' }],
  needs: fields.gateways === null ? [] : [fields.gateways],
})

export interface RouterPeerFields {
  /** as of the router's port */
  readonly id: string
  readonly networkId: string
  readonly labels?: Labels
}

interface EndFields extends RouterPeerFields {
  readonly name: string
  readonly part?: string
  readonly options?: Readonly<Record<string, string>>
}

/** A port of a switch that leads to a router. Its addresses are those of the router's port (ovn-nb(5), `addresses`). */
const end = (owner: Owner, { name, part, id, networkId, options = {}, labels }: EndFields): DesiredRow => ({
  table: 'Logical_Switch_Port',
  uuid: rowId(owner.deployment, owner.key, part),
  columns: {
    name,
    type: 'router',
    tag_request: null,
    addresses: ['router'],
    port_security: [],
    enabled: true,
    ...{ dhcpv4_options: null, dhcpv6_options: null },
    options: { 'router-port': routerPortName(id), ...options },
    external_ids: tag(owner, labels),
  },
  memberOf: [{ container: switchRef(owner.deployment, networkId), column: 'ports' }],
  needs: [],
})

/** The switch's end of a port of the router that `owner.key` is. */
export const routerPeer = (owner: Owner, fields: RouterPeerFields): DesiredRow =>
  end(owner, { ...fields, name: routerPeerName(fields.id), part: `peer:${fields.id}` })

/**
 * The same in the external network, where the gateway's chassis tells of the addresses that the router has and translates (gratuitous ARP). Not of those of load
 * balancers: tenants choose some of these inside, and whatever the wire has at such an address would be cut off. Those outside have the router's MAC address wherever
 * the gateway is, and the switches hear of that by the router's own address; when they come to it the agents tell.
 */
export const externalPeer = (owner: Owner, fields: RouterPeerFields): DesiredRow =>
  end(owner, {
    ...fields,
    name: routerPeerName(fields.id),
    part: `peer:${fields.id}`,
    options: { 'nat-addresses': 'router', 'exclude-lb-vips-from-garp': 'true' },
  })

/** The port of the API that `owner.key` is, and that became a router's interface: `id` is the interface's. */
export const routerEnd = (owner: Owner, fields: RouterPeerFields): DesiredRow =>
  end(owner, { ...fields, name: portName(owner.key.id) })
