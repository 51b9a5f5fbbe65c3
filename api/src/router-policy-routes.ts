import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { CidrBlock, IpAddress, ProjectId, RouterId, RouterInterfaceId, RouterPolicyRouteId } from './fields.ts'
import { examplePart, partCreate, partUpdate, partView } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { RuleProtocol } from './rule-fields.ts'
import { ANY_PROTOCOL } from './values/protocol.ts'

const PortNumber = z.int().min(1).max(65_535)

/** Inclusive range of TCP, UDP or SCTP ports. */
const PortRange = z
  .strictObject({ min: PortNumber.describe('first port'), max: PortNumber.describe('last port') })
  .refine(({ min, max }) => min <= max, 'must be a range that does not end before it starts')

const match = {
  source: CidrBlock.nullable().describe('where the packet comes from; null: anywhere'),
  destination: CidrBlock.nullable().describe('where the packet goes to; null: anywhere'),
  protocol: RuleProtocol.describe('a name, a number from 0 to 255 in digits, or "any"'),
  source_ports: PortRange.nullable().describe('with tcp, udp or sctp only; null: any'),
  destination_ports: PortRange.nullable().describe('with tcp, udp or sctp only; null: any'),
  inbound_interface: RouterInterfaceId.nullable().describe('interface of this router that it came in by; null: any'),
}

const MatchInput = z.strictObject({
  source: match.source.default(null),
  destination: match.destination.default(null),
  protocol: match.protocol.default(ANY_PROTOCOL),
  source_ports: match.source_ports.default(null),
  destination_ports: match.destination_ports.default(null),
  inbound_interface: match.inbound_interface.default(null),
})

/** Above are priorities that the platform keeps to itself (OVN's end at 32767). */
const Priority = z.int().min(0).max(29_999).describe('the greatest that matches decides')

const view = {
  priority: Priority,
  action: z.enum(['allow', 'drop', 'reroute']).describe('allow: as the routes say; reroute: to one of next_hops'),
  next_hops: z
    .array(IpAddress)
    .max(16)
    .refine((hops) => new Set(hops).size === hops.length, 'must have each next hop once')
    .describe('with reroute only: addresses of one family in subnets of the router; several share the traffic by flow'),
}

/** A rule that decides on packets before the routes do. */
export const RouterPolicyRoute = z
  .object({
    ...{ id: RouterPolicyRouteId, project: ProjectId, router: RouterId, ...partView, ...view },
    match: z.object(match),
  })
  .meta({ id: 'RouterPolicyRoute' })
/** A policy route as the API answers it. */
export type RouterPolicyRoute = z.infer<typeof RouterPolicyRoute>

/** What a policy route is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateRouterPolicyRoute = z
  .strictObject({
    ...{ id: RouterPolicyRouteId.optional(), router: RouterId, ...partCreate, ...view },
    next_hops: view.next_hops.default([]),
    match: MatchInput.describe('all that is given must hold; {}: every packet'),
  })
  .meta({ id: 'CreateRouterPolicyRoute' })
/** A request for a policy route, with its defaults filled in. */
export type CreateRouterPolicyRoute = z.infer<typeof CreateRouterPolicyRoute>

/** What of a policy route may change. A field that is left out stays as it is; `match` is replaced as a whole. */
export const UpdateRouterPolicyRoute = z
  .strictObject({
    ...partUpdate,
    priority: Priority.optional(),
    match: MatchInput.optional().describe('replaces the match as a whole'),
    action: view.action.optional(),
    next_hops: view.next_hops.optional(),
  })
  .meta({ id: 'UpdateRouterPolicyRoute' })
/** A change of a policy route. */
export type UpdateRouterPolicyRoute = z.infer<typeof UpdateRouterPolicyRoute>

/** Create, read, list, change and delete policy routes. */
export const routerPolicyRouteRoutes = resourceRoutes({
  kind: 'router_policy_route',
  write: 'admin',
  tag: 'Routers',
  id: RouterPolicyRouteId,
  view: RouterPolicyRoute,
  create: CreateRouterPolicyRoute,
  update: UpdateRouterPolicyRoute,
  filters: { router: RouterId.optional() },
  errors: {
    create: ['already_exists', 'address_outside_subnet', 'address_reserved'],
    update: ['already_exists', 'reference_not_found', 'address_outside_subnet', 'address_reserved'],
    delete: ['being_deleted'],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.router_policy_route, project: exampleIds.project, router: exampleIds.router },
      ...{ ...examplePart, priority: 1000, action: 'reroute', next_hops: ['10.0.0.200'] },
      match: {
        ...{ source: '10.0.0.0/24', destination: null, protocol: 'tcp', source_ports: null },
        ...{ destination_ports: { min: 80, max: 80 }, inbound_interface: null },
      },
    },
    create: {
      ...{ router: exampleIds.router, priority: 1000, action: 'reroute', next_hops: ['10.0.0.200'] },
      match: { source: '10.0.0.0/24', protocol: 'tcp', destination_ports: { min: 80, max: 80 } },
    },
    update: { next_hops: ['10.0.0.200', '10.0.0.201'] },
  },
})
