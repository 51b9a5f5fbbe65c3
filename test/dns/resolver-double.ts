import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from 'dns-packet'
import type { Endpoint } from './ask.ts'

/** Stands for somebody's resolver: has one address for every name, and remembers what it was asked. */
export const startResolver = async (
  asked: string[],
  address = '192.0.2.1',
): Promise<{ socket: Socket; endpoint: Endpoint }> => {
  const socket = createSocket('udp4')
  socket.on('message', (packet, peer) => {
    const { id, questions = [] } = decode(packet)
    asked.push(questions[0]?.name ?? '')
    const answers = questions.map(({ name }) => ({ name, type: 'A', ttl: 60, data: address }) as const)
    socket.send(encode({ type: 'response', id: id ?? 0, questions, answers }), peer.port, peer.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { socket, endpoint: { address: '127.0.0.1', port: socket.address().port } }
}
