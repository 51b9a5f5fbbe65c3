import { bool, defaulted, int, object, required, requiresReplace, string, type Schema } from '../../framework/index.ts'
import { described, id, name, readOnly } from '../kit/common.ts'

const dhcp = {
  enabled: defaulted(bool, true, 'Whether VMs get their addresses by DHCP.'),
  lease_time: defaulted(int, 86_400, 'Seconds that a lease lasts: 60 to 31536000.'),
}

const attributes = {
  id,
  project: required(string, 'Id of the project that owns it.', { plan: [requiresReplace()] }),
  name,
  ...described,
  type: defaulted(string, 'overlay', 'How it is carried between hypervisors: `overlay`, which is Geneve.', {
    plan: [requiresReplace()],
  }),
  mtu: defaulted(int, 1442, 'Bytes of an IP packet in a VM, 576 to 8942. The default fits an underlay of 1500 bytes.'),
  dhcp: defaulted(object(dhcp), { enabled: true, lease_time: 86_400 }, 'DHCP in its subnets.'),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: 'A layer-2 segment. Subnets give it addresses, ports plug VMs into it.',
  attributes,
} satisfies Schema
export type Network = typeof attributes
