import type { CreateDnsZone, UpdateDnsZone } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { DomainError, fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockProject } from '../projects/index.ts'
import { checkZoneName, parentDomains } from './rules.ts'
import { dnsZoneReferrers, dnsZones, hiddenRecords, holdZones } from './store.ts'
import { dnsZoneResource as resource, type DnsZoneView } from './view.ts'

const refusalsOf = ({ name }: CreateDnsZone): Refusals => ({
  dns_zone_name: () =>
    fieldError('already_exists', {
      pointer: '/name',
      message: `the project has a zone "${name}" already`,
      value: name,
      allowed: 'records in that zone, or another domain',
    }),
})

/** Answers come from the nearest zone, so a zone below another one hides what that one has there. @throws DomainError in_use */
const checkHidesNothing = async (tx: Tx, project: string, name: string): Promise<void> => {
  const above = parentDomains(name)
  await holdZones(tx, project, above)
  const referrers = await hiddenRecords(tx, project, name, above)
  if (referrers.length === 0) return
  const named = referrers.map((referrer) => `"${referrer.name}"`).join(', ')
  throw new DomainError('in_use', `a zone "${name}" would hide the records ${named} of the zone above it`, {
    referrers,
  })
}

/** @throws DomainError */
export const createDnsZone = async (ctx: Ctx, caller: Caller, request: CreateDnsZone): Promise<DnsZoneView> => {
  checkZoneName(request.name, ctx.dnsZone)
  return await createResource({ ctx, caller, resource, refusals: refusalsOf(request) }, request, async (tx, made) => {
    const project = await lockProject(tx, caller, request.project)
    await checkHidesNothing(tx, project.id, request.name)
    const row = await dnsZones.insert(tx, { ...made, project_id: project.id })
    return { row, dirty: [{ kind: 'dns_zone', id: row.id }] }
  })
}

/** Its domain stays: other zones and records are placed by it. */
export const updateDnsZone = async (ctx: Ctx, caller: Caller, id: string, patch: UpdateDnsZone): Promise<DnsZoneView> =>
  await updateResource({ ctx, caller, resource, id }, { wanted: () => patch })

/** Refused while it has records. */
export const deleteDnsZone = async (ctx: Ctx, caller: Caller, id: string): Promise<DnsZoneView> =>
  await deleteResource({ ctx, caller, resource, id }, { referrers: async (tx) => await dnsZoneReferrers(tx, id) })
