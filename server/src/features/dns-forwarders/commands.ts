import type { CreateDnsForwarder, UpdateDnsForwarder } from '@quantumnet/api'
import type { Ctx } from '../../ctx.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { createResource, deleteResource, updateResource, type Refusals } from '../../resource-kit/commands.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { networkResource } from '../networks/index.ts'
import { checkForwardedDomain, checkServers } from './rules.ts'
import { dnsForwarders, findForwarder } from './store.ts'
import { dnsForwarderResource as resource, type DnsForwarderView } from './view.ts'

const refusalsOf = (ctx: Ctx, { network, domain }: CreateDnsForwarder): Refusals => ({
  dns_forwarder_domain: async () => {
    const other = await findForwarder(ctx.db, network, domain)
    const what = domain === null ? 'all names' : `"${domain}"`
    return fieldError('already_exists', {
      pointer: '/domain',
      message: `forwarder ${other === undefined ? 'of the network' : `"${other.name}"`} has ${what} of this network already`,
      value: domain,
      allowed: 'more servers for that one, or another domain',
    })
  },
})

/** @throws DomainError */
export const createDnsForwarder = async (
  ctx: Ctx,
  caller: Caller,
  request: CreateDnsForwarder,
): Promise<DnsForwarderView> => {
  const { domain, servers } = request
  checkForwardedDomain(domain, ctx.dnsZone)
  checkServers(servers)
  const refusals = refusalsOf(ctx, request)
  return await createResource({ ctx, caller, resource, refusals }, request, async (tx, made) => {
    const network = await lockParent(tx, caller, {
      resource: networkResource,
      pointer: '/network',
      id: request.network,
    })
    const row = await dnsForwarders.insert(tx, {
      ...made,
      domain,
      servers,
      project_id: network.project_id,
      network_id: network.id,
    })
    return { row, dirty: [{ kind: 'dns_forwarder', id: row.id }] }
  })
}

export const updateDnsForwarder = async (
  ctx: Ctx,
  caller: Caller,
  id: string,
  patch: UpdateDnsForwarder,
): Promise<DnsForwarderView> => {
  if (patch.servers !== undefined) checkServers(patch.servers)
  return await updateResource({ ctx, caller, resource, id }, { wanted: () => patch })
}

export const deleteDnsForwarder = async (ctx: Ctx, caller: Caller, id: string): Promise<DnsForwarderView> =>
  await deleteResource({ ctx, caller, resource, id })
