import { connect, createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Connected, OrderOf } from './calls.ts'

const servers = new Map<number, Promise<Server>>()
const clients = new Map<number, string[]>()
const connections = new Map<string, Socket>()

/** Refused by somebody: a reset, or an ICMP error that says so. The rest is silence. */
const REFUSALS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EACCES', 'EPERM'])

const serve = async (port: number): Promise<Server> => {
  const came = clients.get(port) ?? []
  clients.set(port, came)
  const server = createServer((socket) => {
    came.push(socket.remoteAddress?.replace(/^::ffff:/, '') ?? '')
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  server.listen(port, '::')
  await once(server, 'listening')
  return server
}

export const listen = async ({ port }: OrderOf<'listen'>): Promise<void> => {
  const serving = servers.get(port) ?? serve(port)
  servers.set(port, serving)
  await serving
}

export const shut = async ({ port }: OrderOf<'shut'>): Promise<void> => {
  const server = await servers.get(port)
  servers.delete(port)
  server?.close()
}

export const accepted = ({ port }: OrderOf<'accepted'>): readonly string[] => clients.get(port) ?? []

export const open = async ({ name, host, port, timeoutMs }: OrderOf<'connect'>): Promise<Connected> => {
  const socket = connect({ host, port })
  const outcome = await new Promise<Connected>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs, 'lost')
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve('open')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve(REFUSALS.has(error.code ?? '') ? 'refused' : 'lost')
    })
  })
  if (outcome === 'open') connections.set(name, socket)
  else socket.destroy()
  return outcome
}

export const echo = async ({ name, bytes, timeoutMs }: OrderOf<'echo'>): Promise<number | undefined> => {
  const socket = connections.get(name)
  if (socket === undefined) throw new Error(`there is no connection ${name}`)
  const started = performance.now()
  let missing = bytes
  const back = new Promise<number | undefined>((resolve) => {
    const end = (answer?: number): void => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', end)
      resolve(answer)
    }
    const onData = (chunk: Buffer): void => {
      missing -= chunk.length
      if (missing <= 0) end(performance.now() - started)
    }
    const timer = setTimeout(end, timeoutMs)
    socket.on('data', onData).once('close', end)
  })
  socket.write(Buffer.alloc(bytes, '.'))
  return await back
}

export const close = ({ name }: OrderOf<'close'>): void => {
  connections.get(name)?.destroy()
  connections.delete(name)
}
