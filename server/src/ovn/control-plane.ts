import type { Owner } from './external-ids.ts'
import { COPP, meterName } from './names.ts'
import { coppMeterRef, coppRef } from './refs.ts'
import type { DesiredRow } from './rows.ts'
import { copp } from './tables/copp.ts'
import { meter } from './tables/meter.ts'

/**
 * Packets that switches and routers hand to ovn-controller, by what they ask of it (ovn-nb(5), Copp), and how many of each a hypervisor
 * takes in a second. All of its ports share one rate, and each protocol has its own: a flood of one starves no other. The rates are far above
 * what VMs need and far below what ovn-controller can do (ADR 39).
 */
const PACKETS_PER_SECOND = {
  arp: 500,
  'arp-resolve': 500,
  'dhcpv4-opts': 1_000,
  'dhcpv6-opts': 1_000,
  dns: 500,
  'icmp4-error': 200,
  'icmp6-error': 200,
  igmp: 200,
  'nd-na': 500,
  'nd-ns': 500,
  'nd-ns-resolve': 500,
  'nd-ra-opts': 500,
  'tcp-reset': 200,
  reject: 200,
} as const

export type Policed = keyof typeof PACKETS_PER_SECOND

const isPoliced = (text: string): text is Policed => text in PACKETS_PER_SECOND
const policed = Object.keys(PACKETS_PER_SECOND).filter(isPoliced)

/** What every switch and router of the deployment refers to. */
export const controlPlane = (owner: Owner): readonly DesiredRow[] => {
  const { deployment } = owner
  const meters = Object.fromEntries(policed.map((protocol) => [protocol, meterName(protocol)]))
  return [
    ...policed.flatMap((protocol) => {
      const rate = PACKETS_PER_SECOND[protocol]
      const fields = { name: meterName(protocol), packetsPerSecond: rate, burstPackets: rate, isFair: false }
      return meter(owner, coppMeterRef(deployment, protocol), fields)
    }),
    copp(owner, coppRef(deployment), { name: COPP, meters }),
  ]
}
