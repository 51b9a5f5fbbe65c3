import type { StateResource } from '../../provider/terraform.ts'

/** What was made, whatever it is called in the configuration, and whichever ids and addresses it was given this time. */

type Values = Readonly<Record<string, unknown>>

/** Another each time, or told of others that were made meanwhile. */
const PASSING = new Set([
  ...['id', 'interface_id', 'mac', 'created_at', 'updated_at', 'generation', 'status'],
  ...['libvirt_xml', 'binding', 'health', 'rules'],
  ...['routers', 'interfaces', 'routes', 'policy_routes', 'listeners', 'pools', 'members', 'member_counts'],
])

/** What is not in the state: given before, or made by the platform itself. */
const ELSEWHERE = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const typeOf = ({ address }: StateResource): string => address.split('.')[0] ?? ''

interface Addressed {
  readonly fixed_ips?: readonly { readonly ip: string }[]
  readonly vip?: { readonly address: string }
  readonly external_gateway?: Addressed | null
  readonly address?: string
  readonly ip?: string
}

/** Addresses that IPAM chose. */
const addressesOf = ({ fixed_ips: ips = [], vip, external_gateway: gateway, ...own }: Addressed): readonly string[] =>
  [...ips.map(({ ip }) => ip), vip?.address, ...(gateway ? addressesOf(gateway) : []), own.address, own.ip].filter(
    (each) => each !== undefined,
  )

interface Block {
  readonly pool?: string | null
  readonly cidr?: string
  readonly gateway?: string
  readonly allocation_ranges?: readonly { readonly start: string; readonly end: string }[]
}

/** What a subnet has of the block that a pool gave it. */
const carved = ({ pool, cidr = '', gateway = '', allocation_ranges: ranges = [] }: Block): readonly string[] =>
  typeof pool === 'string' ? [cidr, gateway, ...ranges.flatMap(({ start, end }) => [start, end])] : []

/** What has no name is called by what it lies between. */
const nameOf = ({ name, vm, router, subnet }: Values, others: ReadonlyMap<unknown, string>): string =>
  textOf((vm as { readonly name?: string } | null | undefined)?.name) ??
  textOf(name) ??
  [others.get(router), others.get(subnet)].join(' in ')

/** Names in the place of ids and addresses. */
const spellings = (resources: readonly StateResource[]): ReadonlyMap<unknown, string> => {
  const spelt = new Map<unknown, string>()
  const isNamed = ({ values }: StateResource): boolean => textOf(values['name']) !== undefined
  for (const resource of [...resources.filter(isNamed), ...resources.filter((each) => !isNamed(each))]) {
    const { values } = resource
    const name = `${typeOf(resource)} ${nameOf(values, spelt)}`
    spelt.set(values['id'], name)
    for (const address of addressesOf(values)) if (!spelt.has(address)) spelt.set(address, `address of ${name}`)
    for (const text of carved(values)) spelt.set(text, `carved for ${name}`)
  }
  return spelt
}

/** The resources of our provider, one a line and in order, as two estates can be compared. */
export const estateOf = (state: readonly StateResource[]): readonly string[] => {
  const ours = state.filter(({ address }) => address.startsWith('quantumnet_'))
  const spelt = spellings(ours)
  const spell = (key: string, value: unknown): unknown => {
    if (PASSING.has(key)) return undefined
    // Terraform orders sets by their values, which are ids.
    if (Array.isArray(value)) return value.map((each) => spell('', each)).sort()
    if (typeof value !== 'string') return value
    return spelt.get(value) ?? value.replace(ELSEWHERE, 'made elsewhere')
  }
  return ours.map((resource) => `${typeOf(resource)} ${JSON.stringify(resource.values, spell)}`).sort()
}
