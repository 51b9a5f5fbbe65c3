import { cidrsOverlap, hostRange, localMac, routes, toHostLabel } from '@quantumnet/api'
import { blockOf, carve, fixedIpsFor, fixedIpsOf, textOf, type FixedIp } from './api-double-addresses.ts'
import { echoes } from './api-double-echoes.ts'
import {
  given,
  holding,
  live,
  parent,
  referrer,
  refuse,
  uniqueName,
  type Fields,
  type Kind,
} from './api-double-rows.ts'

/** What the double knows of each kind of resource. */

const project: Kind = {
  name: 'project',
  plural: 'projects',
  routes: routes.projects,
  make: (fields, rows) => {
    uniqueName(live(rows.project), fields['name'])
    return { ...fields, dns_label: fields['dns_label'] ?? toHostLabel(String(fields['name'])) }
  },
  change: (before, fields) => ({ ...before, ...given(fields) }),
  referrers: holding('network', 'project'),
}

const network: Kind = {
  name: 'network',
  plural: 'networks',
  routes: routes.networks,
  make: (fields, rows) => {
    const { id } = parent(rows, 'project', fields['project'])
    uniqueName(
      live(rows.network).filter((other) => other.fields['project'] === id),
      fields['name'],
    )
    return { ...fields, routers: [] }
  },
  change: (before, { dhcp, ...fields }) => ({
    ...before,
    ...given(fields),
    dhcp: { ...(before['dhcp'] as object), ...given((dhcp ?? {}) as Fields) },
  }),
  referrers: (row, rows) => [...holding('subnet', 'network')(row, rows), ...holding('port', 'network')(row, rows)],
}

const subnet: Kind = {
  name: 'subnet',
  plural: 'subnets',
  routes: routes.subnets,
  make: (fields, rows) => {
    const net = parent(rows, 'network', fields['network'])
    const siblings = live(rows.subnet).filter((other) => other.fields['network'] === net.id)
    uniqueName(siblings, fields['name'])
    const { prefix_length: length, ...kept } = fields
    const taken = siblings.map((other) => blockOf(other.fields))
    const cidr = fields['cidr'] ?? carve(Number(length ?? 24), taken)
    const block = blockOf({ cidr })
    if (taken.some((other) => cidrsOverlap(block, other))) refuse('cidr_overlaps', 'cidr', 'overlaps another subnet')
    const { first, last } = hostRange(block)
    return {
      ...kept,
      ...{ cidr, project: net.fields['project'], pool: fields['pool'] ?? null, ipv6_mode: null },
      gateway: fields['gateway'] === undefined ? textOf(first) : fields['gateway'],
      dns_address: fields['dns_address'] === undefined ? textOf(first + 1n) : fields['dns_address'],
      allocation_ranges: fields['allocation_ranges'] ?? [{ start: textOf(first), end: textOf(last) }],
      hold_down: fields['hold_down'] ?? 300,
    }
  },
  change: (before, fields) => ({ ...before, ...given(fields) }),
  referrers: (row, rows) =>
    live(rows.port)
      .filter((port) => fixedIpsOf(port).some(({ subnet }) => subnet === row.id))
      .map((port) => referrer('port', port)),
}

const DEFAULT_GROUP = '01890a5d-ac96-774b-bcce-b302099a80ff'

const NO_VM = { id: null, name: null }
const hostnameFor = (hostname: unknown, vmName: unknown): string | null =>
  typeof hostname === 'string' ? hostname : typeof vmName === 'string' ? (toHostLabel(vmName) ?? null) : null

const wishesOf = (fields: Fields): Partial<FixedIp>[] | undefined =>
  fields['fixed_ips'] as Partial<FixedIp>[] | undefined

/** What a request asks for, in an order of its own and each once; else what follows from port security. */
const groupsOf = ({ security_groups: asked }: Fields, security: unknown): string[] => {
  if (asked === undefined) return security === true ? [DEFAULT_GROUP] : []
  return [...new Set(asked as string[])].sort()
}

/** What follows from its id alone. */
const plugOf = (id: string): Fields => ({
  interface_id: id,
  libvirt_xml: `<interface type='bridge'/>`,
  statistics: null,
  binding: { node: null, state: 'unbound', reason: null, since: '2030-01-01T00:00:00.000Z' },
})

const port: Kind = {
  name: 'port',
  plural: 'ports',
  routes: routes.ports,
  make: (fields, rows) => {
    const net = parent(rows, 'network', fields['network'])
    const vm: Fields = { ...NO_VM, ...given((fields['vm'] ?? {}) as Fields) }
    const hostname = hostnameFor(fields['hostname'], vm['name'])
    const id = String(fields['id'])
    const security = fields['port_security'] ?? net.fields['port_security_default']
    return {
      ...fields,
      name: fields['name'] ?? hostname ?? `port-${id.slice(0, 8)}`,
      project: fields['project'] ?? net.fields['project'],
      vm,
      hostname,
      fqdn: hostname === null ? null : `${hostname}.demo.internal`,
      fixed_ips: fixedIpsFor(wishesOf(fields) ?? [{}], { network: net.id, own: [] }, rows),
      port_security: security,
      security_groups: groupsOf(fields, security),
      mac: fields['mac'] ?? localMac(Buffer.from(id.replaceAll('-', '').slice(-10), 'hex')),
      node: fields['node'] ?? null,
      ...plugOf(id),
    }
  },
  change: (before, { vm, ...fields }, rows) => {
    const security = fields['port_security'] ?? before['port_security']
    const own = before['fixed_ips'] as FixedIp[]
    const wishes = wishesOf(fields)
    return {
      ...before,
      ...given(fields),
      vm: { ...(before['vm'] as object), ...given((vm ?? {}) as Fields) },
      security_groups:
        fields['security_groups'] === undefined && security === before['port_security']
          ? before['security_groups']
          : groupsOf(fields, security),
      fixed_ips: wishes === undefined ? own : fixedIpsFor(wishes, { network: String(before['network']), own }, rows),
    }
  },
  referrers: () => [],
}

export const kinds: readonly Kind[] = [project, network, subnet, port, ...echoes]
