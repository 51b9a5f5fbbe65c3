import type { DesiredPort, Shaping } from '@quantumnet/api'
import { keys } from './external-ids.ts'
import type { HtbSettings, VswitchInterface, VswitchQos } from './observe/vswitch-state.ts'

/**
 * What is sent to a VM is shaped on its interface, by a hierarchical token bucket of the kernel (ovs-vswitchd.conf.db(5), QoS linux-htb).
 * OVN's options of a logical port do nothing on every datapath (ADR 38).
 */

/** Puts a queue in front of an interface, or changes the one that is there. */
export interface Shape {
  readonly kind: 'shape'
  readonly interface: VswitchInterface
  readonly wanted: HtbSettings
}

/** Takes our queue away from an interface. */
export interface Unshape {
  readonly kind: 'unshape'
  readonly interface: VswitchInterface
}

/** Removes what an interface left behind that is gone: rows of QoS stay by themselves. */
export interface DropQos {
  readonly kind: 'drop-qos'
  readonly rows: readonly VswitchQos[]
}

export type ShapingAction = Shape | Unshape | DropQos

/** Without a limit of its own Open vSwitch takes the link's speed, which a tap says is 10 Mbit/s. */
const UNLIMITED_KBIT = 32_000_000
/** Devices of the kernel, which have queues; a vhost-user or patch port has none. */
const WITH_QUEUES: ReadonlySet<string> = new Set(['', 'internal', 'tap'])

const bits = (kbit: number): string => String(kbit * 1000)

export const htbSettings = ({ max, burst, min }: Shaping): HtbSettings => {
  const rate = bits(max ?? UNLIMITED_KBIT)
  return {
    qos: { 'max-rate': rate },
    queue: {
      'max-rate': rate,
      ...(min !== null && { 'min-rate': bits(min) }),
      ...(burst !== null && { burst: bits(burst) }),
    },
  }
}

export interface ShapingInput {
  readonly interfaces: readonly VswitchInterface[]
  /** undefined: nothing is known, and all stays as it is */
  readonly expected: readonly DesiredPort[] | undefined
  /** ours, and at no interface */
  readonly left: readonly VswitchQos[]
}

export interface ShapingPlan {
  readonly actions: readonly ShapingAction[]
  readonly problems: readonly string[]
}

/** Decides what interfaces need a queue. One that somebody else has shaped stays as it is. */
export const planShaping = ({ interfaces, expected, left }: ShapingInput): ShapingPlan => {
  const actions: ShapingAction[] = left.length === 0 ? [] : [{ kind: 'drop-qos', rows: left }]
  const problems: string[] = []
  const byPort = new Map<string, DesiredPort>((expected ?? []).map((port) => [port.id, port]))
  for (const each of interfaces) {
    const port = byPort.get(each.externalIds.get(keys.logicalPort) ?? '')
    if (port === undefined) continue
    const problem = port.shaping === null ? undefined : obstacle(each)
    if (problem === undefined) actions.push(...planOne(each, port.shaping))
    else problems.push(`port ${port.id} is not shaped: ${problem}`)
  }
  return { actions, problems }
}

const obstacle = ({ name, type, qos }: VswitchInterface): string | undefined => {
  if (!WITH_QUEUES.has(type)) return `interface ${name} is of type ${type}, which has no queues`
  if (qos !== null && !qos.isOurs) return `somebody else has put a QoS row on interface ${name}; remove one of the two`
  return undefined
}

const planOne = (each: VswitchInterface, shaping: Shaping | null): readonly ShapingAction[] => {
  if (shaping === null) return each.qos?.isOurs === true ? [{ kind: 'unshape', interface: each }] : []
  const wanted = htbSettings(shaping)
  const isThere =
    each.qos !== null && isSame(each.qos.settings.qos, wanted.qos) && isSame(each.qos.settings.queue, wanted.queue)
  return isThere ? [] : [{ kind: 'shape', interface: each, wanted }]
}

const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}
