import {
  computed,
  defaulted,
  listOf,
  nullable,
  optional,
  optionalComputed,
  required,
  string,
  useStateForUnknown,
} from '../../framework/index.ts'
import { ip, ipOrCidr, mac, uuid } from '../kit/kinds.ts'

/** The objects that a port consists of. */

export const fixedIp = {
  address: optional(
    uuid,
    'Id of a reserved address that the port takes over, with its hostname and MAC address. Stands alone.',
    { unanswered: true },
  ),
  subnet: optionalComputed(uuid, 'Id of the subnet. Default: the one that holds the address, else any with room.', {
    plan: [useStateForUnknown({ unless: ['address', 'ip'] })],
  }),
  ip: optionalComputed(ip, 'The address. Default: the next free one.', {
    plan: [useStateForUnknown({ unless: ['address', 'subnet'] })],
  }),
}

export const vm = {
  id: optional(string, 'Its id where it comes from, such as the UUID in libvirt.'),
  name: optional(string, 'Its name.'),
}

export const addressPair = {
  ip: required(ipOrCidr, 'An address, or a block.'),
  mac: defaulted(nullable(mac), null, "MAC address. Left out: the port's own."),
}

export const dhcpOptions = {
  dns_servers: optional(listOf(ip), 'Up to 8 servers that the VM asks for names.'),
  ntp_servers: optional(listOf(ip), 'Up to 8 time servers.'),
  domain_name: optional(string, 'Search domain (option 15).'),
  tftp_server: optional(string, 'Name or address of the server that it boots from (option 66).'),
  bootfile_name: optional(string, 'What it boots (option 67).'),
}

export const binding = {
  node: computed(nullable(string), 'The hypervisor.'),
  state: computed(string, '`unbound`, `up`, `down` or `unverified`.'),
  reason: computed(nullable(string), 'Why it is not up.'),
  since: computed(string, 'Since when (RFC 3339).'),
}
