import { floatingIpRoutes } from '@quantumnet/api'
import type { DerivedKind } from '../kit/derive/resource.ts'

export const floatingIp: DerivedKind = {
  kind: 'floating_ip',
  routes: floatingIpRoutes,
  description:
    'An address of an external network that a project holds, and may give to one of its ports: here, or by a `quantumnet_floating_ip_association`.',
  hints: {
    project: { fromProvider: true },
    network: { text: 'Id of an external network of the project, or of one that is shared with it.' },
    subnet: {
      text: 'Id of the subnet. Default: the one around `address`, or the first with a free address.',
      follows: ['network', 'address'],
    },
    address: { text: 'The address. Default: the next free one.', follows: ['network', 'subnet'] },
    port: {
      text: 'Id of the port that it stands for, or `"none"`. Left out: as it is, which is none at first.',
      optionalComputed: true,
      none: true,
    },
    fixed_ip: {
      text: 'Address of the port that it stands for. Default: the first one in the family of the address.',
      follows: ['port'],
    },
    router: { text: 'Id of the router that translates it.' },
    distributed: {
      text: "Whether the VM's own hypervisor answers for it, which needs the external network there. Default: `false`.",
    },
    placement: {
      text: '`central` or `distributed`: the former although `distributed` is asked for while a port forward or load balancer needs the gateway, or the router is not distributed.',
    },
  },
  together: ['port', 'fixed_ip'],
}
