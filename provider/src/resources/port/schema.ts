import {
  bool,
  computed,
  defaulted,
  nullable,
  object,
  objectList,
  optional,
  optionalComputed,
  required,
  requiresReplace,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, optionalName, readOnly } from '../kit/common.ts'
import { fqdn, ip, mac } from '../kit/kinds.ts'

const fixedIp = {
  subnet: optionalComputed(string, 'Id of the subnet. Default: the one that holds the address, else any with room.', {
    plan: [useStateForUnknown({ unless: ['ip'] })],
  }),
  ip: optionalComputed(ip, 'The address. Default: the next free one.', {
    plan: [useStateForUnknown({ unless: ['subnet'] })],
  }),
}

const vm = {
  id: optional(string, 'Its id where it comes from, such as the UUID in libvirt.'),
  name: optional(string, 'Its name.'),
}

const binding = {
  node: computed(nullable(string), 'The hypervisor.'),
  state: computed(string, '`unbound`, `up`, `down` or `unverified`.'),
  reason: computed(nullable(string), 'Why it is not up.'),
  since: computed(string, 'Since when (RFC 3339).'),
}

const attributes = {
  id,
  project: computed(string, "Id of the project, which is the network's.", { plan: [useStateForUnknown()] }),
  network: required(string, 'Id of the network.', { plan: [requiresReplace()] }),
  name: optionalName,
  ...described,
  fixed_ips: optionalComputed(
    objectList(fixedIp),
    'Its addresses. Default: one from the first subnet of the network. `[]`: none.',
    { plan: [useStateForUnknown(), requiresReplace()] },
  ),
  mac: optionalComputed(mac, 'Its MAC address. Default: generated.', {
    plan: [useStateForUnknown(), requiresReplace()],
  }),
  vm: optional(object(vm), 'The VM that it belongs to.'),
  hostname: optionalComputed(nullable(string), 'First label of its name in DNS. Default: made from `vm.name`.', {
    plan: [useStateForUnknown({ unless: ['vm'] })],
  }),
  fqdn: computed(nullable(fqdn), 'Its name in DNS; null without a hostname.', {
    plan: [useStateForUnknown({ unless: ['hostname'] })],
  }),
  port_security: defaulted(bool, true, 'Whether it may send only from its own addresses, and is filtered.'),
  admin_up: defaulted(bool, true, 'Whether it passes traffic.'),
  node: optional(string, 'The only hypervisor that may bind it. Left out: any.'),
  interface_id: computed(string, "What the VM's interface carries as `external_ids:iface-id` on its hypervisor.", {
    plan: [useStateForUnknown()],
  }),
  binding: computed(object(binding), 'Where it is plugged in.'),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: "A VM's network interface: a MAC address, addresses, and a name in DNS.",
  attributes,
} satisfies Schema
export type Port = typeof attributes
