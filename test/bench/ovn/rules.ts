import { MOST_RULES, routes, type Arguments } from '@quantumnet/api'
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import { inTurns, print, report } from './figures.ts'
import { named, ops, textIn, type Scene } from './scene.ts'
import { sight } from './sight.ts'

/** Milliseconds until a flow that opens this TCP port is in SB. */
const untilFlow = async ({ sb, settled }: Scene, port: number, make: () => Promise<unknown>): Promise<number> => {
  await settled()
  const text = `tcp.dst == ${String(port)}`
  const seen = sight(sb, (table, row) => table === 'Logical_Flow' && textIn(row, 'match').includes(text))
  const begun = performance.now()
  const [, at] = await Promise.all([make(), seen])
  return at - begun
}

/** The project's default group: all its ports are in it. */
const defaultGroup = async ({ client, project }: Scene): Promise<string> => {
  const { items } = await client.call(routes.securityGroups.list, { query: { project: project.id, name: 'default' } })
  const [group] = items
  if (group === undefined) throw new Error('the project has no default group')
  return group.id
}

type Rule = NonNullable<Arguments<typeof routes.securityGroups.replaceRules>['body']>['rules'][number]

const ruleOf = (port: number): Rule => ({
  ...{ direction: 'ingress', ethertype: 'ipv4', protocol: 'tcp' },
  ...{ port_min: port, port_max: port, remote_cidr: '192.0.2.0/24' },
})

const byHand = async ({ nb }: Scene, groupRow: string, port: number): Promise<void> => {
  const uuid = randomUuid<'ACL'>()
  const match = `outport == @${groupRow} && ip4 && ip4.src == 192.0.2.0/24 && tcp && tcp.dst == ${String(port)}`
  await nb.transact([
    ops.insert('ACL', uuid, { direction: 'to-lport', priority: 1697, action: 'allow-related', match }),
    ops.mutate('Port_Group', named(nb, 'Port_Group', groupRow), [['acls', 'insert', [uuid]]]),
  ])
}

/** One more rule in the group of all ports, from the request to SB, beside the same ACL written by hand. */
export const measureRules = async (scene: Scene, turns: number, first: number): Promise<void> => {
  const group = await defaultGroup(scene)
  const row = `sg_${group.replaceAll('-', '_')}`
  const { client, nb } = scene
  const ours = async (turn: number): Promise<number> =>
    await untilFlow(scene, first + turn, async () => {
      const body = { security_group: group, ...ruleOf(first + turn) }
      await client.call(routes.securityGroupRules.create, { body })
    })
  const hand = async (turn: number): Promise<number> =>
    await untilFlow(scene, first + turns + turn, async () => {
      await byHand(scene, row, first + turns + turn)
    })
  const all = await inTurns(turns, { ours, hand })
  const [ports, acls] = [nb.rows('Logical_Switch_Port').size, nb.rows('ACL').size]
  report(`a rule on a group of ${String(ports)} ports to SB`, all)
  print(`  with ${String(acls)} ACL rows in all`)
}

/** As many rules at once as a group can have, from the request to SB. */
export const measureManyRules = async (scene: Scene): Promise<void> => {
  const params = { id: await defaultGroup(scene) }
  const { client } = scene
  const rules = Array.from({ length: MOST_RULES }, (_, at) => ruleOf(30_000 + at))
  const took = await untilFlow(scene, 30_000 + MOST_RULES - 1, async () => {
    const { generation: ifMatch } = await client.call(routes.securityGroups.getRules, { params })
    await client.call(routes.securityGroups.replaceRules, { params, body: { rules } }, { ifMatch })
  })
  print(`${String(MOST_RULES)} rules put into the group at once: ${took.toFixed(0)} ms to SB`)
}
