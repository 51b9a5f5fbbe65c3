import { Construct } from 'constructs'
import type { IConnectable } from '../connections.ts'
import { refuse } from '../kit/check.ts'
import type { ListenerProps } from '../listener.ts'
import type { IFloatingIp, INetwork, IProject } from '../references.ts'
import { Router } from '../router.ts'
import { Port, type Remote } from '../traffic.ts'
import { checkDisjoint } from './blocks.ts'
import { HaLoadBalancer } from './ha-load-balancer.ts'
import { Tier } from './tier.ts'

/** What a {@link ThreeTierApplication} is made from. */
export interface ThreeTierApplicationProps {
  /** The way in and out: a network of type `external`. */
  readonly externalNetwork: INetwork
  /** The tenant that owns all of it. Default: the provider's `project`. */
  readonly project?: IProject | undefined
  /** Begins the names of its parts. Default: the construct's id. */
  readonly name?: string | undefined
  /** Names of the VMs that take connections from outside, at least two. Default: `web1`, `web2`. */
  readonly webs?: readonly string[] | undefined
  /** Names of the VMs that these talk to. Default: `app1`, `app2`. */
  readonly apps?: readonly string[] | undefined
  /** Names of the VMs that hold the data. Default: `db1`. */
  readonly dbs?: readonly string[] | undefined
  /** TCP ports that are open to clients, at the same port of the webs. Default: 80 and 443. */
  readonly publicPorts?: readonly number[] | undefined
  /** TCP port at which the apps take connections of the webs. Default: 8080. */
  readonly appPort?: number | undefined
  /** TCP port at which the dbs take connections of the apps. Default: 5432. */
  readonly dbPort?: number | undefined
  /** Default: `10.0.1.0/24`. */
  readonly webCidr?: string | undefined
  /** Default: `10.0.2.0/24`. */
  readonly appCidr?: string | undefined
  /** Default: `10.0.3.0/24`. */
  readonly dbCidr?: string | undefined
  /** The address of the application. Default: a new floating IP. */
  readonly floatingIp?: IFloatingIp | undefined
  /** Who may come in from outside. Default: every IPv4 address. */
  readonly clients?: readonly (Remote | IConnectable)[] | undefined
  /** How the webs are probed. Default: `{}`, which is every 5 s, in 3 s, 2 and 3. */
  readonly healthCheck?: ListenerProps['healthCheck']
  /** Names of the nodes that carry the way in and out, the first one usually. Default: chosen by QuantumNet. */
  readonly gatewayNodes?: readonly string[] | undefined
}

/**
 * Webs behind a load balancer, apps behind the webs, dbs behind the apps, each in a network of its own. From outside only the public ports of the webs are
 * reached; each tier takes connections from the one before it, at one port, and from nobody else. Webs and apps may connect to the outside; dbs only answer.
 */
export class ThreeTierApplication extends Construct {
  /** Leads from tier to tier, and outside. */
  readonly router: Router
  /** Takes connections from outside. */
  readonly web: Tier
  /** Takes connections from the webs. */
  readonly app: Tier
  /** Takes connections from the apps, and makes none. */
  readonly db: Tier
  /** Where clients come in. */
  readonly entrance: HaLoadBalancer

  /** @throws Error when a value is not what the API takes, with fewer than two webs, and when blocks overlap or two VMs have one name */
  constructor(scope: Construct, id: string, props: ThreeTierApplicationProps) {
    super(scope, id)
    const { project, externalNetwork, gatewayNodes, name = id } = props
    const { webs = ['web1', 'web2'], apps = ['app1', 'app2'], dbs = ['db1'] } = props
    const { webCidr = '10.0.1.0/24', appCidr = '10.0.2.0/24', dbCidr = '10.0.3.0/24' } = props
    checkDisjoint(this, { webCidr, appCidr, dbCidr })
    this.#checkNames([...webs, ...apps, ...dbs])
    this.router = new Router(this, 'router', { project, externalNetwork, gatewayNodes, name })
    const common = { project, router: this.router }
    this.web = new Tier(this, 'web', { ...common, name: `${name}-web`, cidr: webCidr, vms: webs })
    this.app = new Tier(this, 'app', { ...common, name: `${name}-app`, cidr: appCidr, vms: apps })
    this.db = new Tier(this, 'db', { ...common, name: `${name}-db`, cidr: dbCidr, vms: dbs, defaultEgress: 'deny' })
    this.app.connections.allowFrom(this.web, Port.tcp(props.appPort ?? 8080))
    this.db.connections.allowFrom(this.app, Port.tcp(props.dbPort ?? 5432))
    this.entrance = this.#addEntrance(name, props)
  }

  /** Where clients reach it. */
  get address(): string {
    return this.entrance.address
  }

  #addEntrance(name: string, props: ThreeTierApplicationProps): HaLoadBalancer {
    const { project, floatingIp, clients, healthCheck, publicPorts = [80, 443] } = props
    return new HaLoadBalancer(this, 'entrance', {
      ...{ project, name, clients, healthCheck, ports: publicPorts },
      ...{ subnet: this.web.subnet, members: this.web.vms },
      ...(floatingIp === undefined ? { externalNetwork: props.externalNetwork } : { floatingIp }),
    })
  }

  /** Each VM's name is its name in DNS too, which one of a project can have. */
  #checkNames(names: readonly string[]): void {
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) refuse(this, `has two VMs that are called "${twice}": give each a name of its own`)
  }
}
