import * as z from 'zod'
import { exampleIds } from './example-ids.ts'
import { AddressGroupId, CidrBlock, ProjectId, Text } from './fields.ts'
import { commonCreate, commonUpdate, commonView, exampleCommon } from './resource.ts'
import { resourceRoutes } from './resource-routes.ts'
import { overlapsIn } from './values/overlaps.ts'
import { parseCidr } from './values/ip.ts'

/** How many blocks an address group may have. */
export const MOST_BLOCKS = 1000

/**
 * Blocks of either family. One that lies in another is refused, not merged: the answer would differ from the request, which Terraform takes
 * for a failure. The whole address space is refused too: a rule without a remote says that.
 */
const Cidrs = z
  .array(CidrBlock)
  .max(MOST_BLOCKS)
  .superRefine((texts, context) => {
    const blocks = texts.map((text) => parseCidr(text))
    blocks.forEach((block, index) => {
      if (block?.prefixLength === 0)
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'must be less than all addresses: a rule without a remote means all',
        })
    })
    if (!blocks.every((block) => block !== undefined)) return
    for (const { index, within } of overlapsIn(blocks))
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `must be outside of ${texts[within] ?? ''} (item ${String(within)}): each address once`,
      })
  })

/** Addresses that rules refer to by one name: blocks outside of the deployment, or chosen ones inside. */
export const AddressGroup = z
  .object({
    id: AddressGroupId,
    project: ProjectId,
    ...commonView,
    cidrs: z.array(z.string()).describe('IPv4 and IPv6 blocks in canonical spelling, as they were listed'),
  })
  .meta({ id: 'AddressGroup' })
/** An address group as the API answers it. */
export type AddressGroup = z.infer<typeof AddressGroup>

/** What an address group is made from; `id` is chosen by the caller who wants to repeat the request safely. */
export const CreateAddressGroup = z
  .strictObject({ id: AddressGroupId.optional(), project: ProjectId, ...commonCreate, cidrs: Cidrs.default([]) })
  .meta({ id: 'CreateAddressGroup' })
/** A request for an address group, with its defaults filled in. */
export type CreateAddressGroup = z.infer<typeof CreateAddressGroup>

/** What of an address group may change; the list of blocks is replaced as a whole. */
export const UpdateAddressGroup = z
  .strictObject({ ...commonUpdate, cidrs: Cidrs.optional() })
  .meta({ id: 'UpdateAddressGroup' })
/** A change of an address group. */
export type UpdateAddressGroup = z.infer<typeof UpdateAddressGroup>

/** Create, read, list, change and delete address groups. */
export const addressGroupRoutes = resourceRoutes({
  kind: 'address_group',
  write: 'operator',
  tag: 'Security groups',
  id: AddressGroupId,
  view: AddressGroup,
  create: CreateAddressGroup,
  update: UpdateAddressGroup,
  filters: { project: ProjectId.optional(), name: Text.optional() },
  errors: { create: ['name_taken'], update: ['name_taken'], delete: [] },
  examples: {
    view: {
      ...{ id: exampleIds.address_group, project: exampleIds.project, ...exampleCommon('offices') },
      cidrs: ['198.51.100.0/24', '2001:db8:100::/48'],
    },
    create: { project: exampleIds.project, name: 'offices', cidrs: ['198.51.100.0/24', '2001:db8:100::/48'] },
    update: { cidrs: ['198.51.100.0/25'] },
  },
})
