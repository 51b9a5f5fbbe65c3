import { operationsOf, putKeys, randomUuid, TimedOutError, type Operation } from '@quantumnet/ovsdb-jsonrpc'
import { deviceOf } from '../edge/layout.ts'
import { keys } from '../external-ids.ts'
import { vswitchSchema, type VswitchTables } from '../gen/vswitch.ts'
import type { VswitchSession } from '../observe/vswitch.ts'
import type { VswitchInterface, VswitchQos, VswitchState } from '../observe/vswitch-state.ts'
import type { VswitchAction } from '../plan.ts'
import type { Shape } from '../shaping.ts'

const { insert, mutate, remove, update, wait } = operationsOf(vswitchSchema)
type VswitchOperation = Operation<keyof VswitchTables>

/** The transaction that does an action to the Open vSwitch that was observed. */
export const operationsFor = (
  action: VswitchAction,
  { root, bridge, externalIds }: VswitchState,
): VswitchOperation[] => {
  switch (action.kind) {
    case 'set-root-ids':
      return [mutate('Open_vSwitch', root, [...putKeys('external_ids', action.ids)])]
    case 'bind':
      return [
        unchanged(action.interface),
        mutate('Interface', action.interface.uuid, [
          ...putKeys('external_ids', { [keys.logicalPort]: action.port, [keys.boundBy]: action.by }),
        ]),
      ]
    case 'unplug':
      // Port and Interface are no root tables: out of the bridge they are gone.
      return bridge === null
        ? []
        : [unchanged(action.interface), mutate('Bridge', bridge.uuid, [['ports', 'delete', [action.interface.port]]])]
    case 'plug-edge':
      return bridge === null ? [] : plugEdge(action, bridge.uuid, externalIds.get(keys.deployment) ?? '')
    case 'shape':
      return [unchanged(action.interface), ...shape(action)]
    case 'unshape': {
      const { port, qos } = action.interface
      return [update('Port', port, { qos: null }), ...(qos === null ? [] : removeQos(qos))]
    }
    case 'drop-qos':
      return action.rows.flatMap(removeQos)
  }
}

const removeQos = ({ uuid, queue }: VswitchQos): VswitchOperation[] => [
  remove('QoS', uuid),
  ...(queue === null ? [] : [remove('Queue', queue)]),
]

/** New rows each time: in one transaction, so that the interface is never without a queue. */
const shape = ({ interface: { port, qos, externalIds }, wanted }: Shape): VswitchOperation[] => {
  const [ofQos, ofQueue] = [randomUuid<'QoS'>(), randomUuid<'Queue'>()]
  const tag = { external_ids: { [keys.shaped]: externalIds.get(keys.logicalPort) ?? '' } }
  return [
    insert('Queue', ofQueue, { other_config: wanted.queue, ...tag }),
    insert('QoS', ofQos, {
      type: 'linux-htb',
      queues: new Map([[0, ofQueue]]),
      other_config: wanted.qos,
      ...tag,
    }),
    update('Port', port, { qos: ofQos }),
    ...(qos === null ? [] : removeQos(qos)),
  ]
}

const plugEdge = (
  { edge }: Extract<VswitchAction, { readonly kind: 'plug-edge' }>,
  bridge: NonNullable<VswitchState['bridge']>['uuid'],
  deployment: string,
): VswitchOperation[] => {
  const [device, ofInterface, ofPort] = [deviceOf(edge.index), randomUuid<'Interface'>(), randomUuid<'Port'>()]
  return [
    insert('Interface', ofInterface, {
      name: device,
      type: 'internal',
      // Open vSwitch gives it to the device at birth, so a device made anew has it too.
      mac: edge.mac,
      external_ids: {
        [keys.logicalPort]: edge.interface_id,
        [keys.edge]: edge.subnet,
        [keys.deployment]: deployment,
      },
    }),
    insert('Port', ofPort, { name: device, interfaces: [ofInterface] }),
    mutate('Bridge', bridge, [['ports', 'insert', [ofPort]]]),
  ]
}

/** What was decided for one interface is not done to another that somebody made of it in the meantime. */
const unchanged = ({ uuid, name, externalIds }: VswitchInterface): VswitchOperation =>
  wait('Interface', uuid, { name, external_ids: externalIds })

/**
 * Carries out actions, each in a transaction of its own, so that one which fails stops no other. Gives what failed; an interface that
 * changed in the meantime is no failure: the change has woken the next pass.
 */
export const applyVswitch = async (
  session: VswitchSession,
  actions: readonly VswitchAction[],
  observed: VswitchState,
): Promise<readonly unknown[]> => {
  const failures: unknown[] = []
  for (const action of actions) {
    try {
      await session.transact(operationsFor(action, observed))
    } catch (error) {
      if (!(error instanceof TimedOutError)) failures.push(new Error(describe(action), { cause: error }))
    }
  }
  return failures
}

/** An action in words, for logs. */
export const describe = (action: VswitchAction): string => {
  switch (action.kind) {
    case 'set-root-ids':
      return `set external_ids of Open_vSwitch: ${Object.keys(action.ids).join(', ')}`
    case 'bind':
      return `bind interface ${action.interface.name} to port ${action.port} by ${action.by}`
    case 'unplug':
      return `remove interface ${action.interface.name}: ${action.why}`
    case 'plug-edge':
      return `make ${deviceOf(action.edge.index)} for the DNS of subnet ${action.edge.subnet}`
    case 'shape':
      return `shape what interface ${action.interface.name} sends to its VM: ${JSON.stringify(action.wanted.queue)}`
    case 'unshape':
      return `no longer shape interface ${action.interface.name}`
    case 'drop-qos':
      return `remove the shaping of ${String(action.rows.length)} interfaces that are gone`
  }
}
