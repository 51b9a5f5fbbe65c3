import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { once } from 'node:events'
import { plainAddress } from './address-list.ts'
import type { Endpoint } from '../endpoint.ts'

/** Gives the reply to a packet, or undefined for none. Must not throw. */
export type UdpResponder = (packet: Buffer, address: string) => Buffer | undefined

/** Room for a burst while the process does something else, such as build a large zone. */
const RECEIVE_BUFFER_BYTES = 1 << 20

/** Opens a UDP socket that answers; a shared one has its address together with others of this process. @throws when the address cannot be bound */
export const serveUdp = async (
  listen: Endpoint,
  respond: UdpResponder,
  { onError, isShared = false }: { readonly onError: (error: Error) => void; readonly isShared?: boolean },
): Promise<Socket> => {
  const socket = createUdpSocket(listen.address, isShared)
  socket.on('message', (packet: Buffer, peer: RemoteInfo) => {
    // Nothing can be sent to port 0, which a forged packet may well come from.
    if (peer.port === 0) return
    const reply = respond(packet, plainAddress(peer.address))
    // Without a callback nobody hears of an error: a client that is gone, or a full send buffer. DNS over UDP is lossy, and clients ask again.
    if (reply !== undefined) socket.send(reply, peer.port, peer.address)
  })
  await bindUdp(socket, listen)
  socket.on('error', onError)
  return socket
}

/** @throws when the address cannot be bound */
export const bindUdp = async (socket: Socket, { address, port }: Endpoint): Promise<void> => {
  // Asked for before the bind: with a resolver hook that does not wait, "listening" comes while bind runs.
  const listening = once(socket, 'listening')
  socket.bind(port, address)
  await listening
}

/** A socket for literal addresses: the default resolver hook would put every packet on a queue of its own. */
export const createUdpSocket = (address: string, isShared = false): Socket => {
  const family = isIPv6(address) ? 6 : 4
  return createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BUFFER_BYTES,
    reusePort: isShared,
    lookup: (host, _options, callback) => {
      callback(null, host, family)
    },
  })
}
