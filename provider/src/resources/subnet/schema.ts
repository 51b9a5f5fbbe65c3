import {
  computed,
  objectList,
  optionalComputed,
  required,
  requiresReplace,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, name, readOnly } from '../kit/common.ts'
import { cidr, ip, ipOrNone } from '../kit/kinds.ts'

const fixed = { plan: [useStateForUnknown(), requiresReplace()] }

const range = {
  start: required(ip, 'First address.'),
  end: required(ip, 'Last address; it is given out too.'),
}

const attributes = {
  id,
  project: computed(string, "Id of the project, which is the network's.", { plan: [useStateForUnknown()] }),
  network: required(string, 'Id of the network that it gives addresses to.', { plan: [requiresReplace()] }),
  name,
  ...described,
  cidr: required(cidr, 'Its block, such as `10.0.0.0/24`. Blocks of one network never overlap.', {
    plan: [requiresReplace()],
  }),
  gateway: optionalComputed(
    ipOrNone,
    'Default router of the VMs. Default: the first address. `"none"`: VMs get no default route.',
    fixed,
  ),
  dns_address: optionalComputed(
    ipOrNone,
    'Where VMs ask for names. Default: the address after the gateway. `"none"`: no DNS in this subnet.',
    fixed,
  ),
  allocation_ranges: optionalComputed(
    objectList(range),
    'Where addresses come from when a port asks for none in particular. Default: all host addresses.',
    { plan: [useStateForUnknown()] },
  ),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: 'A block of addresses on a network, with DHCP, a gateway and a DNS address.',
  attributes,
} satisfies Schema
export type Subnet = typeof attributes
