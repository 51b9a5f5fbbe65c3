import type { CreateAddressGroup, UpdateAddressGroup } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { lockProject } from '../projects/index.ts'
import { referringRules } from '../rule-lists/index.ts'
import { addressGroupResource as resource, type AddressGroupView } from './view.ts'
import { addressGroups } from './store.ts'

export const createAddressGroup = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateAddressGroup,
): Promise<AddressGroupView> =>
  await createResource({ ctx, caller, resource }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    const row = await addressGroups.insert(tx, { ...made, project_id: project.id, cidrs: request.cidrs })
    return { row, dirty: [{ kind: 'address_group', id: row.id }] }
  })

/** Rules name its sets, not its blocks: nothing but the group itself has to be looked at. */
export const updateAddressGroup = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateAddressGroup,
): Promise<AddressGroupView> => await updateResource({ ctx, caller, resource, id }, { wanted: () => patch })

/** Refused while a rule names it. */
export const deleteAddressGroup = async (ctx: Ctx, caller: Caller, id: string): Promise<AddressGroupView> =>
  await deleteResource(
    { ctx, caller, resource, id },
    { referrers: async (tx) => await referringRules(tx, 'remote_address_group_id', id) },
  )
