import type { DesiredExternalAddress } from '@quantumnet/api'

type Announced = Pick<DesiredExternalAddress, 'address' | 'mac'>

/** OpenFlow's cookie tells these flows from OVN's and from the guards. */
const COOKIE = '0x716e6d6f766564'
/** ovn-controller announces an address after 1, 2, 4, 8 and 16 s. */
const SILENCE_S = 60

/** Where what ovn-controller sends by itself comes in: the first stage of a logical switch. Questions of others come from other ports, and pass. */
const announcementOf = ({ address, mac }: Announced): string =>
  address.includes(':')
    ? `table=8,icmp6,icmp_type=136,icmp_code=0,nd_target=${address},dl_src=${mac}`
    : `table=8,arp,arp_op=1,arp_spa=${address},arp_tpa=${address},dl_src=${mac}`

/** For `ovs-ofctl add-flow`: an announcement is dropped, for as long as ovn-controller may repeat it. */
export const silencingFlow = (outdated: Announced): string =>
  `cookie=${COOKIE},hard_timeout=${String(SILENCE_S)},priority=65000,${announcementOf(outdated)},actions=drop`

/** For `ovs-ofctl del-flows`: the same flow. */
export const silenced = (address: Announced): string => `cookie=${COOKIE}/-1,${announcementOf(address)}`
