import type { DesiredExternalAddress } from '@quantumnet/api'
import {
  arpOp,
  arpTpa,
  copiesEthSrc,
  ethType,
  icmpv6Code,
  icmpv6Type,
  ipProto,
  ipv4Dst,
  ipv6Dst,
  natDestination,
  ndTarget,
  nested,
  setsEthSrc,
  Subtype,
  type Field,
  type Flow,
} from '../openflow/index.ts'
import { bytesOfIp, bytesOfMac } from './bytes.ts'

/**
 * Whether this chassis has what OVN was told of an address, read from its flows: nothing else says so before seconds have passed. OVN has a flow
 * that answers for the address (stage lr_in_ip_input), and where another chassis does, one above it that drops the question.
 */

const [IPV4, ARP, IPV6, ICMPV6, REQUEST, SOLICITATION] = [0x0800, 0x0806, 0x86dd, 58, 1, 135]

/** Flows that deal with the question who has an address. */
export const questionsFor = (address: string): readonly Field[] => {
  const asked = bytesOfIp(address)
  return asked.length === 4
    ? [ethType(ARP), arpOp(REQUEST), arpTpa(asked)]
    : [ethType(IPV6), ipProto(ICMPV6), icmpv6Type(SOLICITATION), icmpv6Code(0), ndTarget(asked)]
}

/** Flows for what is sent to an address. */
export const packetsTo = (address: string): readonly Field[] => {
  const asked = bytesOfIp(address)
  return asked.length === 4 ? [ethType(IPV4), ipv4Dst(asked)] : [ethType(IPV6), ipv6Dst(asked)]
}

const drops = ({ actions }: Flow): boolean => actions.length === 0

/** An answer is made of the question, by OpenFlow or, for IPv6, by ovn-controller. */
const isDecision = (flow: Flow): boolean => {
  const [first] = flow.actions
  return first === undefined || copiesEthSrc(first) || first.subtype === Subtype.controller
}

/** Of each logical datapath the flow that decides. */
const deciding = (flows: readonly Flow[]): readonly Flow[] => {
  const first = new Map<string, Flow>()
  for (const flow of flows) {
    if (flow.metadata === undefined || !isDecision(flow)) continue
    if (flow.priority > (first.get(flow.metadata)?.priority ?? -1)) first.set(flow.metadata, flow)
  }
  return [...first.values()]
}

/** The MAC address is an argument of its own in an answer by OpenFlow, and among those of one that ovn-controller makes. */
const names = ({ actions }: Flow, mac: Buffer): boolean => actions.some(({ bytes }) => bytes.includes(mac))

/** Whether the address is answered here, and with its own MAC address or that of its router as is wanted. `flows`: of `questionsFor`. */
export const isAnswered = (
  flows: readonly Flow[],
  { mac, own_mac: ownMac }: Pick<DesiredExternalAddress, 'mac' | 'own_mac'>,
): boolean =>
  deciding(flows).some(
    (flow) => !drops(flow) && (ownMac ? names(flow, bytesOfMac(mac)) : !flow.actions.some(setsEthSrc)),
  )

/** Whether anybody answers for the address here. */
export const isAnsweredSomehow = (flows: readonly Flow[]): boolean => deciding(flows).some((flow) => !drops(flow))

/** Whether what is sent to the address is led to this one inside. `flows`: of `packetsTo`. */
export const isLedTo = (flows: readonly Flow[], inside: string): boolean => {
  const wanted = bytesOfIp(inside)
  return flows.some(({ actions }) =>
    actions.flatMap(nested).some((action) => natDestination(action)?.equals(wanted) ?? false),
  )
}
