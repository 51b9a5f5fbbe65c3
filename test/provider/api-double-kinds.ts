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
import { Refused } from './api-double.ts'

/** What the double knows of each kind of resource. */

type Fields = Readonly<Record<string, unknown>>
export type KindName = 'project' | 'network' | 'subnet' | 'port'
export interface Row extends Fields {
  readonly id: string
  readonly name: string
  readonly generation: number
  readonly deleting: boolean
  readonly request: string
}
export type Rows = Readonly<Record<KindName, Map<string, Row>>>

export interface Kind {
  readonly name: KindName
  readonly plural: string
  readonly routes: { readonly create: Route; readonly update: Route }
  make(fields: Fields, rows: Rows): Omit<Row, 'request'>
  change(row: Row, fields: Fields): Fields
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

const common = (fields: Fields): Omit<Row, 'request'> => ({
  ...fields,
  id: String(fields['id']),
  name: String(fields['name']),
  generation: 1,
  deleting: false,
})

const parent = (rows: Rows, kind: KindName, id: unknown): Row => {
  const row = rows[kind].get(String(id))
  return row === undefined || row.deleting
    ? refuse('reference_not_found', kind, `there is no ${kind} ${String(id)}`)
    : row
}

const uniqueName = (rows: Iterable<Row>, name: unknown): void => {
  for (const row of rows) if (row.name === name) refuse('name_taken', 'name', 'another one has this name')
}

const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const holding =
  (kind: KindName, field: KindName) =>
  (row: Row, rows: Rows): readonly Referrer[] =>
    live(rows[kind])
      .filter((other) => other[field] === row.id)
      .map(({ id, name }) => ({ kind, id, name }))

const project: Kind = {
  name: 'project',
  plural: 'projects',
  routes: routes.projects,
  make: (fields, rows) => {
    uniqueName(live(rows.project), fields['name'])
    return { ...common(fields), dns_label: fields['dns_label'] ?? toHostLabel(String(fields['name'])) }
  },
  change: (_row, fields) => given(fields),
  referrers: holding('network', 'project'),
}

const network: Kind = {
  name: 'network',
  plural: 'networks',
  routes: routes.networks,
  make: (fields, rows) => {
    const { id } = parent(rows, 'project', fields['project'])
    uniqueName(
      live(rows.network).filter((other) => other['project'] === id),
      fields['name'],
    )
    return common(fields)
  },
  change: (row, { dhcp, ...fields }) => ({
    ...given(fields),
    dhcp: { ...(row['dhcp'] as object), ...given((dhcp ?? {}) as Fields) },
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
    const siblings = live(rows.subnet).filter((other) => other['network'] === net.id)
    uniqueName(siblings, fields['name'])
    const block = blockOf(fields)
    for (const other of siblings)
      if (cidrsOverlap(block, blockOf(other))) refuse('cidr_overlaps', 'cidr', `overlaps subnet "${other.name}"`)
    const { first, last } = hostRange(block)
    const gateway = fields['gateway'] === undefined ? textOf(first) : fields['gateway']
    const dns = fields['dns_address'] === undefined ? textOf(first + 1n) : fields['dns_address']
    const ranges = fields['allocation_ranges'] ?? [{ start: textOf(first), end: textOf(last) }]
    return { ...common(fields), project: net['project'], gateway, dns_address: dns, allocation_ranges: ranges }
  },
  change: (_row, fields) => given(fields),
  referrers: (row, rows) =>
    live(rows.port)
      .filter((port) => (port['fixed_ips'] as Fields[]).some((fixed) => fixed['subnet'] === row.id))
      .map(({ id, name }) => ({ kind: 'port', id, name })),
}

const isTaken = (rows: Rows, sub: Row, ip: string): boolean =>
  ip === sub['gateway'] ||
  ip === sub['dns_address'] ||
  [...rows.port.values()].some((port) =>
    (port['fixed_ips'] as Fields[]).some((fixed) => fixed['subnet'] === sub.id && fixed['ip'] === ip),
  )

const addressIn = (rows: Rows, sub: Row, asked: unknown, field: string): string => {
  const { first, last } = hostRange(blockOf(sub))
  if (typeof asked === 'string') {
    const ip = parseIp(asked)
    if (ip === undefined || !cidrContains(blockOf(sub), ip))
      refuse('address_outside_subnet', field, `${asked} lies outside`)
    return isTaken(rows, sub, asked) ? refuse('address_taken', field, `${asked} is in use`) : asked
  }
  for (let value = first; value <= last; value++) if (!isTaken(rows, sub, textOf(value))) return textOf(value)
  throw new Refused({ code: 'subnet_exhausted', detail: 'no free address' })
}

const port: Kind = {
  name: 'port',
  plural: 'ports',
  routes: routes.ports,
  make: (fields, rows) => {
    const net = parent(rows, 'network', fields['network'])
    const subnets = live(rows.subnet).filter((other) => other['network'] === net.id)
    const vm = { id: null, name: null, ...given((fields['vm'] ?? {}) as Fields) } as {
      id: string | null
      name: string | null
    }
    const hostname = fields['hostname'] ?? (vm.name === null ? null : (toHostLabel(vm.name) ?? null))
    const asked = (fields['fixed_ips'] ?? [{}]) as Fields[]
    const fixed = asked.map((wish, index) => {
      const sub = subnets.find(({ id }) => wish['subnet'] === undefined || id === wish['subnet'])
      if (sub === undefined) return refuse('reference_not_found', `fixed_ips/${String(index)}/subnet`, 'no such subnet')
      return { subnet: sub.id, ip: addressIn(rows, sub, wish['ip'], `fixed_ips/${String(index)}/ip`) }
    })
    const id = String(fields['id'])
    return {
      ...common({ ...fields, name: fields['name'] ?? hostname ?? `port-${id.slice(0, 8)}` }),
      project: net['project'],
      vm,
      hostname,
      fqdn: hostname === null ? null : `${String(hostname)}.demo.internal`,
      fixed_ips: fixed,
      mac: fields['mac'] ?? localMac(Buffer.from(id.replaceAll('-', '').slice(-10), 'hex')),
      node: fields['node'] ?? null,
      interface_id: id,
      binding: { node: null, state: 'unbound', reason: null, since: '2030-01-01T00:00:00.000Z' },
    }
  },
  change: (row, { vm, ...fields }) => ({
    ...given(fields),
    vm: { ...(row['vm'] as object), ...given((vm ?? {}) as Fields) },
  }),
  referrers: () => [],
}

export const kinds: readonly Kind[] = [project, network, subnet, port]
