// node scripts/node24.mjs test/bench/ovn/moves.ts [--losses]
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { routes, type FloatingIp } from '@quantumnet/api'
import { startScene, type Scene } from '../../e2e/kit/scene.ts'
import type { Vm } from '../../e2e/kit/vm.ts'
import { Edge } from '../../e2e/routing/edge.ts'
import { converse } from '../../e2e/routing/losses.ts'
import { Outside } from '../../e2e/routing/outside.ts'
import { inTurns, median, print, report } from './figures.ts'

/**
 * A floating IP that moves: until the first connection from outside is the other VM's, beside a translation that is changed by hand; and how many
 * pings of a conversation that goes on are lost, beside what OVN loses by itself.
 */

const TURNS = 9
const LOSS_TURNS = 5
const PORT = 80
/** Before and after a move: as long as ovn-controller waits before it announces an address by itself. */
const [BEFORE_MS, AFTER_MS] = [300, 1_500]
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

interface Estate {
  readonly outside: Outside
  readonly edge: Edge
  readonly ip: FloatingIp
  readonly one: Vm
  readonly two: Vm
  /** the NAT row that is changed by hand, a translation of the address of `BY_HAND` */
  readonly row: string
}

const build = async (scene: Scene): Promise<Estate> => {
  const { client } = scene
  const tenant = await scene.tenant('red', { cidrs: ['10.0.1.0/24'] })
  const outside = await Outside.open(scene, [tenant])
  const edge = await Edge.make(scene, tenant, { outside, ips: ['203.0.113.10'] })
  const group = await client.call(routes.securityGroups.create, { body: { project: tenant.project.id, name: 'open' } })
  for (const protocol of ['tcp', 'icmp'] as const) {
    const rule = { security_group: group.id, direction: 'ingress', ethertype: 'ipv4', protocol } as const
    await client.call(routes.securityGroupRules.create, { body: rule })
  }
  const one = await tenant.vm('one', { on: 'hv1', security_groups: [group.id] })
  const two = await tenant.vm('two', { on: 'hv2', security_groups: [group.id] })
  for (const vm of [one, two]) await vm.serve(PORT)
  const ip = await edge.floatingIp('www', outside, one, { address: OURS, distributed: false })
  await scene.nbctl('lr-nat-add', `lr-${edge.router.id}`, 'dnat_and_snat', BY_HAND, one.ip)
  const row = await scene.nbctl('--bare', '--columns=_uuid', 'find', 'NAT', `external_ip=${BY_HAND}`)
  return { outside, edge, ip, one, two, row }
}

const measureFirst = async (scene: Scene, { outside, ip, one, two, row }: Estate): Promise<void> => {
  const { client } = scene
  const at = (turn: number): Vm => (turn % 2 === 0 ? two : one)
  const pairs = await inTurns(TURNS, {
    ours: async (turn) =>
      await untilFirst(outside, OURS, at(turn), async () => {
        await client.call(routes.floatingIps.update, { params: { id: ip.id }, body: { port: at(turn).id } })
      }),
    hand: async (turn) =>
      await untilFirst(outside, BY_HAND, at(turn), async () => {
        await scene.nbctl('set', 'NAT', row, `logical_ip=${at(turn).ip}`)
      }),
  })
  report('a floating IP moves until the first connection', pairs)
}

/** Of a conversation while something happens: how many of its pings have no answer. */
const lost = async (outside: Outside, address: string, happens: () => Promise<unknown>): Promise<number> => {
  const pinging = await converse(outside, address)
  await pause(BEFORE_MS)
  await happens()
  await pause(AFTER_MS)
  return (await pinging.stop()).lost
}

const say = (what: string, figures: readonly number[]): void => {
  const sorted = figures.toSorted((a, b) => a - b)
  print(`${what.padEnd(48)} lost ${sorted.join(' ')}, median ${String(median(figures))}`)
}

/** Both ways of each change, in turns, beside the same by hand for the one that OVN is slowest with. */
const measureLosses = async (scene: Scene, { outside, edge, ip, one, two, row }: Estate): Promise<void> => {
  type Change = Parameters<Edge['move']>[1]
  const ours = async (change: Change): Promise<number> =>
    await lost(outside, OURS, async () => await edge.move(ip, change))
  const hand = async (mac: string, { ip: inside, id }: Vm): Promise<number> =>
    await lost(outside, BY_HAND, async () => {
      await scene.nbctl('set', 'NAT', row, `logical_ip=${inside}`, `logical_port=${id}`, `external_mac="${mac}"`)
    })
  const figures: Record<string, number[]> = { central: [], across: [], toCentral: [], toDistributed: [], byHand: [] }
  const note = async (kind: keyof typeof figures, measured: Promise<number>): Promise<void> =>
    void figures[kind]?.push(await measured)
  await edge.move(ip, { port: one.id })
  await hand('02:00:00:00:00:60', one)
  for (let turn = 0; turn < LOSS_TURNS; turn++) {
    await note('central', ours({ port: two.id }))
    await note('central', ours({ port: one.id }))
    await note('toDistributed', ours({ distributed: true }))
    await note('across', ours({ port: two.id }))
    await note('across', ours({ port: one.id }))
    await note('toCentral', ours({ distributed: false }))
    await note('byHand', hand('02:00:00:00:00:60', turn % 2 === 0 ? two : one))
  }
  say('central, to another VM', figures['central'] ?? [])
  say('distributed, to another hypervisor', figures['across'] ?? [])
  say('distributed to central', figures['toCentral'] ?? [])
  say('central to distributed', figures['toDistributed'] ?? [])
  say('distributed, to another hypervisor, by hand', figures['byHand'] ?? [])
}

print(`load ${loadavg()[0]?.toFixed(1) ?? ''}`)
const { scene, end } = await startScene()
try {
  const estate = await build(scene)
  if (!process.argv.includes('--losses')) await measureFirst(scene, estate)
  await measureLosses(scene, estate)
  print(`load ${loadavg()[0]?.toFixed(1) ?? ''}`)
} finally {
  await end()
}
