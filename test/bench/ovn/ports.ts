import { randomUUID } from 'node:crypto'
import { routes } from '@quantumnet/api'
import { randomUuid, type Row, type Uuid } from '@quantumnet/ovsdb-jsonrpc'
import { inTurns, report } from './figures.ts'
import { named, ops, textIn, type Scene } from './scene.ts'
import { sight } from './sight.ts'

/** Milliseconds from the beginning until the port is in NB, in SB, and up. */
type Times = readonly [nb: number, sb: number, up: number]
const STAGES = ['NB', 'SB', 'up'] as const

/** From `make` on, of a VM whose interface is there already. */
const timed = async ({ ovn, nb, sb, settled }: Scene, id: string, make: () => Promise<unknown>): Promise<Times> => {
  await ovn.chassis[0]?.plug(id)
  await settled()
  const sights = [
    sight(nb, (_, row) => row['name'] === id),
    sight(sb, (_, row) => row['logical_port'] === id),
    sight(nb, (_, row) => row['name'] === id && row['up'] === true),
  ] as const
  const begun = performance.now()
  const [, inNb, inSb, up] = await Promise.all([make(), ...sights])
  return [inNb - begun, inSb - begun, up - begun]
}

const byProduct = async (scene: Scene): Promise<Times> => {
  const id = randomUUID()
  return await timed(scene, id, async () => {
    await scene.client.call(routes.ports.create, { body: { id, network: scene.network.id } })
  })
}

const without = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)))

/** The row of a port of the product with another name, in the same sets, and its address in a set of addresses. */
const byHand = async (scene: Scene, twin: string, turn: number): Promise<Times> => {
  const { nb } = scene
  const model = [...nb.rows('Logical_Switch_Port').values()].find((row) => row['type'] === '')
  if (model === undefined) throw new Error('there is no port to copy')
  const [id, uuid] = [randomUUID(), randomUuid<'Logical_Switch_Port'>()]
  const row = { ...without(model, ['_uuid', 'up', 'dynamic_addresses']), name: id, external_ids: {} }
  const joined = (['Logical_Switch', 'Port_Group'] as const).flatMap((table) =>
    [...nb.rows(table).values()]
      .filter((each) => (each['ports'] as readonly Uuid[]).includes(model['_uuid'] as Uuid))
      .map((each) => ops.mutate(table, each['_uuid'] as Uuid<typeof table>, [['ports', 'insert', [uuid]]])),
  )
  const address = `10.9.${String(turn >> 8)}.${String(turn & 255)}`
  const set = ops.mutate('Address_Set', named(nb, 'Address_Set', twin), [['addresses', 'insert', [address]]])
  return await timed(scene, id, async () => {
    await nb.transact([ops.insert('Logical_Switch_Port', uuid, row), ...joined, set])
  })
}

/** The counterpart of the group's set of addresses: as long, and in a rule of the same group. Gives its name. */
const makeTwin = async ({ nb }: Scene): Promise<string> => {
  const [set, rule] = [randomUuid<'Address_Set'>(), randomUuid<'ACL'>()]
  const group = [...nb.rows('Port_Group').values()].find((row) => textIn(row, 'name').startsWith('sg_'))
  const set4 = [...nb.rows('Address_Set').values()].find((row) => textIn(row, 'name') === `${textIn(group, 'name')}_v4`)
  const addresses = set4?.['addresses'] as readonly string[]
  const name = `twin${String(addresses.length)}`
  const match = `outport == @${textIn(group, 'name')} && ip4 && ip4.src == $${name} && tcp.dst == 1`
  await nb.transact([
    ops.insert('Address_Set', set, { name, addresses }),
    ops.insert('ACL', rule, { direction: 'to-lport', priority: 1697, action: 'allow-related', match }),
    ops.mutate('Port_Group', group?.['_uuid'] as Uuid<'Port_Group'>, [['acls', 'insert', [rule]]]),
  ])
  return name
}

/** A port, from the request to each stage, beside the same rows written by hand. */
export const measurePorts = async (scene: Scene, turns: number): Promise<void> => {
  await byProduct(scene)
  const twin = await makeTwin(scene)
  const among = scene.nb.rows('Logical_Switch_Port').size
  const sides = {
    ours: async () => await byProduct(scene),
    hand: async (turn: number) => await byHand(scene, twin, turn),
  }
  const all = await inTurns(turns, sides)
  for (const [at, stage] of STAGES.entries())
    report(
      `port to ${stage}, among ${String(among)}`,
      all.map(({ ours, hand }) => ({ ours: ours[at] ?? Number.NaN, hand: hand[at] ?? Number.NaN })),
    )
}
