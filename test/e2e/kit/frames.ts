import { formatIp, parseIp } from '@quantumnet/api'

/** Ethernet frames in hexadecimal, byte by byte, as somebody would forge them. Numbers of protocols: IANA. */

export const BROADCAST = 'ff:ff:ff:ff:ff:ff'
const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const
const PROTOCOL = { icmp: 1, udp: 17, icmp6: 58, vrrp: 112 } as const
/** The shortest Ethernet frame without its checksum. */
const SHORTEST = 60

const bytes = (...parts: readonly (Buffer | number | readonly number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(typeof part === 'number' ? [part] : part))),
  )

const mac = (text: string): Buffer => Buffer.from(text.replaceAll(':', ''), 'hex')
const u16 = (value: number): readonly number[] => [(value >> 8) & 0xff, value & 0xff]
const u32 = (value: number): readonly number[] => [...u16(value >>> 16), ...u16(value & 0xffff)]

const ip = (text: string): Buffer => {
  const parsed = parseIp(text)
  if (parsed === undefined) throw new Error(`"${text}" is no IP address`)
  return Buffer.from(parsed.value.toString(16).padStart(parsed.family === 4 ? 8 : 32, '0'), 'hex')
}

/** RFC 1071. */
const checksum = (data: Buffer): readonly number[] => {
  let sum = 0
  for (let index = 0; index < data.length; index += 2) sum += ((data[index] ?? 0) << 8) | (data[index + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return u16(~sum & 0xffff)
}

/** Puts the checksum of `data`, with a pseudo header before it, at an offset. */
const withChecksum = (data: Buffer, at: number, pseudo: Buffer = Buffer.alloc(0)): Buffer => {
  const [high = 0, low = 0] = checksum(Buffer.concat([pseudo, data]))
  const whole = Buffer.from(data)
  whole[at] = high
  whole[at + 1] = low
  return whole
}

interface Link {
  readonly from: string
  readonly to: string
}

const frame = ({ from, to }: Link, type: keyof typeof ETHERTYPE, payload: Buffer): string => {
  const whole = bytes(mac(to), mac(from), u16(ETHERTYPE[type]), payload)
  return bytes(whole, Buffer.alloc(Math.max(0, SHORTEST - whole.length))).toString('hex')
}

interface Packet extends Link {
  readonly source: string
  readonly destination: string
}

const ipv4 = (packet: Packet, protocol: number, payload: Buffer, ttl = 64): string => {
  const { source, destination } = packet
  const head = [0x45, 0, ...u16(20 + payload.length), 0, 0, 0x40, 0, ttl, protocol, 0, 0]
  return frame(packet, 'ipv4', bytes(withChecksum(bytes(head, ip(source), ip(destination)), 10), payload))
}

const ipv6 = (packet: Packet, protocol: number, payload: Buffer, hops = 255): string => {
  const { source, destination } = packet
  const head = [0x60, 0, 0, 0, ...u16(payload.length), protocol, hops]
  return frame(packet, 'ipv6', bytes(head, ip(source), ip(destination), payload))
}

const pseudo = ({ source, destination }: Packet, protocol: number, length: number): Buffer =>
  bytes(ip(source), ip(destination), u32(length), [0, 0, 0, protocol])

const udp = (packet: Packet, ports: { from: number; to: number }, data: Buffer): Buffer => {
  const datagram = bytes(u16(ports.from), u16(ports.to), u16(8 + data.length), [0, 0], data)
  // IPv4 may do without a checksum, IPv6 may not (RFC 8200 §8.1).
  return packet.source.includes(':')
    ? withChecksum(datagram, 6, pseudo(packet, PROTOCOL.udp, datagram.length))
    : datagram
}

const icmp6 = (packet: Packet, data: Buffer): string =>
  ipv6(packet, PROTOCOL.icmp6, withChecksum(data, 2, pseudo(packet, PROTOCOL.icmp6, data.length)))

/** An ARP message (RFC 826). A reply to everybody with one's own address as target is a gratuitous one. */
export const arp = ({
  from,
  to = BROADCAST,
  ...message
}: {
  readonly from: string
  readonly to?: string
  readonly operation: 'request' | 'reply'
  readonly senderMac?: string
  readonly senderIp: string
  readonly targetIp: string
}): string => {
  const { operation, senderMac = from, senderIp, targetIp } = message
  const target = operation === 'request' ? '00:00:00:00:00:00' : to
  const head = [0, 1, 8, 0, 6, 4, 0, operation === 'request' ? 1 : 2]
  return frame({ from, to }, 'arp', bytes(head, mac(senderMac), ip(senderIp), mac(target), ip(targetIp)))
}

/** An echo request, v4 or v6. */
export const echoRequest = (packet: Packet): string => {
  const data = bytes(
    [packet.source.includes(':') ? 128 : 8, 0, 0, 0, 0x51, 0x4e, 0, 1],
    Buffer.from('forged by a scenario'),
  )
  return packet.source.includes(':') ? icmp6(packet, data) : ipv4(packet, PROTOCOL.icmp, withChecksum(data, 2))
}

/** A UDP datagram, v4 or v6. */
export const datagram = (
  packet: Packet,
  ports: { readonly from: number; readonly to: number },
  text: string,
): string => {
  const data = udp(packet, ports, Buffer.from(text))
  return packet.source.includes(':') ? ipv6(packet, PROTOCOL.udp, data, 64) : ipv4(packet, PROTOCOL.udp, data)
}

/** A router advertisement (RFC 4861) that offers a prefix of 64 bits for SLAAC, to all nodes. */
export const routerAdvertisement = ({
  from,
  source,
  prefix,
}: {
  readonly from: string
  /** link-local */
  readonly source: string
  readonly prefix: string
}): string => {
  const head = [134, 0, 0, 0, 64, 0, ...u16(1800), ...u32(0), ...u32(0)]
  const linkAddress = bytes([1, 1], mac(from))
  const onLink = bytes([3, 4, 64, 0xc0], u32(3600), u32(3600), u32(0), ip(prefix))
  const packet = { from, to: '33:33:00:00:00:01', source, destination: 'ff02::1' }
  return icmp6(packet, bytes(head, linkAddress, onLink))
}

/** An unasked neighbour advertisement (RFC 4861) that claims an address for a MAC address, to all nodes. */
export const neighbourAdvertisement = ({
  from,
  source,
  claims,
  for: claimant = from,
}: {
  readonly from: string
  readonly source: string
  readonly claims: string
  readonly for?: string
}): string => {
  const packet = { from, to: '33:33:00:00:00:01', source, destination: 'ff02::1' }
  return icmp6(packet, bytes([136, 0, 0, 0], u32(0x20000000), ip(claims), [2, 1], mac(claimant)))
}

/** A DHCP offer (RFC 2131) from somebody who is not the server, to everybody. */
export const dhcpOffer = ({
  from,
  source,
  client,
  offers,
}: {
  readonly from: string
  readonly source: string
  /** MAC address of whoever asked */
  readonly client: string
  readonly offers: string
}): string => {
  const packet = { from, to: BROADCAST, source, destination: '255.255.255.255' }
  const fixed = bytes(
    [2, 1, 6, 0],
    u32(0x514e0001),
    [0, 0, 0x80, 0],
    ip('0.0.0.0'),
    ip(offers),
    ip(source),
    ip('0.0.0.0'),
  )
  const names = bytes(mac(client), Buffer.alloc(10 + 64 + 128))
  const options = bytes([0x63, 0x82, 0x53, 0x63], [53, 1, 2], [54, 4], ip(source), [51, 4], u32(3600), [255])
  return ipv4(packet, PROTOCOL.udp, udp(packet, { from: 67, to: 68 }, bytes(fixed, names, options)))
}

/** The link-local address that a MAC address makes (RFC 4291, appendix A). */
export const linkLocal = (address: string): string => {
  const [first = 0, ...rest] = mac(address)
  const id = bytes(first ^ 2, rest.slice(0, 2), [0xff, 0xfe], rest.slice(2))
  return formatIp({ family: 6, value: (0xfe80n << 112n) | BigInt(`0x${id.toString('hex')}`) })
}
