import { parseIp, type DesiredExternalAddress } from '@quantumnet/api'

/** What tells a network of an address that is answered here from now on: the words of RFC 5227 §3 and of RFC 4861 §7.2.6. */

type Announced = Pick<DesiredExternalAddress, 'address' | 'mac' | 'vlan'>

const BROADCAST = 'ffffffffffff'
/** ff02::1, and the MAC address that goes with it (RFC 2464 §7). */
const [ALL_NODES, ALL_NODES_MAC] = [`ff02${'0'.repeat(27)}1`, '333300000001']
const [ETHERTYPE_VLAN, ETHERTYPE_ARP, ETHERTYPE_IPV6] = ['8100', '0806', '86dd']
const ICMPV6 = 58
/** Bytes of an Ethernet frame at the least, without its checksum. */
const SHORTEST = 60

const hex = (value: number | bigint, bytes: number): string => value.toString(16).padStart(bytes * 2, '0')

/** RFC 1071; `data` has whole pairs of bytes. */
const checksum = (data: string): string => {
  let sum = 0
  for (let at = 0; at < data.length; at += 4) sum += Number.parseInt(data.slice(at, at + 4), 16)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return hex(~sum & 0xffff, 2)
}

/** A request that asks for one's own address: an answer would be taken only by those that asked. */
const arp = (mac: string, ip: string): string =>
  ['0001', '0800', '06', '04', '0001', mac, ip, '000000000000', ip].join('')

/** An advertisement that nobody asked for, and that overrides what is known. */
const advertisement = (mac: string, ip: string): string => {
  const [head, rest] = ['8800', `20000000${ip}0201${mac}`]
  const length = (head.length + 4 + rest.length) / 2
  const sum = checksum(`${ip}${ALL_NODES}${hex(length, 4)}${hex(ICMPV6, 4)}${head}0000${rest}`)
  return `60000000${hex(length, 2)}${hex(ICMPV6, 1)}ff${ip}${ALL_NODES}${head}${sum}${rest}`
}

/** The frame. @throws TypeError when the address is none */
export const announcement = ({ address, mac: colons, vlan }: Announced): Buffer => {
  const parsed = parseIp(address)
  if (parsed === undefined) throw new TypeError(`"${address}" is no IP address`)
  const mac = colons.replaceAll(':', '')
  const tag = vlan === null ? '' : `${ETHERTYPE_VLAN}${hex(vlan, 2)}`
  const frame =
    parsed.family === 4
      ? `${BROADCAST}${mac}${tag}${ETHERTYPE_ARP}${arp(mac, hex(parsed.value, 4))}`
      : `${ALL_NODES_MAC}${mac}${tag}${ETHERTYPE_IPV6}${advertisement(mac, hex(parsed.value, 16))}`
  return Buffer.from(frame.padEnd(SHORTEST * 2, '0'), 'hex')
}
