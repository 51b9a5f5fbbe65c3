import { absoluteName, type CreateDnsRecord, type UpdateDnsRecord } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { referenceNotFound } from '../../resource-kit/refusals.ts'
import { dnsZoneResource } from '../dns-zones/index.ts'
import { lockProject, projectResource } from '../projects/index.ts'
import { checkNotInNearerZone, checkNotOfPort } from './conflicts.ts'
import { canonicalValues, checkFitsBeside, checkRecord, hostnameMet } from './rules.ts'
import { dnsRecords, holdHostnames } from './store.ts'
import { dnsRecordResource as resource, zoneNameOf, type DnsRecordView } from './view.ts'

const refusalsOf = ({ name, type }: CreateDnsRecord): Refusals => {
  const alone = 'a CNAME record is alone at its name (RFC 2181 §10.1)'
  return {
    dns_record_rrset: () =>
      fieldError('already_exists', {
        pointer: '/name',
        message: `the zone has a record "${name}" of type ${type} already`,
        value: name,
        allowed: 'more values for that one, or another name',
      }),
    dns_record_cname: () =>
      fieldError('already_exists', {
        pointer: '/name',
        message: `${type === 'CNAME' ? 'other records have' : 'a CNAME record has'} the name "${name}", and ${alone}`,
        value: name,
        allowed: 'another name, or a zone without those',
      }),
  }
}

/** The zone of a new record: one of the project's, or its own. */
interface Place {
  readonly project: string
  readonly dnsLabel: string
  readonly zone: { readonly id: string; readonly name: string } | null
}

const placeInZone = async (tx: Tx, caller: Caller, request: CreateDnsRecord, id: string): Promise<Place> => {
  const zone = await lockParent(tx, caller, { resource: dnsZoneResource, pointer: '/zone', id })
  if (request.project !== undefined && request.project !== zone.project_id)
    throw fieldError('invalid_request', {
      pointer: '/project',
      message: `is not the project of zone "${zone.name}"`,
      value: request.project,
      allowed: zone.project_id,
    })
  const project = await lockParent(tx, caller, { resource: projectResource, pointer: '/zone', id: zone.project_id })
  return { project: project.id, dnsLabel: project.dns_label, zone }
}

const placeInOwnZone = async (tx: Tx, caller: Caller, request: CreateDnsRecord, id: string): Promise<Place> => {
  caller.requireIn(id, () => referenceNotFound('/project', 'project', id))
  // Before the weaker lock of lockParent: two who strengthened theirs would wait for each other.
  if (hostnameMet(request) !== undefined) await holdHostnames(tx, id)
  const project = await lockProject(tx, caller, id)
  return { project: project.id, dnsLabel: project.dns_label, zone: null }
}

/** @throws DomainError */
export const createDnsRecord = async (ctx: Ctx, caller: Caller, request: CreateDnsRecord): Promise<DnsRecordView> => {
  const { name, type, ttl } = request
  const values = canonicalValues(type, request.values)
  return await createResource({ ctx, caller, resource, refusals: refusalsOf(request) }, request, async (tx, made) => {
    const { project, dnsLabel, zone } =
      request.zone === null
        ? await placeInOwnZone(tx, caller, request, request.project ?? '')
        : await placeInZone(tx, caller, request, request.zone)
    const joined = { zone_name: zone?.name ?? null, dns_label: dnsLabel }
    const zoneName = zoneNameOf(joined, ctx)
    const record = { name, type, values, fqdn: absoluteName(name, zoneName) }
    checkRecord(record)
    if (zone !== null) {
      checkFitsBeside(record)
      await checkNotInNearerZone(tx, project, record, zone.name)
    }
    await checkNotOfPort(tx, project, record, zone === null)
    const row = await dnsRecords.insert(tx, {
      ...made,
      project_id: project,
      zone_id: zone?.id ?? null,
      type,
      ttl,
      values,
    })
    return { row: { ...row, ...joined }, dirty: [{ kind: 'dns_record', id: row.id }] }
  })
}

/** Zone, name and type stay: they are what the record is. */
export const updateDnsRecord = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateDnsRecord,
): Promise<DnsRecordView> =>
  await updateResource(
    { ctx, caller, resource, id },
    {
      wanted: (row) => {
        if (patch.values === undefined) return patch
        const values = canonicalValues(row.type, patch.values)
        const { name, type } = row
        checkRecord({ name, type, values, fqdn: absoluteName(name, zoneNameOf(row, ctx)) })
        return { ...patch, values }
      },
    },
  )

export const deleteDnsRecord = async (ctx: Ctx, caller: Caller, id: string): Promise<DnsRecordView> =>
  await deleteResource({ ctx, caller, resource, id })
