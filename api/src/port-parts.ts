import * as z from 'zod'

/** Name of a hypervisor, as its agent registers it; also OVN's chassis name. */
export const NodeName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/, 'must be a host name in lower case')

/** Where a port is plugged in, as its node agent and OVN say. */
export const Binding = z
  .object({
    node: NodeName.nullable().describe('where it is, as its agent says'),
    state: z.enum(['unbound', 'up', 'down', 'unverified']),
    reason: z.string().nullable().describe('why it is not up, in words'),
    since: z.iso.datetime(),
  })
  .meta({ id: 'Binding' })
/** Where a port is plugged in. */
export type Binding = z.infer<typeof Binding>

const Counter = z.int().min(0)
/** What went through a port in one direction. */
export const PortCounters = z.object({ bytes: Counter, packets: Counter, drops: Counter, errors: Counter })

/** What went through a port, as its node has counted since the interface was made. */
export const PortStatistics = z
  .object({
    received: PortCounters.describe('by the VM'),
    sent: PortCounters.describe('by the VM'),
    at: z.iso.datetime().describe('when it was counted'),
  })
  .meta({ id: 'PortStatistics' })
/** What went through a port. */
export type PortStatistics = z.infer<typeof PortStatistics>
