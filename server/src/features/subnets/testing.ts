import type { SubnetRoot } from './load.ts'

/** What the tables of this folder, and of those that build on it, begin with. */

export const deployment = '0b6c1f5e-8d0e-4b53-9a53-3f6f6a1c2d01'
export const site = { deployment, dnsZone: 'internal' }

export const subnet: SubnetRoot = {
  id: '01990000-0000-7000-8000-000000000002',
  projectId: '01990000-0000-7000-8000-000000000004',
  generation: 1,
  appliedGeneration: 0,
  realizedGeneration: 0,
  conditions: [],
  deleting: false,
  networkId: '01990000-0000-7000-8000-000000000001',
  name: 'main',
  cidr: '10.0.0.0/24',
  ipv6Mode: null,
  gateway: '10.0.0.1',
  gatewayMac: '02:00:00:00:00:01',
  dnsAddress: '10.0.0.2',
  dnsMac: '02:00:00:00:00:02',
  dhcpEnabled: true,
  leaseSeconds: 86_400,
  mtuBytes: 1442,
  dnsServers: [],
  ntpServers: [],
  domainName: null,
  staticRoutes: [],
  dnsLabel: 'demo',
}

export const subnetV6: SubnetRoot = {
  ...subnet,
  id: '01990000-0000-7000-8000-000000000006',
  name: 'main-v6',
  cidr: '2001:db8::/64',
  ipv6Mode: 'dhcpv6-stateful',
  gateway: '2001:db8::1',
  dnsAddress: '2001:db8::2',
}
