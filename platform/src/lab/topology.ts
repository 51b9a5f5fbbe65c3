/**
 * Addresses of the lab. All of them live inside network namespaces of the run, so two labs on one machine may use the same ones.
 * Ranges: private (RFC 1918) for the underlay, TEST-NET-3 (RFC 5737) for the outside world.
 */
export const UNDERLAY_PREFIX_LENGTH = 24
export const CENTRAL_ADDRESS = '172.30.0.100'
export const EXTERNAL_GATEWAY = '203.0.113.1/24'

/** Where central's parts listen on the underlay. */
export const CENTRAL_PORTS = {
  api: 8080,
  southbound: 6642,
  dns: 5354,
  dnsHealth: 8053,
  edge: 53,
  edgeHealth: 8054,
  edgeReady: 8055,
  edgeMetrics: 8056,
} as const

export interface HypervisorPlan {
  /** Name of the chassis and of its agent. */
  readonly name: string
  /** Geneve's end on the underlay. */
  readonly encapIp: string
  readonly underlayMac: string
  readonly externalMac: string
}

/** The hypervisors of a lab, from hv1 on. */
export const planHypervisors = (count: number): readonly HypervisorPlan[] =>
  Array.from({ length: count }, (_, index) => {
    const number = index + 1
    const last = number.toString(16).padStart(2, '0')
    return {
      name: `hv${String(number)}`,
      encapIp: `172.30.0.${String(number)}`,
      underlayMac: `02:00:00:1e:00:${last}`,
      externalMac: `02:00:00:1e:ff:${last}`,
    }
  })
