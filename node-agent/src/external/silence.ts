import type { DesiredExternalAddress } from '@quantumnet/api'
import {
  arpOp,
  arpSpa,
  arpTpa,
  deleteFlows,
  dropFlow,
  ethSrc,
  ethType,
  icmpv6Code,
  icmpv6Type,
  ipProto,
  ndTarget,
  type Field,
  type Order,
} from '../openflow/index.ts'
import { bytesOfIp, bytesOfMac } from './bytes.ts'

type Announced = Pick<DesiredExternalAddress, 'address' | 'mac'>

/** OpenFlow's cookie tells these flows from OVN's and from the guards. */
const COOKIE = Buffer.from('00716e6d6f766564', 'hex')
/** ovn-controller announces an address after 1, 2, 4, 8 and 16 s. */
const SILENCE_S = 60
/** Where what ovn-controller sends by itself comes in: the first stage of a logical switch. Questions of others come from other ports, and pass. */
const FIRST_STAGE = 8
const PRIORITY = 65_000

const announcementOf = ({ address, mac }: Announced): readonly Field[] => {
  const [ip, from] = [bytesOfIp(address), ethSrc(bytesOfMac(mac))]
  return ip.length === 4
    ? [from, ethType(0x0806), arpOp(1), arpSpa(ip), arpTpa(ip)]
    : [from, ethType(0x86dd), ipProto(58), icmpv6Type(136), icmpv6Code(0), ndTarget(ip)]
}

const flows = (announced: Announced): { cookie: Buffer; table: number; match: readonly Field[] } => ({
  cookie: COOKIE,
  table: FIRST_STAGE,
  match: announcementOf(announced),
})

/** An announcement is dropped, for as long as ovn-controller may repeat it. */
export const silencing = (outdated: Announced): Order =>
  dropFlow({ ...flows(outdated), priority: PRIORITY, hardTimeoutS: SILENCE_S })

/** Takes `silencing` back. */
export const unsilencing = (address: Announced): Order => deleteFlows(flows(address))
