import * as z from 'zod'
import { IpAddress, NetworkId, PortId } from './fields.ts'
import { LoadBalancerProtocol } from './load-balancer-listeners.ts'
import { PortCounters } from './port-parts.ts'

const Count = z.int().min(0)
const PortNumber = z.int().min(1).max(65_535)

/** What went through a port, from the VM's side, since its interface was made. */
export const PortSample = z
  .object({ port: PortId, received: PortCounters, sent: PortCounters })
  .meta({ id: 'PortSample' })
/** What went through a port, from the VM's side. */
export type PortSample = z.infer<typeof PortSample>

/** Connections that a hypervisor sends to one member of a load balancer: those of its own VMs, and on a gateway those from outside. */
export const BalancedConnections = z
  .object({
    network: NetworkId.nullable().describe('of the clients; null: they come in by a router, or it is not known'),
    protocol: LoadBalancerProtocol,
    address: IpAddress.describe('that they were opened to'),
    port: PortNumber.describe('that they were opened to'),
    member_address: IpAddress,
    member_port: PortNumber.describe('that the member serves'),
    connections: Count.describe('that are open'),
    packets: Count.nullable().describe('both ways; null: not counted here'),
    bytes: Count.nullable().describe('both ways; null: not counted here'),
  })
  .meta({ id: 'BalancedConnections' })
/** Connections that a hypervisor sends to one member of a load balancer. */
export type BalancedConnections = z.infer<typeof BalancedConnections>

/** How many of each kind a report may have. */
export const MOST_SAMPLES = 10_000

/** What a hypervisor has counted. Fields that a server does not know are ignored, so that newer agents may tell more. */
export const NodeStatistics = z
  .object({
    ports: z.array(PortSample).max(MOST_SAMPLES).describe('those that changed, and now and then all of them'),
    balanced: z
      .array(BalancedConnections)
      .max(MOST_SAMPLES)
      .nullable()
      .optional()
      .describe('all that are open; null: too many connections to look at; left out: there is no load balancer'),
  })
  .meta({ id: 'NodeStatistics' })
/** What a hypervisor has counted. */
export type NodeStatistics = z.infer<typeof NodeStatistics>
