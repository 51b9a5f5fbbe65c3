import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Address } from './tcp.ts'

export interface UdpRelayOptions {
  readonly to: Address
  /** A client that sends nothing for this long is forgotten. */
  readonly idleMs: number
  /** Beyond this many clients the one that came first is forgotten: each holds a file descriptor. */
  readonly mostClients: number
}

interface Client {
  readonly socket: Socket
  readonly timer: NodeJS.Timeout
}

/** Passes datagrams on to one address, from a socket per client, so that answers find their way back. */
export const relayUdp = (near: Socket, { to, idleMs, mostClients }: UdpRelayOptions): void => {
  const clients = new Map<string, Client>()

  const forget = (key: string): void => {
    const client = clients.get(key)
    if (client === undefined) return
    clearTimeout(client.timer)
    client.socket.close()
    clients.delete(key)
  }

  const remember = (key: string, from: RemoteInfo): Client => {
    const [oldest] = clients.keys()
    if (clients.size >= mostClients && oldest !== undefined) forget(oldest)
    const socket = createSocket('udp4')
    socket.on('message', (answer) => {
      near.send(answer, from.port, from.address)
    })
    // A refusal (ICMP) is lost like the datagram was; the client asks again.
    socket.on('error', () => {
      forget(key)
    })
    const client = { socket, timer: setTimeout(forget, idleMs, key) }
    clients.set(key, client)
    return client
  }

  near.on('message', (datagram, from) => {
    const key = `${from.address}:${String(from.port)}`
    const { socket, timer } = clients.get(key) ?? remember(key, from)
    timer.refresh()
    socket.send(datagram, to.port, to.host)
  })
}
