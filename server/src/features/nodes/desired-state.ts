import { setTimeout as sleep } from 'node:timers/promises'
import type { routes } from '@quantumnet/api'
import { type NodeDesired } from '@quantumnet/api'
import type { z } from 'zod'
import type { Ctx } from '../../ctx.ts'
import { StaleKeys } from '../../events/stale-keys.ts'
import type { Sent } from '../../http/serve.ts'
import { edgeName, localnetName } from '../../ovn/names.ts'
import type { Caller } from '../../resource-kit/caller.ts'
import { answeredOn, type AnsweredAddress } from '../floating-ips/index.ts'
import { closedOn } from '../load-balancer-members/index.ts'
import { requireService, requireSpeaker } from './access.ts'
import type { Held, NodeChanges } from './changes.ts'
import { networkViews, type NetworkView } from './edge-views.ts'
import { findNode } from './registry.ts'
import { deploymentId, desiredEdges, desiredPorts } from './store.ts'

export interface NodesCtx extends Ctx {
  readonly changes: NodeChanges
}

type Desired = z.input<typeof NodeDesired>

/** Changes that come within this time are told together. */
const GATHER_MS = 50

/** All that a node should have, now, and whose zones are seen there. */
const readDesired = async (
  ctx: Pick<Ctx, 'db' | 'dnsZone'>,
  node: string,
): Promise<{ readonly data: Desired; readonly projects: ReadonlySet<string> }> => {
  const ports = await desiredPorts(ctx.db, node)
  const networks = [...new Set(ports.map(({ network }) => network))]
  const [edges, views, answered, closed] = await Promise.all([
    desiredEdges(ctx.db, networks),
    networkViews(ctx.db, networks),
    answeredOn(ctx.db, node),
    closedOn(ctx.db, node),
  ])
  const data = {
    node,
    deployment: await deploymentId(ctx.db),
    ports,
    edges: edges.flatMap(({ dns_label: label, ...edge }) => {
      const view = views.get(edge.network)
      return view === undefined
        ? []
        : [{ ...edge, interface_id: edgeName(edge.subnet), zone: `${label}.${ctx.dnsZone}`, ...shownOf(view) }]
    }),
    external_addresses: answered.map(externalAddress),
    closed_members: closed,
  }
  return { data, projects: new Set([...views.values()].map(({ project }) => project)) }
}

const externalAddress = ({
  network,
  isOwnMac,
  ...answered
}: AnsweredAddress): NonNullable<Desired['external_addresses']>[number] => ({
  ...answered,
  inside: [...answered.inside],
  interface_id: localnetName(network),
  own_mac: isOwnMac,
})

const shownOf = ({
  views,
  reverse,
  forwarders,
}: NetworkView): Pick<NetworkView, 'views' | 'reverse' | 'forwarders'> => ({
  views,
  reverse,
  forwarders,
})

const heldBy = (
  { ports, edges, external_addresses: addresses = [] }: Desired,
  projects: ReadonlySet<string>,
): Held => ({
  ports: new Set(ports.map(({ id }) => id)),
  networks: new Set(ports.map(({ network }) => network)),
  subnets: new Set(edges.map(({ subnet }) => subnet)),
  projects,
  floatingIps: new Set(addresses.map(({ id }) => id)),
})

/** What a node should have: at once, and whenever it is something else. @throws DomainError forbidden, not_found, invalid_state */
export async function* desiredStates(
  ctx: NodesCtx,
  caller: Caller,
  { node, signal }: { readonly node: string; readonly signal: AbortSignal },
): AsyncGenerator<Sent<typeof routes.nodes.desired>> {
  requireSpeaker(caller, node)
  requireService(node, (await findNode(ctx.db, node))?.service)
  const stale = new StaleKeys(signal)
  const follower = ctx.changes.follow(node, () => {
    stale.add([node])
  })
  try {
    let told = ''
    stale.add([node])
    while ((await stale.take()) !== undefined) {
      const { data, projects } = await readDesired(ctx, node)
      follower.held = heldBy(data, projects)
      const text = JSON.stringify(data)
      if (text !== told) yield { event: 'desired', data }
      told = text
      await sleep(GATHER_MS)
    }
  } finally {
    ctx.changes.unfollow(follower)
  }
}
