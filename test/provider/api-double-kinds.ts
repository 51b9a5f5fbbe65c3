import {
  cidrContains,
  cidrsOverlap,
  formatIp,
  hostRange,
  localMac,
  parseCidr,
  parseIp,
  routes,
  toHostLabel,
  type Referrer,
  type Route,
} from '@quantumnet/api'
import { Refused } from './refused.ts'

/** What the double knows of each kind of resource. */

type Fields = Readonly<Record<string, unknown>>
export type KindName = 'project' | 'network' | 'subnet' | 'port'
export interface Row {
  readonly id: string
  readonly generation: number
  readonly deleting: boolean
  /** the create request, to tell a repetition from another one */
  readonly request: string
  readonly fields: Fields
}
export type Rows = Readonly<Record<KindName, Map<string, Row>>>

export interface Kind {
  readonly name: KindName
  readonly plural: string
  readonly routes: { readonly create: Route; readonly update: Route }
  /** The fields that a create request leads to. */
  make(fields: Fields, rows: Rows): Fields
  change(before: Fields, fields: Fields): Fields
  referrers(row: Row, rows: Rows): readonly Referrer[]
}

const live = (rows: ReadonlyMap<string, Row>): Row[] => [...rows.values()].filter((row) => !row.deleting)

const refuse = (
  code: 'name_taken' | 'reference_not_found' | 'cidr_overlaps' | 'address_taken' | 'address_outside_subnet',
  field: string,
  message: string,
): never => {
  throw new Refused({ code, detail: message, errors: [{ pointer: `/${field}`, message }] })
}

const parent = (rows: Rows, kind: KindName, id: unknown): Row => {
  const row = rows[kind].get(String(id))
  return row === undefined || row.deleting
    ? refuse('reference_not_found', kind, `there is no ${kind} ${String(id)}`)
    : row
}

const uniqueName = (rows: Iterable<Row>, name: unknown): void => {
  for (const row of rows) if (row.fields['name'] === name) refuse('name_taken', 'name', 'another one has this name')
}

const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const referrer = (kind: KindName, { id, fields }: Row): Referrer => ({ kind, id, name: String(fields['name']) })

const holding =
  (kind: KindName, field: KindName) =>
  (row: Row, rows: Rows): readonly Referrer[] =>
    live(rows[kind])
      .filter((other) => other.fields[field] === row.id)
      .map((other) => referrer(kind, other))

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
    return fields
  },
  change: (before, { dhcp, ...fields }) => ({
    ...before,
    ...given(fields),
    dhcp: { ...(before['dhcp'] as object), ...given((dhcp ?? {}) as Fields) },
  }),
  referrers: (row, rows) => [...holding('subnet', 'network')(row, rows), ...holding('port', 'network')(row, rows)],
}

const blockOf = (row: Fields): NonNullable<ReturnType<typeof parseCidr>> => {
  const block = parseCidr(String(row['cidr']))
  if (block === undefined) throw new Error('the double has a subnet without a block')
  return block
}
const textOf = (value: bigint): string => formatIp({ family: 4, value })

const subnet: Kind = {
  name: 'subnet',
  plural: 'subnets',
  routes: routes.subnets,
  make: (fields, rows) => {
    const net = parent(rows, 'network', fields['network'])
    const siblings = live(rows.subnet).filter((other) => other.fields['network'] === net.id)
    uniqueName(siblings, fields['name'])
    const block = blockOf(fields)
    for (const other of siblings)
      if (cidrsOverlap(block, blockOf(other.fields)))
        refuse('cidr_overlaps', 'cidr', `overlaps subnet "${String(other.fields['name'])}"`)
    const { first, last } = hostRange(block)
    const gateway = fields['gateway'] === undefined ? textOf(first) : fields['gateway']
    const dns = fields['dns_address'] === undefined ? textOf(first + 1n) : fields['dns_address']
    const ranges = fields['allocation_ranges'] ?? [{ start: textOf(first), end: textOf(last) }]
    return { ...fields, project: net.fields['project'], gateway, dns_address: dns, allocation_ranges: ranges }
  },
  change: (before, fields) => ({ ...before, ...given(fields) }),
  referrers: (row, rows) =>
    live(rows.port)
      .filter((port) => fixedIpsOf(port).some(({ subnet }) => subnet === row.id))
      .map((port) => referrer('port', port)),
}

interface FixedIp {
  readonly subnet: string
  readonly ip: string
}
const fixedIpsOf = ({ fields }: Row): readonly FixedIp[] => fields['fixed_ips'] as FixedIp[]

const isTaken = (rows: Rows, { id, fields }: Row, ip: string): boolean =>
  ip === fields['gateway'] ||
  ip === fields['dns_address'] ||
  [...rows.port.values()].some((port) => fixedIpsOf(port).some((fixed) => fixed.subnet === id && fixed.ip === ip))

const addressIn = (rows: Rows, sub: Row, asked: string | undefined, field: string): string => {
  const block = blockOf(sub.fields)
  const { first, last } = hostRange(block)
  if (asked !== undefined) {
    const ip = parseIp(asked)
    if (ip === undefined || !cidrContains(block, ip)) refuse('address_outside_subnet', field, `${asked} lies outside`)
    return isTaken(rows, sub, asked) ? refuse('address_taken', field, `${asked} is in use`) : asked
  }
  for (let value = first; value <= last; value++) if (!isTaken(rows, sub, textOf(value))) return textOf(value)
  throw new Refused({ code: 'subnet_exhausted', detail: 'no free address' })
}

const fixedIpsFor = (wishes: readonly Partial<FixedIp>[], network: string, rows: Rows): readonly FixedIp[] => {
  const subnets = live(rows.subnet).filter(({ fields }) => fields['network'] === network)
  return wishes.map((wish, index) => {
    const pointer = `fixed_ips/${String(index)}`
    const sub = subnets.find(({ id }) => wish.subnet === undefined || id === wish.subnet)
    if (sub === undefined) return refuse('reference_not_found', `${pointer}/subnet`, 'no such subnet')
    return { subnet: sub.id, ip: addressIn(rows, sub, wish.ip, `${pointer}/ip`) }
  })
}

const NO_VM = { id: null, name: null }
const hostnameFor = (hostname: unknown, vmName: unknown): string | null =>
  typeof hostname === 'string' ? hostname : typeof vmName === 'string' ? (toHostLabel(vmName) ?? null) : null

const port: Kind = {
  name: 'port',
  plural: 'ports',
  routes: routes.ports,
  make: (fields, rows) => {
    const net = parent(rows, 'network', fields['network'])
    const vm: Fields = { ...NO_VM, ...given((fields['vm'] ?? {}) as Fields) }
    const hostname = hostnameFor(fields['hostname'], vm['name'])
    const id = String(fields['id'])
    return {
      ...fields,
      name: fields['name'] ?? hostname ?? `port-${id.slice(0, 8)}`,
      project: net.fields['project'],
      vm,
      hostname,
      fqdn: hostname === null ? null : `${hostname}.demo.internal`,
      fixed_ips: fixedIpsFor((fields['fixed_ips'] ?? [{}]) as Partial<FixedIp>[], net.id, rows),
      mac: fields['mac'] ?? localMac(Buffer.from(id.replaceAll('-', '').slice(-10), 'hex')),
      node: fields['node'] ?? null,
      interface_id: id,
      binding: { node: null, state: 'unbound', reason: null, since: '2030-01-01T00:00:00.000Z' },
    }
  },
  change: (before, { vm, ...fields }) => ({
    ...before,
    ...given(fields),
    vm: { ...(before['vm'] as object), ...given((vm ?? {}) as Fields) },
  }),
  referrers: () => [],
}

export const kinds: readonly Kind[] = [project, network, subnet, port]
