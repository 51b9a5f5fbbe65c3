import { Construct } from 'constructs'
import type { Connections, IConnectable } from '../connections.ts'
import { refuse } from '../kit/check.ts'
import { Labels } from '../labels.ts'
import { Network } from '../network.ts'
import type { INetwork, IProject } from '../references.ts'
import { Router } from '../router.ts'
import { SecurityGroup } from '../security-group.ts'
import type { Subnet } from '../subnet.ts'
import { VmPort, type VmPortProps } from '../vm-port.ts'

/** What a {@link NetworkPerEnvironment} is made from. */
export interface NetworkPerEnvironmentProps<E extends string> {
  /**
   * The tenant of each environment, by the environment's name. VMs of a project are known by one name each: with a project for each environment
   * they are called the same in all of them, as in `web.shop-dev.internal` and `web.shop-prod.internal`.
   */
  readonly environments: Readonly<Record<E, IProject>>
  /** Begins the names of its parts. Default: the construct's id. */
  readonly name?: string | undefined
  /** The block of addresses, the same in each: environments never meet. Default: `10.0.0.0/24`. */
  readonly cidr?: string | undefined
  /** The way out of each, a network of type `external`. Default: none, and then nothing leaves an environment. */
  readonly externalNetwork?: INetwork | undefined
}

/** What an {@link Environment} is made from. */
export interface EnvironmentProps {
  /** The tenant that owns it. */
  readonly project: IProject
  /** Name of its parts. */
  readonly name: string
  /** Its block of addresses. */
  readonly cidr: string
  /** The way out. Default: none. */
  readonly externalNetwork?: INetwork | undefined
}

/** One of several networks that are alike and never meet. */
export class Environment extends Construct implements IConnectable {
  /** The tenant that owns it. */
  readonly project: IProject
  /** The wire. */
  readonly network: Network
  /** Its addresses. */
  readonly subnet: Subnet
  /** Its gateway, and its way out where there is one. */
  readonly router: Router
  /** VMs that are made by {@link addVm} are its members. Nothing reaches them but what is allowed by {@link connections}. */
  readonly group: SecurityGroup

  /** @throws Error when a value is not what the API takes */
  constructor(scope: Construct, id: string, { cidr, externalNetwork, ...common }: EnvironmentProps) {
    super(scope, id)
    const { name, project } = common
    this.project = project
    this.network = new Network(this, 'network', common)
    this.subnet = this.network.addSubnet('subnet', { cidr, name })
    this.router = new Router(this, 'router', { ...common, externalNetwork })
    this.router.attach(this.subnet)
    this.group = new SecurityGroup(this, 'group', common)
    Labels.of(this).add('environment', id)
  }

  /** Who may talk to its VMs, and to whom they may talk. */
  get connections(): Connections {
    return this.group.connections
  }

  /** A VM of this environment. */
  addVm(id: string, props: Omit<VmPortProps, 'subnet' | 'securityGroups'> = {}): VmPort {
    return new VmPort(this, id, { ...props, subnet: this.subnet, securityGroups: [this.group] })
  }
}

/** The same network once for each environment, such as dev, staging and prod; each resource of it has the label `environment`. */
export class NetworkPerEnvironment<E extends string> extends Construct {
  /** The environments, by name. */
  readonly environments: Readonly<Record<E, Environment>>

  /** @throws Error when a value is not what the API takes, and without an environment */
  constructor(scope: Construct, id: string, props: NetworkPerEnvironmentProps<E>) {
    super(scope, id)
    const { name = id, cidr = '10.0.0.0/24', externalNetwork } = props
    const tenants = Object.entries<IProject>(props.environments)
    if (tenants.length === 0)
      refuse(this, 'environments is {}: must have at least one, such as { dev: project, prod: otherProject }')
    this.environments = Object.fromEntries(
      tenants.map(([environment, project]) => [
        environment,
        new Environment(this, environment, {
          ...{ project, cidr, externalNetwork, name: `${name}-${environment}` },
        }),
      ]),
    ) as Record<E, Environment>
  }
}
