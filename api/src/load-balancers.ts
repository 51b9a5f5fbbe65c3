import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import {
  FloatingIpId,
  IpAddress,
  LoadBalancerId,
  LoadBalancerListenerId,
  LoadBalancerPoolId,
  Name,
  NetworkId,
  ProjectId,
  SubnetId,
  Text,
} from './fields.ts'
import { LoadBalancerProtocol } from './load-balancer-listeners.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

/** Where clients reach a load balancer. */
const Vip = z.object({
  network: NetworkId.nullable().describe('null: the address is a floating IP'),
  subnet: SubnetId.nullable().describe('null: the address is a floating IP'),
  floating_ip: FloatingIpId.nullable().describe('null: the address is one of the subnet'),
  address: IpAddress,
})

const VipInput = z
  .strictObject({
    network: NetworkId.optional().describe('the address is one of this network'),
    subnet: SubnetId.optional().describe('the address is one of this subnet'),
    address: IpAddress.optional().describe('default: the next free one; without a subnet, of the first of the network'),
    floating_ip: FloatingIpId.optional().describe(
      'the address is this floating IP, and then none of the others is given',
    ),
  })
  .superRefine((vip, context) => {
    const { floating_ip: floatingIp, ...tenant } = vip
    const given = Object.entries(tenant).flatMap(([field, value]) => (value === undefined ? [] : [field]))
    const refuse = (message: string, path: string[] = []): void => {
      context.addIssue({ code: 'custom', message, path })
    }
    if (floatingIp !== undefined)
      for (const field of given) refuse('must be left out beside floating_ip, which is the address already', [field])
    else if (vip.network === undefined && vip.subnet === undefined)
      refuse('must have network, subnet or floating_ip: where the address comes from')
  })

/**
 * Spreads connections to one address over members: by connection, chosen by a hash of addresses and ports. There are no weights and nothing of
 * HTTP: OVN balances TCP, UDP and SCTP connections.
 */
export const LoadBalancer = z
  .object({
    id: LoadBalancerId,
    project: ProjectId,
    ...commonView,
    vip: Vip,
    listeners: z
      .array(
        z.object({
          id: LoadBalancerListenerId,
          name: Name,
          protocol: LoadBalancerProtocol,
          port: z.int().describe('of the address'),
          pool: LoadBalancerPoolId,
        }),
      )
      .describe('read-only: what it listens on'),
    pools: z.array(z.object({ id: LoadBalancerPoolId, name: Name })).describe('read-only'),
  })
  .meta({ id: 'LoadBalancer' })
/** A load balancer as the API answers it. */
export type LoadBalancer = z.infer<typeof LoadBalancer>

/** What a load balancer is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateLoadBalancer = z
  .strictObject({
    id: LoadBalancerId.optional(),
    project: ProjectId,
    ...commonCreate,
    vip: VipInput.describe('cannot be changed later'),
  })
  .meta({ id: 'CreateLoadBalancer' })
/** A request for a load balancer, with its defaults filled in. */
export type CreateLoadBalancer = z.infer<typeof CreateLoadBalancer>

/** What of a load balancer may change. A field that is left out stays as it is. */
export const UpdateLoadBalancer = z.strictObject(commonUpdate).meta({ id: 'UpdateLoadBalancer' })
/** A change of a load balancer. */
export type UpdateLoadBalancer = z.infer<typeof UpdateLoadBalancer>

/** Create, read, list, change and delete load balancers. Listeners, pools and members go with them. */
export const loadBalancerRoutes = resourceRoutes({
  kind: 'load_balancer',
  write: 'operator',
  tag: 'Load balancers',
  id: LoadBalancerId,
  view: LoadBalancer,
  create: CreateLoadBalancer,
  update: UpdateLoadBalancer,
  filters: {
    project: ProjectId.optional(),
    name: Text.optional(),
    network: NetworkId.optional(),
    floating_ip: FloatingIpId.optional(),
  },
  errors: {
    create: [
      'name_taken',
      'already_exists',
      'address_taken',
      'address_outside_subnet',
      'address_reserved',
      'subnet_exhausted',
      'invalid_state',
    ],
    update: ['name_taken'],
    delete: [],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.load_balancer, project: exampleIds.project, ...exampleCommon('web') },
      vip: { network: exampleIds.network, subnet: exampleIds.subnet, floating_ip: null, address: '10.0.0.80' },
      listeners: [
        {
          ...{ id: exampleIds.load_balancer_listener, name: 'https', protocol: 'tcp', port: 443 },
          pool: exampleIds.load_balancer_pool,
        },
      ],
      pools: [{ id: exampleIds.load_balancer_pool, name: 'web' }],
    },
    create: { project: exampleIds.project, name: 'web', vip: { subnet: exampleIds.subnet, address: '10.0.0.80' } },
    update: { description: 'the shop’s front door' },
  },
})
