import * as z from 'zod'
import { CidrBlock, ProjectId, SubnetPoolId, Text } from './fields.ts'
import { exampleIds } from './example-ids.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'

const PrefixLength = z.int().min(0).max(128)
const LENGTHS = {
  default: 'of a subnet that asks for none in particular',
  min: 'the largest block that may be carved',
  max: 'the smallest block that may be carved',
} as const
const Prefixes = z
  .array(CidrBlock)
  .min(1)
  .max(64)
  .describe('disjoint blocks of one family; no other pool of the project has them')

/** Blocks of addresses that subnets are carved from. */
export const SubnetPool = z
  .object({
    id: SubnetPoolId,
    project: ProjectId,
    ...commonView,
    prefixes: Prefixes,
    default_prefix_length: PrefixLength.describe(LENGTHS.default),
    min_prefix_length: PrefixLength.describe(LENGTHS.min),
    max_prefix_length: PrefixLength.describe(LENGTHS.max),
  })
  .meta({ id: 'SubnetPool' })
/** A subnet pool as the API answers it. */
export type SubnetPool = z.infer<typeof SubnetPool>

/** What a subnet pool is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateSubnetPool = z
  .strictObject({
    id: SubnetPoolId.optional(),
    project: ProjectId,
    ...commonCreate,
    prefixes: Prefixes,
    default_prefix_length: PrefixLength.optional().describe('default: 24, IPv6 64, or that of the longest prefix'),
    min_prefix_length: PrefixLength.optional().describe('default: that of the shortest prefix'),
    max_prefix_length: PrefixLength.optional().describe('default: 32, IPv6 128'),
  })
  .meta({ id: 'CreateSubnetPool' })
/** A request for a subnet pool, with its defaults filled in. */
export type CreateSubnetPool = z.infer<typeof CreateSubnetPool>

/** What of a subnet pool may change. A field that is left out stays as it is. */
export const UpdateSubnetPool = z
  .strictObject({
    ...commonUpdate,
    prefixes: Prefixes.optional().describe('every block that was carved must stay inside'),
    default_prefix_length: PrefixLength.optional().describe(LENGTHS.default),
    min_prefix_length: PrefixLength.optional().describe(LENGTHS.min),
    max_prefix_length: PrefixLength.optional().describe(LENGTHS.max),
  })
  .meta({ id: 'UpdateSubnetPool' })
/** A change of a subnet pool. */
export type UpdateSubnetPool = z.infer<typeof UpdateSubnetPool>

/** Create, read, list, change and delete subnet pools. */
export const subnetPoolRoutes = resourceRoutes({
  kind: 'subnet_pool',
  write: 'admin',
  tag: 'Subnet pools',
  id: SubnetPoolId,
  view: SubnetPool,
  create: CreateSubnetPool,
  update: UpdateSubnetPool,
  filters: { project: ProjectId.optional(), name: Text.optional() },
  errors: { create: ['name_taken', 'cidr_overlaps'], update: ['name_taken', 'cidr_overlaps', 'in_use'], delete: [] },
  // It is in nothing but the database, so it is gone at once.
  never: { create: ['quota_exceeded'], update: ['being_deleted'] },
  examples: {
    view: {
      ...{ id: exampleIds.subnet_pool, project: exampleIds.project, ...exampleCommon('campus') },
      ...{ prefixes: ['10.64.0.0/12'], default_prefix_length: 24, min_prefix_length: 16, max_prefix_length: 28 },
    },
    create: { project: exampleIds.project, name: 'campus', prefixes: ['10.64.0.0/12'] },
    update: { prefixes: ['10.64.0.0/12', '10.96.0.0/14'] },
  },
})
