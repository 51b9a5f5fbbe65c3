import type { DesiredEdge, Zone } from '@quantumnet/api'

/** A network by its letter: all of them have 10.0.0.0/24, their own zone, and a localport for DNS at 10.0.0.2. */
export const edgeOf = (letter: string): DesiredEdge => ({
  subnet: `01980000-0000-7000-8000-0000000000${letter.repeat(2)}`,
  network: `01980000-0000-7000-8000-0000000001${letter.repeat(2)}` as DesiredEdge['network'],
  cidr: '10.0.0.0/24',
  address: '10.0.0.2',
  mac: `0a:00:00:00:0${letter}:02`,
  interface_id: `dns-${letter}`,
  zone: `proj-${letter}.internal`,
  views: [],
  reverse: { zone: `${letter}.view.quantumnet`, domains: [] },
  forwarders: [],
})

export const zoneOf = (letter: string, serial: number, records: Readonly<Record<string, string>>): Zone => ({
  name: `proj-${letter}.internal`,
  serial,
  records: Object.entries(records).map(([name, data]) => ({ name, type: 'A', ttl: 5, data })),
})
