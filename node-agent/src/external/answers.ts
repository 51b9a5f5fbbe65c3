import type { DesiredExternalAddress } from '@quantumnet/api'

/**
 * Whether this chassis has what OVN was told of an address, read from its flows: nothing else says so before seconds have passed. OVN has a flow
 * that answers for the address (stage lr_in_ip_input), and where another chassis does, one above it that drops the question.
 */

type Address = Pick<DesiredExternalAddress, 'address'>

const isV6 = ({ address }: Address): boolean => address.includes(':')

/** Flows that deal with the question who has an address, for `ovs-ofctl dump-flows`. */
export const questionsFor = (asked: Address): string =>
  isV6(asked) ? `icmp6,icmp_type=135,icmp_code=0,nd_target=${asked.address}` : `arp,arp_op=1,arp_tpa=${asked.address}`

/** Flows for what is sent to an address. */
export const packetsTo = (asked: Address): string =>
  isV6(asked) ? `ipv6,ipv6_dst=${asked.address}` : `ip,nw_dst=${asked.address}`

interface Responder {
  readonly priority: number
  readonly actions: string
}

const responders = (printed: string): ReadonlyMap<string, Responder> => {
  const first = new Map<string, Responder>()
  for (const line of printed.split('\n')) {
    const [, priority, , metadata, actions] =
      /priority=(\d+),(.*)metadata=(0x[0-9a-f]+).* actions=(drop|move:NXM_OF_ETH_SRC.*|controller\(.*)/.exec(line) ?? []
    if (metadata === undefined || actions === undefined) continue
    const found = { priority: Number(priority), actions }
    if (found.priority > (first.get(metadata)?.priority ?? -1)) first.set(metadata, found)
  }
  return first
}

/** `mod_dl_src` of an answer by OpenFlow, and the same bytes in one that ovn-controller makes. */
const names = ({ actions }: Responder, mac: string): boolean =>
  actions.includes(`mod_dl_src:${mac}`) || actions.includes(mac.replaceAll(':', '.'))

const namesAny = ({ actions }: Responder): boolean => actions.includes('mod_dl_src:')

/** Whether the address is answered here, and with its own MAC address or that of its router as is wanted. `printed`: of `questionsFor`. */
export const isAnswered = (
  printed: string,
  { mac, own_mac: ownMac }: Pick<DesiredExternalAddress, 'mac' | 'own_mac'>,
): boolean =>
  [...responders(printed).values()].some(
    (responder) => responder.actions !== 'drop' && (ownMac ? names(responder, mac) : !namesAny(responder)),
  )

/** Whether anybody answers for the address here. */
export const isAnsweredSomehow = (printed: string): boolean =>
  [...responders(printed).values()].some(({ actions }) => actions !== 'drop')

/** Whether what is sent to the address is led to this one inside. `printed`: of `packetsTo`. */
export const isLedTo = (printed: string, inside: string): boolean =>
  [`${inside})`, `${inside}:`, `[${inside}]`].some((end) => printed.includes(`nat(dst=${end}`))
