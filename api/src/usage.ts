import * as z from 'zod'
import { NetworkId, SubnetId, SubnetPoolId } from './fields.ts'
import { nothing, route } from './route.ts'

/** Addresses are counted in text: IPv6 has more of them than a JSON number can count, and all counts are of one type. */
const Count = z.string().regex(/^\d+$/).describe('decimal number')

const counts = {
  total: Count.describe('addresses that hosts may have'),
  used: Count.describe('that ports, routers, floating IPs and load balancers have'),
  releasing: Count.describe('given back, and not yet confirmed by OVN'),
  held: Count.describe('in hold-down'),
  reserved: Count.describe(
    'gateway, DNS address, reservations, reserved ranges, and what lies outside of the allocation ranges and nobody has',
  ),
  free: Count.describe('that a port may be given now; total = used + releasing + held + reserved + free'),
  utilization: z.number().describe('0 to 1: what is used, releasing or held of all that is not reserved'),
  fragmentation: z
    .number()
    .describe('0 to 1: how much of what is free lies outside of the largest free stretch; 0 when it is one stretch'),
}

/** How much of a subnet or a network is in use, counted when asked. */
export const Usage = z.object(counts).meta({ id: 'Usage' })
/** How much of a subnet or a network is in use. */
export type Usage = z.infer<typeof Usage>

/** How much of a pool is carved, in addresses; counted when asked. */
export const PoolUsage = z
  .object({
    total: Count.describe('addresses of all prefixes'),
    used: Count.describe('in blocks that subnets have'),
    releasing: Count.describe('in blocks of subnets that are being deleted'),
    held: Count.describe('always 0: a block is free once its subnet is gone'),
    reserved: Count.describe('always 0: a pool reserves nothing'),
    free: counts.free.describe('in no block; total = used + releasing + free'),
    utilization: z.number().describe('0 to 1: what is carved of all'),
    fragmentation: z.number().describe('0 to 1: how much of what is free lies outside of the largest free block'),
    largest_free_prefix_length: z.int().nullable().describe('of the largest block that can be carved; null: none'),
    subnets: z.int().describe('how many subnets have their block from it'),
  })
  .meta({ id: 'PoolUsage' })
/** How much of a pool is carved. */
export type PoolUsage = z.infer<typeof PoolUsage>

const of = { method: 'GET', access: 'viewer', status: 200, query: nothing, body: undefined, events: undefined } as const
const EXAMPLE = {
  ...{ total: '254', used: '57', releasing: '1', held: '4', reserved: '2', free: '190' },
  ...{ utilization: 0.246, fragmentation: 0.042 },
}

/** How much is in use. */
export const usageRoutes = {
  subnet: route({
    ...{ ...of, name: 'getSubnetUsage', path: '/v1/subnets/{id}/usage', tag: 'Subnets', answer: Usage },
    summary: 'Count how many addresses of a subnet are in use.',
    params: z.strictObject({ id: SubnetId }),
    errors: ['not_found'],
    example: { answer: EXAMPLE },
  }),
  network: route({
    ...{ ...of, name: 'getNetworkUsage', path: '/v1/networks/{id}/usage', tag: 'Networks', answer: Usage },
    summary: 'Count how many addresses of all subnets of a network are in use.',
    params: z.strictObject({ id: NetworkId }),
    errors: ['not_found'],
    example: { answer: EXAMPLE },
  }),
  pool: route({
    ...{
      ...of,
      name: 'getSubnetPoolUsage',
      path: '/v1/subnet-pools/{id}/usage',
      tag: 'Subnet pools',
      answer: PoolUsage,
    },
    summary: 'Count how much of a pool is carved.',
    params: z.strictObject({ id: SubnetPoolId }),
    errors: ['not_found'],
    example: {
      answer: {
        ...{ total: '1048576', used: '768', releasing: '0', held: '0', reserved: '0', free: '1047808' },
        ...{ utilization: 0.001, fragmentation: 0.5, largest_free_prefix_length: 13, subnets: 3 },
      },
    },
  }),
} as const
