import type { Tx } from '../../db/pool.ts'
import { fieldError } from '../../errors.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { lockParent } from '../../resource-kit/parent.ts'
import { portResource } from '../ports/index.ts'
import { chooseFixedIp, chooseRouter, type Asked, type RouterCandidate } from './rules.ts'
import { holdRoutersOf, routersOf, subnetNamed } from './store.ts'

/** An address outside, and what a request wants it to lead to. */
export interface Association extends Asked {
  /** whose the address is */
  readonly project: string
  readonly network: { readonly id: string; readonly name: string }
  readonly address: string
  readonly port: string
  /** the router that the address is bound to by its other uses */
  readonly translator: { readonly id: string; readonly name: string } | null
}

/** What it leads to, and by which router. */
export interface Associated {
  readonly port: string
  readonly ip: string
  readonly router: RouterCandidate
}

/**
 * Finds the address of a port that an address outside leads to, and the router that translates it. Until the transaction ends the port
 * keeps its addresses, and the routers of its subnet stay connected as they are.
 * @throws DomainError reference_not_found, forbidden, being_deleted, invalid_state, invalid_request, address_outside_subnet
 */
export const associate = async (tx: Tx, caller: Caller, wanted: Association): Promise<Associated> => {
  const { at, network, address, project, translator } = wanted
  const reference = { resource: portResource, pointer: `${at}/port`, id: wanted.port, lock: 'kept' } as const
  const port = await lockParent(tx, caller, reference)
  if (port.project_id !== project)
    throw fieldError('reference_not_found', {
      pointer: `${at}/port`,
      message: `port "${port.name}" belongs to another project than the floating IP`,
      value: port.id,
      allowed: `a port of project ${project}`,
    })
  const { subnet, ip } = chooseFixedIp(port, address, wanted)
  const scene = { at, port, translator, external: network, subnet: await subnetNamed(tx, subnet) }
  for (;;) {
    const held = await holdRoutersOf(tx, subnet)
    const router = chooseRouter(await routersOf(tx, { subnet, project, external: network.id }), scene)
    // One that was connected between the two statements is not held yet.
    if (held.has(router.id)) return { port: port.id, ip, router }
  }
}
