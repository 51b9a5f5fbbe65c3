/** Kinds of reconcile roots, in the order in which they are applied: what others refer to comes first. */
export const kinds = [
  'platform',
  'project',
  'address_group',
  'security_group',
  'policy',
  'network',
  'subnet',
  'qos_policy',
  'port',
  'router',
  'floating_ip',
  'port_forward',
  'load_balancer',
  'dns_zone',
  'dns_record',
  'dns_forwarder',
] as const
export type Kind = (typeof kinds)[number]

/** A reconcile root: what is loaded, rendered and compared at once. */
export interface Key {
  readonly kind: Kind
  readonly id: string
}

/** A key as text, for maps and logs. */
export type KeyText = `${Kind}:${string}`

export const keyText = ({ kind, id }: Key): KeyText => `${kind}:${id}`

export const isKind = (text: string | undefined): text is Kind => kinds.some((kind) => kind === text)

const order = new Map<Kind, number>(kinds.map((kind, index) => [kind, index]))

/** Compares keys by the order of dependency of their kinds. */
export const byDependency = (a: Key, b: Key): number => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0)
