import type { CreatePort, Port as View, UpdatePort } from '@quantumnet/api'
import type { z } from 'zod'
import { type Drafts, type Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given, objects, orNull, texts } from '../kit/given.ts'
import type { Port } from './schema.ts'

/** Conversion between Terraform's values and the API's. */

type Body = z.input<typeof CreatePort>

interface VmBody {
  readonly id: string | null
  readonly name: string | null
}

/** Both fields always: in an update, one that is left out would stay as it was. */
const vmBody = (values: Drafts<Port>): VmBody => {
  const vm = given(values.vm)
  return { id: given(vm?.id) ?? null, name: given(vm?.name) ?? null }
}

/** A reservation stands alone until it has become an address, by which it is named from then on. */
const fixedIpsBody = (values: Drafts<Port>): Body['fixed_ips'] =>
  objects(values.fixed_ips, (fixed) => {
    const ip = given(fixed?.ip)
    return {
      address: ip === undefined ? given(fixed?.address) : undefined,
      subnet: given(fixed?.subnet),
      ip,
    }
  })

const pairsBody = (values: Drafts<Port>): Body['allowed_address_pairs'] =>
  objects(values.allowed_address_pairs, (pair) => ({ ip: given(pair?.ip) ?? '', mac: orNull(pair?.mac) }))

/** All that it is to have: what is left out of an update is no longer told. */
const dhcpOptionsBody = (values: Drafts<Port>): Body['dhcp_options'] => {
  const options = given(values.dhcp_options)
  return {
    dns_servers: texts(options?.dns_servers ?? null),
    ntp_servers: texts(options?.ntp_servers ?? null),
    domain_name: given(options?.domain_name),
    tftp_server: given(options?.tftp_server),
    bootfile_name: given(options?.bootfile_name),
  }
}

/** What create and update requests have in common. */
const changeable = (values: Drafts<Port>): Omit<z.input<typeof UpdatePort>, 'node'> => ({
  ...commonBody(values),
  name: given(values.name),
  fixed_ips: fixedIpsBody(values),
  hostname: given(values.hostname),
  wildcard: given(values.wildcard),
  vm: vmBody(values),
  port_security: given(values.port_security),
  security_groups: texts(values.security_groups),
  allowed_address_pairs: pairsBody(values),
  dhcp_options: dhcpOptionsBody(values),
  qos_policy: orNull(values.qos_policy),
  admin_up: given(values.admin_up),
})

export const createBody = (values: Drafts<Port>): Body => ({
  ...changeable(values),
  hostname: given(values.hostname),
  project: given(values.project),
  network: given(values.network) ?? '',
  // What else a type may be, the API's schema decides, for whose check this is made too.
  type: given(values.type) as View['type'] | undefined,
  mac: given(values.mac),
  node: given(values.node),
})

export const updateBody = (values: Drafts<Port>): z.input<typeof UpdatePort> => ({
  ...changeable(values),
  node: given(values.node) ?? null,
})

const vmState = ({ id, name }: View['vm']): Knowns<Port>['vm'] => (id === null && name === null ? null : { id, name })

const dhcpOptionsState = (options: View['dhcp_options']): Knowns<Port>['dhcp_options'] =>
  Object.values(options).every((value) => value === undefined)
    ? null
    : {
        dns_servers: options.dns_servers ?? null,
        ntp_servers: options.ntp_servers ?? null,
        domain_name: options.domain_name ?? null,
        tftp_server: options.tftp_server ?? null,
        bootfile_name: options.bootfile_name ?? null,
      }

export const stateOf = (view: View): Knowns<Port> => ({
  id: view.id,
  network: view.network,
  project: view.project,
  ...commonState(view),
  type: view.type,
  fixed_ips: view.fixed_ips.map((fixed) => ({ ...fixed, address: null })),
  mac: view.mac,
  vm: vmState(view.vm),
  hostname: view.hostname,
  fqdn: view.fqdn,
  wildcard: view.wildcard,
  port_security: view.port_security,
  security_groups: view.security_groups,
  allowed_address_pairs: view.allowed_address_pairs,
  dhcp_options: dhcpOptionsState(view.dhcp_options),
  qos_policy: view.qos_policy,
  admin_up: view.admin_up,
  node: view.node,
  interface_id: view.interface_id,
  libvirt_xml: view.libvirt_xml,
  binding: view.binding,
})
