/** What flows do with packets: `ofp_action_header` and Open vSwitch's own kinds, which name themselves by a number beside. */

/** `ofp_instruction_type` of actions that are applied at once. */
const APPLY_ACTIONS = 4
const SET_FIELD = 25
const EXPERIMENTER = 0xffff
const NICIRA = 0x00002320
/** Before nested actions of `ct`. */
const CT_BYTES = 24

export interface Action {
  readonly type: number
  /** of Open vSwitch's own kinds; undefined: a kind of OpenFlow */
  readonly subtype: number | undefined
  /** all of it */
  readonly bytes: Buffer
}

/** Numbers of Open vSwitch's own kinds (`ofp_raw_action_type`). */
export const Subtype = { move: 6, ct: 35, nat: 36, controller: 37 } as const

const parseActions = (bytes: Buffer): readonly Action[] => {
  const actions: Action[] = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
    if (length < 8 || at + length > bytes.length) break
    const own = type === EXPERIMENTER && bytes.readUInt32BE(at + 4) === NICIRA
    const subtype = own ? bytes.readUInt16BE(at + 8) : undefined
    actions.push({ type, subtype, bytes: bytes.subarray(at, at + length) })
    at += length
  }
  return actions
}

/** Actions of instructions; none: packets are dropped. */
export const parseInstructions = (bytes: Buffer): readonly Action[] => {
  const actions: Action[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)]
    if (length < 8) break
    if (type === APPLY_ACTIONS) actions.push(...parseActions(bytes.subarray(at + 8, at + length)))
    at += length
  }
  return actions
}

/** Actions within one that tracks connections. */
export const nested = ({ subtype, bytes }: Action): readonly Action[] =>
  subtype === Subtype.ct ? parseActions(bytes.subarray(CT_BYTES)) : []

/** The field of a header of four bytes, whatever its class is called: old names are numbered as `arp`. */
const isEthSrc = (header: number): boolean => header === 0x80000806 || header === 0x00000406

export const setsEthSrc = ({ type, bytes }: Action): boolean => type === SET_FIELD && isEthSrc(bytes.readUInt32BE(4))

/** Whether it copies the sender's MAC address, as every answer begins. */
export const copiesEthSrc = ({ subtype, bytes }: Action): boolean =>
  subtype === Subtype.move && isEthSrc(bytes.readUInt32BE(16))

const NAT_DESTINATION = 2
const [NAT_HAS_IPV4, NAT_HAS_IPV6, NAT_BYTES] = [1, 4, 16]

/** The address that `nat` gives packets as their destination, as bytes; the first of several. */
export const natDestination = ({ subtype, bytes }: Action): Buffer | undefined => {
  if (subtype !== Subtype.nat || (bytes.readUInt16BE(12) & NAT_DESTINATION) === 0) return undefined
  const has = bytes.readUInt16BE(14)
  if ((has & NAT_HAS_IPV4) !== 0) return bytes.subarray(NAT_BYTES, NAT_BYTES + 4)
  return (has & NAT_HAS_IPV6) === 0 ? undefined : bytes.subarray(NAT_BYTES, NAT_BYTES + 16)
}
