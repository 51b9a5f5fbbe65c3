import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Child, Enter } from '../process/child.ts'
import type { Part } from '../supervisor/part.ts'
import type { RelayOrder } from './order.ts'
import type { Address } from './tcp.ts'

export interface RelayRoute {
  readonly protocol: 'tcp' | 'udp'
  /** On our side. */
  readonly listen: Address
  /** As the namespace sees it. */
  readonly to: Address
}

export interface RelayOptions {
  readonly routes: readonly RelayRoute[]
  /** Into the namespace. */
  readonly enter: Enter
  readonly logFile: string
}

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

const listenTcp = async ({ host, port }: Address): Promise<Server> => {
  const server = createServer()
  // Whoever connects before the handle is on the other side would wait for nobody.
  server.on('connection', (socket) => socket.destroy())
  server.listen({ host, port })
  await once(server, 'listening')
  return server
}

const listenUdp = async ({ host, port }: Address): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.bind({ address: host, port })
  await once(socket, 'listening')
  return socket
}

const orderName = ({ protocol, listen }: RelayRoute): string => `${protocol} ${listen.host}:${String(listen.port)}`

/** Opens one socket here and hands it to the relay; our own copy is closed once the relay has it. */
const handOver = async (child: Child, route: RelayRoute): Promise<void> => {
  const socket = route.protocol === 'tcp' ? await listenTcp(route.listen) : await listenUdp(route.listen)
  try {
    const order: RelayOrder = { name: orderName(route), to: route.to }
    await new Promise<void>((resolve, reject) => {
      const onAnswer = (answer: unknown): void => {
        if (answer !== order.name) return
        child.process.off('message', onAnswer)
        resolve()
      }
      child.process.on('message', onAnswer)
      void child.exited.then(() => {
        reject(new Error('the relay ended'))
      })
      child.process.send(order, socket, (error) => {
        if (error !== null) reject(error)
      })
    })
  } finally {
    socket.close()
  }
}

/** A process in a namespace that serves addresses of ours, so that nothing has to be added to the host's own network. */
export const relayPart = ({ routes, enter, logFile }: RelayOptions): Part => ({
  name: 'relay',
  command: enter([process.execPath, MAIN]),
  logFile,
  ipc: true,
  ready: async (child) => {
    for (const route of routes) await handOver(child, route)
    return true
  },
})

/**
 * A port of this address that nobody listens on now, for both TCP and UDP; zero as `wanted` takes any.
 * @throws Error when `wanted` is taken
 */
export const freePort = async (host: string, wanted = 0): Promise<number> => {
  try {
    return await probePort(host, wanted)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' && wanted !== 0)
      throw new Error(`another program listens on ${host}:${String(wanted)}; stop it, or choose another port`, {
        cause: error,
      })
    throw error
  }
}

const probePort = async (host: string, wanted: number): Promise<number> => {
  const server = await listenTcp({ host, port: wanted })
  const { port } = server.address() as AddressInfo
  try {
    const socket = await listenUdp({ host, port })
    socket.close()
    return port
  } finally {
    server.close()
  }
}
