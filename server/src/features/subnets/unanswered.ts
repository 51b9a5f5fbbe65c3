import type { Condition } from '@quantumnet/api'
import type { ShownSubnetRow } from './store.ts'

type Row = Pick<ShownSubnetRow, 'ipv6_mode' | 'gateway' | 'dns_address' | 'advertised' | 'updated_at'>

/** Why VMs of the subnet learn less than one might think; none where they learn all. Pure. */
export const unanswered = (row: Row): Condition[] => {
  const { ipv6_mode: mode, gateway, dns_address: dnsAddress, advertised, updated_at: at } = row
  const condition = (type: string, reason: string, message: string): Condition => ({
    ...{ type, reason, message, since: at.toISOString() },
  })
  const isAlone = gateway === null && dnsAddress === null && mode !== 'slaac'
  const isUnadvertised = mode !== null && mode !== 'dhcpv6-stateful' && !advertised
  return [
    ...(isAlone
      ? [condition('WithoutDhcp', 'NobodyAnswers', 'it has neither gateway nor DNS address that could answer DHCP')]
      : []),
    ...(isUnadvertised
      ? [
          condition(
            'NotAdvertised',
            'NoRouter',
            `hosts make their address from what a router advertises (${mode}), and none has an interface with the gateway's address here`,
          ),
        ]
      : []),
  ]
}
