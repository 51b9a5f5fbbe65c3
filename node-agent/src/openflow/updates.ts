import { parseInstructions, type Action } from './actions.ts'
import { parseMatch } from './match.ts'

/** A flow as a switch tells of it. */
export interface Flow {
  /** no other flow of the switch has it */
  readonly key: string
  /** of its match, each with its value, in hexadecimal */
  readonly fields: readonly string[]
  readonly priority: number
  /** OVN's number of a logical datapath, in hexadecimal */
  readonly metadata: string | undefined
  /** none: it drops */
  readonly actions: readonly Action[]
}

export interface FlowUpdate {
  readonly flow: Flow
  readonly isGone: boolean
}

/** `ofp_flow_update_event`. Abbreviations are of what we did ourselves; pauses are made good when they end. */
const [INITIAL, ADDED, REMOVED, MODIFIED] = [0, 1, 2, 3]
const FULL: readonly number[] = [INITIAL, ADDED, REMOVED, MODIFIED]
const [MULTIPART_BYTES, FULL_BYTES] = [8, 24]
const FLOW_MONITOR = 16
const MORE = 1

/** The body of a multipart answer, when it is one of a flow monitor. `isLast`: nothing more comes of what was there before. */
export const parseUpdates = (
  body: Buffer,
): { readonly updates: readonly FlowUpdate[]; readonly isLast: boolean } | undefined => {
  if (body.length < MULTIPART_BYTES || body.readUInt16BE(0) !== FLOW_MONITOR) return undefined
  const updates: FlowUpdate[] = []
  for (let at = MULTIPART_BYTES; at + 8 <= body.length;) {
    const [length, event] = [body.readUInt16BE(at), body.readUInt16BE(at + 2)]
    if (length < 8 || at + length > body.length) break
    if (FULL.includes(event)) updates.push({ flow: flowOf(body.subarray(at, at + length)), isGone: event === REMOVED })
    at += length
  }
  return { updates, isLast: (body.readUInt16BE(2) & MORE) === 0 }
}

const flowOf = (bytes: Buffer): Flow => {
  const [table, priority] = [bytes.readUInt8(4), bytes.readUInt16BE(10)]
  const { fields, metadata, length } = parseMatch(bytes.subarray(FULL_BYTES))
  return {
    key: `${String(table)} ${String(priority)} ${fields.join(' ')}`,
    fields,
    priority,
    metadata,
    actions: parseInstructions(bytes.subarray(FULL_BYTES + length)),
  }
}
