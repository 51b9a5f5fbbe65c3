import { DEFAULT_SECURITY_GROUP, type CreateSecurityGroup, type UpdateSecurityGroup } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource } from '../../resource-kit/commands.ts'
import { lockProject } from '../projects/index.ts'
import { goesWithProject, refuseMixing, refuseRenaming } from './rules.ts'
import {
  groupReferrers,
  insertGroup,
  portsInOthers,
  projectOfGroup,
  securityGroups,
  type SecurityGroupRow,
} from './store.ts'
import { securityGroupResource as resource, type SecurityGroupView } from './view.ts'

export const createSecurityGroup = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateSecurityGroup,
): Promise<SecurityGroupView> =>
  await createResource({ ctx, caller, resource }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    const { stateful, default_egress: defaultEgress } = request
    const row = await insertGroup(tx, { ...made, project_id: project.id, stateful, default_egress: defaultEgress })
    return { row, dirty: [{ kind: 'security_group', id: row.id }] }
  })

/** Ports that join hold the group as a parent, so its members stay as they are once it is locked as for a deletion. @throws DomainError invalid_request */
const keepUnmixed = async (tx: Tx, row: SecurityGroupRow, { stateful }: UpdateSecurityGroup): Promise<void> => {
  if (stateful === undefined || stateful === row.stateful) return
  await securityGroups.lock(tx, row.id, 'deletion')
  refuseMixing(stateful, await portsInOthers(tx, row.id, stateful))
}

export const updateSecurityGroup = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateSecurityGroup,
): Promise<SecurityGroupView> =>
  await updateResource(
    { ctx, caller, resource, id },
    {
      wanted: async (row, tx) => {
        refuseRenaming(row, patch)
        await keepUnmixed(tx, row, patch)
        return patch
      },
    },
  )

/** Refused while ports or rules of others refer to it. */
export const deleteSecurityGroup = async (ctx: Ctx, caller: Caller, id: string): Promise<SecurityGroupView> =>
  await deleteResource(
    { ctx, caller, resource, id },
    {
      referrers: async (tx, row) => {
        if (row.name === DEFAULT_SECURITY_GROUP) throw goesWithProject(await projectOfGroup(tx, row.project_id))
        return await groupReferrers(tx, id)
      },
    },
  )
