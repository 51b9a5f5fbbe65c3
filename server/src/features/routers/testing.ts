import type { LoadedGateway, LoadedInterface, LoadedPolicy, LoadedRoute, RouterRoot } from './load.ts'

/** Routers as the reconciler loads them, for tables of cases. */

export const idOf = (last: number): string => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`

const settings = {
  ...{ ipv6Mode: null, gatewayMac: null, dnsAddress: null, dnsMac: null, dhcpEnabled: true, leaseSeconds: 86_400 },
  ...{ dnsServers: [], ntpServers: [], domainName: null, staticRoutes: [], dnsLabel: 'red' },
}

/** An interface in `10.0.<n>.0/24`, whose gateway it is. */
export const interfaceOf = (n: number, rest: Partial<LoadedInterface> = {}): LoadedInterface => ({
  ...settings,
  ...{ id: idOf(100 + n), networkId: idOf(200 + n), networkType: 'overlay', isForeign: false, mtuBytes: 1442 },
  portId: null,
  ...{ cidr: `10.0.${String(n)}.0/24`, ip: `10.0.${String(n)}.1`, gateway: `10.0.${String(n)}.1` },
  mac: `02:00:00:00:00:0${String(n)}`,
  ...rest,
})

export const gateway: LoadedGateway = {
  ...{ networkId: idOf(299), isForeign: false, mtuBytes: 1500 },
  addresses: [{ ip: '203.0.113.10', mac: '02:00:00:00:ff:01', cidr: '203.0.113.0/24', gateway: '203.0.113.1' }],
}

export const routeOf = (destination: string, nextHop: string, bfd = false): LoadedRoute => ({
  ...{ id: idOf(301), destination, nextHop, bfd },
})

export const policyOf = (match: Partial<LoadedPolicy['match']>, rest: Partial<LoadedPolicy> = {}): LoadedPolicy => ({
  ...{ id: idOf(401), priority: 100, action: 'drop', nextHops: [] },
  match: {
    ...{ source: null, destination: null, protocol: 'any', source_ports: null, destination_ports: null },
    inbound_interface: null,
    ...match,
  },
  ...rest,
})

export const routerOf = (rest: Partial<RouterRoot> = {}): RouterRoot => ({
  ...{ id: idOf(1), projectId: idOf(2), generation: 1, appliedGeneration: 0, realizedGeneration: 0, conditions: [] },
  ...{ deleting: false, name: 'edge', distributed: true, snat: true, askedNodes: [] },
  nodes: [{ name: 'hv1', gateway: true, service: 'in_service', isGivenUp: false }],
  ...{ gateway: null, interfaces: [interfaceOf(1)], routes: [], policies: [] },
  ...rest,
})
