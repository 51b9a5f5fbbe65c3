// Runs inside a network namespace, and serves sockets that were opened outside of it: a socket stays in the namespace where it was made.
import { Socket as DatagramSocket } from 'node:dgram'
import { Server } from 'node:net'
import { parseOrder } from './order.ts'
import { relayTcp } from './tcp.ts'
import { relayUdp } from './udp.ts'

const UDP_IDLE_MS = 10_000
const UDP_CLIENTS = 500

process.on('message', (message: unknown, handle: unknown) => {
  const { name, to } = parseOrder(message)
  if (handle instanceof Server) relayTcp(handle, to)
  else if (handle instanceof DatagramSocket) relayUdp(handle, { to, idleMs: UDP_IDLE_MS, mostClients: UDP_CLIENTS })
  else throw new Error(`relay "${name}" came without a socket`)
  process.send?.(name)
})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
