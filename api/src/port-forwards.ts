import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { FloatingIpId, IpAddress, PortForwardId, PortId, ProjectId, RouterId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const PortNumber = z.int().min(1).max(65_535)

const view = { protocol: z.enum(['tcp', 'udp', 'sctp']), external_port: PortNumber.describe('of the floating IP') }

const GONE = 'null only when it went away while the forward was being deleted'

const TargetInput = z.strictObject({
  port: PortId.describe('a port of the project that holds the floating IP'),
  fixed_ip: IpAddress.optional().describe('default: the first address of the port in the family of the floating IP'),
  port_number: PortNumber.describe('of tcp, udp or sctp at the target'),
})

/**
 * One port of a floating IP that leads to one port of a VM. It goes before the port that the floating IP stands for, if any, which gets
 * what no forward takes.
 */
export const PortForward = z
  .object({
    id: PortForwardId,
    project: ProjectId,
    ...commonView,
    floating_ip: FloatingIpId,
    ...view,
    target: z
      .object({
        port: PortId.nullable().describe(GONE),
        fixed_ip: IpAddress,
        port_number: PortNumber.describe('of tcp, udp or sctp at the target'),
      })
      .describe('where it leads'),
    router: RouterId.nullable().describe(`read-only: the router that translates it; ${GONE}`),
  })
  .meta({ id: 'PortForward' })
/** A port forward as the API answers it. */
export type PortForward = z.infer<typeof PortForward>

/** What a port forward is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreatePortForward = z
  .strictObject({
    ...{ id: PortForwardId.optional(), floating_ip: FloatingIpId, ...commonCreate, ...view },
    target: TargetInput.describe('where it leads'),
  })
  .meta({ id: 'CreatePortForward' })
/** A request for a port forward, with its defaults filled in. */
export type CreatePortForward = z.infer<typeof CreatePortForward>

/** What of a port forward may change. A field that is left out stays as it is; `target` is replaced as a whole. */
export const UpdatePortForward = z
  .strictObject({
    ...commonUpdate,
    protocol: view.protocol.optional(),
    external_port: view.external_port.optional(),
    target: TargetInput.optional().describe('replaces the target as a whole'),
  })
  .meta({ id: 'UpdatePortForward' })
/** A change of a port forward. */
export type UpdatePortForward = z.infer<typeof UpdatePortForward>

/** Create, read, list, change and delete port forwards. */
export const portForwardRoutes = resourceRoutes({
  kind: 'port_forward',
  write: 'operator',
  tag: 'Floating IPs',
  id: PortForwardId,
  view: PortForward,
  create: CreatePortForward,
  update: UpdatePortForward,
  filters: {
    project: ProjectId.optional(),
    name: Text.optional(),
    floating_ip: FloatingIpId.optional(),
    port: PortId.optional().describe('port of the target'),
  },
  errors: {
    create: ['name_taken', 'already_exists', 'invalid_state', 'address_outside_subnet'],
    update: ['name_taken', 'already_exists', 'invalid_state', 'reference_not_found', 'address_outside_subnet'],
    delete: [],
  },
  never: { delete: ['in_use'] },
  examples: {
    view: {
      ...{ id: exampleIds.port_forward, project: exampleIds.project, ...exampleCommon('ssh') },
      ...{ floating_ip: exampleIds.floating_ip, protocol: 'tcp', external_port: 2222 },
      target: { port: exampleIds.port, fixed_ip: '10.0.0.10', port_number: 22 },
      router: exampleIds.router,
    },
    create: {
      ...{ floating_ip: exampleIds.floating_ip, name: 'ssh', protocol: 'tcp', external_port: 2222 },
      target: { port: exampleIds.port, port_number: 22 },
    },
    update: { external_port: 2022 },
  },
})
