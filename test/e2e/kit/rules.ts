import { routes, type Arguments, type Policy, type SecurityGroup } from '@quantumnet/api'
import type { Scene } from './scene.ts'
import type { Tenant } from './tenant.ts'

type RuleBody = Partial<NonNullable<Arguments<typeof routes.securityGroups.replaceRules>['body']>['rules'][number]>

/** A rule as a scenario says it; left out: ingress of IPv4. */
export type RuleWords = Omit<RuleBody, 'protocol'> & {
  /** for example `tcp/443`, `udp/5000-5010`, `icmp`, `47` */
  readonly to?: string
}

const portsOf = (text: string): Pick<RuleBody, 'port_min' | 'port_max'> => {
  const [min, max = min] = text.split('-').map(Number)
  return { port_min: min, port_max: max }
}

const ruleOf = ({ to = 'any', ...rule }: RuleWords): RuleBody & Required<Pick<RuleBody, 'direction' | 'ethertype'>> => {
  const [protocol = 'any', ports] = to.split('/')
  return { direction: 'ingress', ethertype: 'ipv4', protocol, ...(ports !== undefined && portsOf(ports)), ...rule }
}

type GroupOptions = Pick<
  NonNullable<Arguments<typeof routes.securityGroups.create>['body']>,
  'stateful' | 'default_egress'
>

/** A group with rules that a scenario changes. */
export class Group {
  readonly id: SecurityGroup['id']
  readonly #scene: Scene

  constructor(scene: Scene, { id }: SecurityGroup) {
    this.id = id
    this.#scene = scene
  }

  /** Gives it these rules and no others; resolves when the hypervisors have them. */
  async rules(...rules: readonly RuleWords[]): Promise<void> {
    const { client } = this.#scene
    const { generation } = await client.call(routes.securityGroups.getRules, { params: { id: this.id } })
    const call = { params: { id: this.id }, query: { wait: 'realized' }, body: { rules: rules.map(ruleOf) } } as const
    await client.call(routes.securityGroups.replaceRules, call, { ifMatch: generation })
  }
}

/** A security group with these rules. */
export const securityGroup = async (
  scene: Scene,
  tenant: Tenant,
  name: string,
  { rules = [], ...options }: GroupOptions & { readonly rules?: readonly RuleWords[] } = {},
): Promise<Group> => {
  const body = { project: tenant.project.id, name, ...options }
  const group = new Group(scene, await scene.client.call(routes.securityGroups.create, { body }))
  await group.rules(...rules)
  return group
}

/** Rules of the platform, for some tenants or for all of them; resolves when the hypervisors have them. */
export const policy = async (
  scene: Scene,
  name: string,
  { of, rules }: { readonly of?: readonly Tenant[]; readonly rules: readonly RuleWords[] },
): Promise<{ readonly id: Policy['id']; remove: () => Promise<void> }> => {
  const { client } = scene
  const scope =
    of === undefined
      ? ({ scope: 'all' } as const)
      : ({ scope: 'projects', projects: of.map(({ project }) => project.id) } as const)
  const { id, generation } = await client.call(routes.policies.create, { body: { name, ...scope } })
  const call = { params: { id }, query: { wait: 'realized' }, body: { rules: rules.map(ruleOf) } } as const
  await client.call(routes.policies.replaceRules, call, { ifMatch: generation })
  return {
    id,
    remove: async () => {
      await client.call(routes.policies.delete, { params: { id }, query: { wait: 'realized' } })
    },
  }
}
