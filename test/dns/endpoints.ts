import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { findCoredns } from '../../platform/src/setup/coredns.ts'
import type { Endpoint } from './ask.ts'

/** A loopback port that nobody has, TCP and most probably UDP too. */
export const freeEndpoint = async (address = '127.0.0.1'): Promise<Endpoint> => {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return { address, port }
}

export const spell = ({ address, port }: Endpoint): string => `${address}:${String(port)}`

/** CoreDNS of dns/coredns; undefined, with a line that says why, when it cannot be had here. */
export const corednsBinary = async (): Promise<string | undefined> => {
  const found = await findCoredns(() => undefined)
  if ('binary' in found) return found.binary
  process.stderr.write(`skipped, for want of CoreDNS: ${found.missing}\n`)
  return undefined
}
