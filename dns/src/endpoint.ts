import { parseIp } from '@quantumnet/api'

/** An address and a port. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Reads `address:port`, an IPv6 address in brackets. Undefined when it is not one. */
export const parseEndpoint = (text: string): Endpoint | undefined => {
  const [, v6, v4, digits] = /^(?:\[([0-9a-fA-F:]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text) ?? []
  const address = v6 ?? v4
  const port = Number(digits)
  if (address === undefined || parseIp(address) === undefined || port > 65_535) return undefined
  return { address, port }
}

export const formatEndpoint = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`
