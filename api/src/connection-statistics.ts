import * as z from 'zod'

const Count = z.int().min(0)

/** What goes through a load balancer now, as the hypervisors of its clients and its gateway count it. */
export const ConnectionStatistics = z
  .object({
    connections: Count.describe(
      'that are open: of tcp those that not both sides have ended, of udp and sctp those that connection tracking still holds',
    ),
    packets: Count.nullable().describe('of these connections, both ways; null: a switch in their way counts none'),
    bytes: Count.nullable().describe(
      'of these packets, with their IP headers; null: a switch in their way counts none',
    ),
    sampled_at: z.iso.datetime().describe('when the oldest part of it was counted'),
  })
  .meta({ id: 'ConnectionStatistics' })
/** What goes through a load balancer now. */
export type ConnectionStatistics = z.infer<typeof ConnectionStatistics>
