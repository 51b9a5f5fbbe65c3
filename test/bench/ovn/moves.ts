// node scripts/node24.mjs test/bench/ovn/moves.ts
import { loadavg } from 'node:os'
import { routes } from '@quantumnet/api'
import { startScene, type Scene } from '../../e2e/kit/scene.ts'
import type { Vm } from '../../e2e/kit/vm.ts'
import { Edge } from '../../e2e/routing/edge.ts'
import { Outside } from '../../e2e/routing/outside.ts'
import { inTurns, print, report } from './figures.ts'

/** A floating IP that moves to another VM until the first connection from outside is that VM's, beside a translation that is changed by hand. */

const TURNS = 9
const PORT = 80
const [OURS, BY_HAND] = ['203.0.113.50', '203.0.113.60']

/** Each connection is one of its own: what is tracked already says nothing of where a new one goes. */
const untilFirst = async (outside: Outside, address: string, to: Vm, move: () => Promise<unknown>): Promise<number> => {
  const before = (await to.accepted(PORT)).length
  const begun = performance.now()
  const moving = move()
  for (;;) {
    await outside.tcp(address, PORT).attempt()
    if ((await to.accepted(PORT)).length > before) break
  }
  const took = performance.now() - begun
  await moving
  return took
}

const measure = async (scene: Scene): Promise<void> => {
  const { client } = scene
  const tenant = await scene.tenant('red', { cidrs: ['10.0.1.0/24'] })
  const outside = await Outside.open(scene, [tenant])
  const edge = await Edge.make(scene, tenant, { outside, ips: ['203.0.113.10'] })
  const group = await client.call(routes.securityGroups.create, { body: { project: tenant.project.id, name: 'open' } })
  const rule = { direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp' } as const
  await client.call(routes.securityGroupRules.create, { body: { security_group: group.id, ...rule } })
  const one = await tenant.vm('one', { on: 'hv1', security_groups: [group.id] })
  const two = await tenant.vm('two', { on: 'hv2', security_groups: [group.id] })
  for (const vm of [one, two]) await vm.serve(PORT)
  const ip = await edge.floatingIp('www', outside, one, { address: OURS, distributed: false })
  const router = `lr-${edge.router.id}`
  await scene.nbctl('lr-nat-add', router, 'dnat_and_snat', BY_HAND, one.ip)
  const byHand = await scene.nbctl('--bare', '--columns=_uuid', 'find', 'NAT', `external_ip=${BY_HAND}`)
  const at = (turn: number): Vm => (turn % 2 === 0 ? two : one)
  const pairs = await inTurns(TURNS, {
    ours: async (turn) =>
      await untilFirst(outside, OURS, at(turn), async () => {
        await client.call(routes.floatingIps.update, { params: { id: ip.id }, body: { port: at(turn).id } })
      }),
    hand: async (turn) =>
      await untilFirst(outside, BY_HAND, at(turn), async () => {
        await scene.nbctl('set', 'NAT', byHand, `logical_ip=${at(turn).ip}`)
      }),
  })
  report('a floating IP moves until the first connection', pairs)
}

print(`load ${loadavg()[0]?.toFixed(1) ?? ''}`)
const { scene, end } = await startScene()
try {
  await measure(scene)
} finally {
  await end()
}
