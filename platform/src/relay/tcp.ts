import { connect, type Server, type Socket } from 'node:net'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Beyond this many connections new ones are refused: each holds two file descriptors. */
const MOST_CONNECTIONS = 2_000

/** Pipes every connection of a listening server to one address, both ways, half-closed ends included. */
export const relayTcp = (server: Server, to: Address): void => {
  server.maxConnections = MOST_CONNECTIONS
  server.on('connection', (near: Socket) => {
    const far = connect({ host: to.host, port: to.port, allowHalfOpen: true })
    near.allowHalfOpen = true
    // When one side breaks the other has nobody to talk to.
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.pipe(far)
    far.pipe(near)
  })
}
