import { exampleIds, kinds, routes, type DnsRecordValue, type Route } from '@quantumnet/api'
import { writeValue } from '../resources/dns-record/values.ts'
import { attributeLines, block, Expression, type Hcl, type HclObject } from './hcl.ts'

/** Examples for the documentation: those of the API, in Terraform's language. A test validates all of them together. */

/** An id in an example of the API is a reference here: every kind has an example of this name. */
const NAME = 'example'

const references = new Map<string, string>(
  Object.entries(exampleIds).map(([kind, id]) => [
    id,
    (kinds as readonly string[]).includes(kind)
      ? `quantumnet_${kind}.${NAME}.id`
      : `quantumnet_${kind.replace('external_', '')}.external.id`,
  ]),
)

const hclOf = (value: unknown): Hcl => {
  if (typeof value === 'string') {
    const reference = references.get(value)
    return reference === undefined ? value : new Expression(reference)
  }
  if (Array.isArray(value)) return (value as readonly unknown[]).map(hclOf)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hclOf(inner)]))
  return value as Hcl
}

/** Kinds by their routes' creation, such as `security_group`. */
const kindOf = ({ name }: Route): string =>
  name
    .replace(/^create/, '')
    .replace(/(?!^)([A-Z])/g, '_$1')
    .toLowerCase()

const bodies = new Map<string, Readonly<Record<string, unknown>>>(
  Object.values(routes).flatMap((group) =>
    'create' in group
      ? [[kindOf(group.create), group.create.example.body as Readonly<Record<string, unknown>>] as const]
      : [],
  ),
)

const recordBody = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...body,
  values: (body['values'] as readonly DnsRecordValue[]).map(writeValue),
})

/** Resources that the API has no request of their own for. */
const own: Readonly<Record<string, HclObject>> = {
  quantumnet_floating_ip_association: {
    floating_ip: new Expression(`quantumnet_floating_ip.${NAME}.id`),
    port: new Expression(`quantumnet_port.${NAME}.id`),
  },
  quantumnet_security_group_rules_exclusive: {
    security_group: new Expression(`quantumnet_security_group.${NAME}.id`),
    rules: [
      { direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp', port_min: 443 },
      { direction: 'ingress', ethertype: 'ipv4', protocol: 'icmp', icmp_type: 8 },
    ],
  },
}

/**
 * What examples say beyond the API's, by kind: Terraform makes a subnet at the same time as a port that does not refer to it, so that the port
 * finds no address.
 */
const beyond: Readonly<Record<string, HclObject>> = {
  port: { fixed_ips: [{ subnet: new Expression(`quantumnet_subnet.${NAME}.id`) }] },
}

export const resourceExample = (type: string): string => {
  const kind = type.replace('quantumnet_', '')
  const body = bodies.get(kind) ?? {}
  return block(
    ['resource', type, NAME],
    own[type] ?? { ...(hclOf(kind === 'dns_record' ? recordBody(body) : body) as HclObject), ...beyond[kind] },
  )
}

/** By its name where it has one, which is unique in a project; else by its id. */
const selection = (kind: string, selectors: readonly string[]): HclObject => {
  const { name } = bodies.get(kind) ?? {}
  if (typeof name !== 'string' || !selectors.includes('name'))
    return { id: new Expression(`quantumnet_${kind}.${NAME}.id`) }
  const project = selectors.includes('project') ? { project: new Expression(`quantumnet_project.${NAME}.id`) } : {}
  return { ...project, name }
}

const ownData: Readonly<Record<string, HclObject>> = {
  quantumnet_next_available_cidr: {
    network: new Expression(`quantumnet_network.${NAME}.id`),
    pool: new Expression(`quantumnet_subnet_pool.${NAME}.id`),
    prefix_length: 26,
  },
  // Of the subnet's network, so that it is read when there is a subnet.
  quantumnet_next_available_ip: { network: new Expression(`quantumnet_subnet.${NAME}.network`) },
  quantumnet_realization: { kind: 'port', id: new Expression(`quantumnet_port.${NAME}.id`) },
}

/** @param selectors what the data source can be narrowed by */
export const dataSourceExample = (type: string, selectors: readonly string[]): string => {
  const kind = type.replace('quantumnet_', '')
  const plural: HclObject = selectors.includes('project')
    ? { project: new Expression(`quantumnet_project.${NAME}.id`), label_selector: 'env=prod' }
    : { label_selector: 'env=prod' }
  const values = ownData[type] ?? (bodies.has(kind) ? selection(kind, selectors) : plural)
  return block(['data', type, NAME], values)
}

const ephemerals: Readonly<Record<string, HclObject>> = {
  quantumnet_token: { project: new Expression(`quantumnet_project.${NAME}.id`), role: 'operator', lifetime: '30m' },
}

/** One, and what uses it. */
export const ephemeralExample = (type: string): string => {
  const values = ephemerals[type]
  if (values === undefined) throw new Error(`${type} has no example`)
  const used = new Expression(`ephemeral.${type}.${NAME}.secret`)
  const uses = attributeLines({ alias: 'project', token: used }, '  ').join('\n')
  return `${block(['ephemeral', type, NAME], values)}\nprovider "quantumnet" {\n${uses}\n}\n`
}

/** As it stands in a query file. */
export const listExample = (type: string): string => {
  const config = attributeLines({ label_selector: 'env=prod' }, '    ').join('\n')
  return `list "${type}" "${NAME}" {\n  provider = quantumnet\n\n  config {\n${config}\n  }\n}\n`
}
