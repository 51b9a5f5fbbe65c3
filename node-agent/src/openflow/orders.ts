import { encodeMatch, type Field } from './match.ts'
import { MessageType, padded, type Order } from './message.ts'

/** What a switch is told to do. */

/** `OFP_NO_BUFFER`, `OFPP_ANY` and `OFPG_ANY`: each says "none of it". */
const NONE = 0xffffffff
const FROM_CONTROLLER = 0xfffffffd
const [ADD, DELETE] = [0, 3]
const ALL_TABLES = 0xff
const OUTPUT_ACTION_BYTES = 16

const numbers = (...values: readonly (readonly [value: number, bytes: number])[]): Buffer =>
  Buffer.concat(
    values.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes)
      buffer.writeUIntBE(value, 0, bytes)
      return buffer
    }),
  )

/** Puts a frame out at a port, as OpenFlow counts them. */
export const packetOut = (port: number, frame: Buffer): Order => ({
  type: MessageType.packetOut,
  body: Buffer.concat([
    numbers([NONE, 4], [FROM_CONTROLLER, 4], [OUTPUT_ACTION_BYTES, 2], [0, 6]),
    numbers([0, 2], [OUTPUT_ACTION_BYTES, 2], [port, 4], [0, 2], [0, 6]),
    frame,
  ]),
})

interface Flows {
  /** tells whose they are; no other flow is touched */
  readonly cookie: Buffer
  readonly table: number
  readonly match: readonly Field[]
}

interface Lasting {
  readonly priority: number
  readonly hardTimeoutS: number
}

const flowMod = (
  command: number,
  { cookie, table, match, priority, hardTimeoutS, cookieMask }: Flows & Lasting & { readonly cookieMask: Buffer },
): Order => ({
  type: MessageType.flowMod,
  body: Buffer.concat([
    ...[cookie, cookieMask],
    numbers([table, 1], [command, 1], [0, 2], [hardTimeoutS, 2], [priority, 2]),
    numbers([NONE, 4], [NONE, 4], [NONE, 4], [0, 2], [0, 2]),
    encodeMatch(match),
  ]),
})

/** Drops packets for a while. */
export const dropFlow = (flow: Flows & Lasting): Order => flowMod(ADD, { ...flow, cookieMask: Buffer.alloc(8) })

/** Takes back what `dropFlow` made. */
export const deleteFlows = (flows: Flows): Order =>
  flowMod(DELETE, { ...flows, priority: 0, hardTimeoutS: 0, cookieMask: Buffer.alloc(8, 0xff) })

const FLOW_MONITOR = 16
/** Those that are there, then what is added, removed and modified, with instructions. */
const EVERYTHING = 0x1f
const [MONITOR_ADD, MONITOR_DELETE] = [0, 2]

const monitor = (id: number, command: number, match: readonly Field[]): Order => ({
  type: MessageType.multipartRequest,
  body: Buffer.concat([
    numbers([FLOW_MONITOR, 2], [0, 2], [0, 4]),
    numbers([id, 4], [NONE, 4], [NONE, 4], [EVERYTHING, 2], [ALL_TABLES, 1], [command, 1]),
    encodeMatch(match),
  ]),
})

/** Tells of all flows whose match has these fields and perhaps others, until it is told not to. */
export const watch = (id: number, match: readonly Field[]): Order => monitor(id, MONITOR_ADD, match)

export const unwatch = (id: number): Order => monitor(id, MONITOR_DELETE, [])

/** One end of what is tracked, in one of its two directions. */
export interface TrackedEnd {
  readonly end: 'source' | 'destination'
  /** 4 or 16 bytes */
  readonly address: Buffer
  /** default: any; only of a protocol that is named */
  readonly port?: number
}

const [NICIRA, CT_FLUSH] = [0x00002320, 32]
const [ORIGINAL, REPLY] = [0, 1]
const ENDS = { source: 0, destination: 1 } as const
const PORTS = { source: 2, destination: 3 } as const
const IPV4_MAPPED = Buffer.from(`${'00'.repeat(10)}ffff`, 'hex')

const tuple = (direction: number, { end, address, port }: TrackedEnd): Buffer => {
  const whole = address.length === 16 ? address : Buffer.concat([IPV4_MAPPED, address])
  const of = padded(Buffer.concat([numbers([ENDS[end], 2], [4 + whole.length, 2]), whole]))
  const inner = port === undefined ? of : Buffer.concat([of, numbers([PORTS[end], 2], [8, 2], [port, 2], [0, 2])])
  return Buffer.concat([numbers([direction, 2], [8 + inner.length, 2], [0, 4]), inner])
}

/**
 * Forgets connections of any zone that have this end as they came, and this one as they are answered (`NXT_CT_FLUSH`, Open vSwitch 3.1). `protocol`: IP's number;
 * 0: any.
 */
export const forgetTracked = (original: TrackedEnd, reply: TrackedEnd, protocol = 0): Order => ({
  type: MessageType.experimenter,
  body: Buffer.concat([
    numbers([NICIRA, 4], [CT_FLUSH, 4]),
    ...[numbers([protocol, 1], [0, 1], [0, 6]), tuple(ORIGINAL, original), tuple(REPLY, reply)],
  ]),
})
