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
  requiresReplaceIf,
  setOf,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, optionalName, readOnly } from '../kit/common.ts'
import { fqdn, mac, uuid } from '../kit/kinds.ts'
import { losesSubnet } from './loses-subnet.ts'
import { addressPair, binding, dhcpOptions, fixedIp, vm } from './parts.ts'

const attributes = {
  id,
  network: required(uuid, 'Id of the network.', { plan: [requiresReplace()] }),
  project: optionalComputed(
    uuid,
    "Id of the project that owns it. Default: the network's; on a network shared with the caller's project, the caller's.",
    { plan: [useStateForUnknown({ unless: ['network'] }), requiresReplace()] },
  ),
  name: optionalName,
  ...described,
  type: defaulted(
    string,
    'vm',
    "`vm`: a VM's interface. `virtual`: an address that several ports share by VRRP or the like.",
    { plan: [requiresReplace()] },
  ),
  fixed_ips: optionalComputed(
    objectList(fixedIp),
    'Its addresses, up to 16. Default: one of each family that the network has subnets of at that moment: refer to the subnet here, ' +
      'such as `[{ subnet = quantumnet_subnet.example.id }]`, or name it in `depends_on`, or Terraform may make it too late. `[]`: none.',
    { plan: [useStateForUnknown(), requiresReplaceIf(losesSubnet)] },
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
  wildcard: defaulted(bool, false, 'Whether `*.<hostname>` answers like the hostname.'),
  port_security: optionalComputed(
    bool,
    "Whether it may send only from its own addresses, and is filtered. Default: the network's `port_security_default`.",
    { plan: [useStateForUnknown()] },
  ),
  security_groups: optionalComputed(
    setOf(uuid),
    "Ids of its security groups, up to 32. Default: the project's group `default`, and none without `port_security`. `[]`: none.",
    { plan: [useStateForUnknown({ unless: ['port_security'] })] },
  ),
  allowed_address_pairs: defaulted(
    objectList(addressPair),
    [],
    'What it may send from beside its own addresses: up to 64 addresses or blocks.',
  ),
  dhcp_options: optional(object(dhcpOptions), 'What DHCP tells this port otherwise than the others of its subnet.'),
  qos_policy: defaulted(nullable(uuid), null, 'Id of the policy that limits its traffic, of the same project.'),
  admin_up: defaulted(bool, true, 'Whether it passes traffic.'),
  node: optional(string, 'The only hypervisor that may bind it. Left out: any.'),
  interface_id: computed(string, "What the VM's interface carries as `external_ids:iface-id` on its hypervisor.", {
    plan: [useStateForUnknown()],
  }),
  libvirt_xml: computed(string, 'The `<interface>` of a libvirt domain that plugs it in.', {
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
