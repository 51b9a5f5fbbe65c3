import { createServer, type Socket } from 'node:net'
import { makeSocketFolder } from './socket.ts'

/**
 * A unix socket to which Terraform can connect before there is anybody to answer: connections, and what they brought, wait for `serve`. So the
 * handshake line need not wait for HTTP/2, TLS and the rest of the provider to be loaded.
 */
export interface Listener {
  readonly socketPath: string
  /** Hands over every connection that came so far, and then each as it comes. Called once. */
  readonly serve: (accept: (socket: Socket) => void) => void
  /** Ends at once, and removes the socket and its folder. */
  readonly close: () => Promise<void>
}

/** Listens on a new unix socket in a folder of its own. */
export const openListener = async (): Promise<Listener> => {
  const folder = makeSocketFolder()
  const server = createServer()
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // Whoever serves it has its own eye on errors; until then there is nobody to tell.
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(folder.path, resolve)
  })
  return {
    socketPath: folder.path,
    serve: (accept) => {
      for (const socket of open) accept(socket)
      server.on('connection', accept)
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
      folder.remove()
    },
  }
}
