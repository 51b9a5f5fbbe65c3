import { readFile } from 'node:fs/promises'
import { connect as connectPlain, isIPv6 } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { EndpointError } from './errors.ts'
import type { TlsFiles } from './options.ts'

/** Where a server listens, as OVS writes it (ovsdb(7), "Active connection methods"). */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp' | 'ssl'; readonly host: string; readonly port: number }

const defaultPort = 6640
const syntax = 'unix:/path, tcp:host:port or ssl:host:port (IPv6 hosts in brackets)'

const hostAndPort = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:[\]]+))(?::(?<port>\d{1,5}))?$/

const parseHostPort = (kind: 'tcp' | 'ssl', text: string): Endpoint | null => {
  const { v6, name, port = String(defaultPort) } = hostAndPort.exec(text)?.groups ?? {}
  if (v6 !== undefined && !isIPv6(v6)) return null
  const host = v6 ?? name
  const number = Number(port)
  return host === undefined || number < 1 || number > 65535 ? null : { kind, host, port: number }
}

const parseParts = (kind: string, rest: string): Endpoint | null => {
  if (kind === 'unix') return rest === '' ? null : { kind, path: rest }
  return kind === 'tcp' || kind === 'ssl' ? parseHostPort(kind, rest) : null
}

/**
 * Reads a remote such as `ssl:[2001:db8::1]:6641`. The port is 6640 when left out.
 * @throws EndpointError saying what is allowed
 */
export const parseRemote = (remote: string): Endpoint => {
  const endpoint = parseParts(...splitOnce(remote))
  if (endpoint === null) throw new EndpointError(`remote "${remote}" can't be understood: expected ${syntax}`)
  return endpoint
}

const splitOnce = (remote: string): [string, string] => {
  const at = remote.indexOf(':')
  return at === -1 ? [remote, ''] : [remote.slice(0, at), remote.slice(at + 1)]
}

export interface ConnectOptions {
  readonly tls: TlsFiles | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const tlsOptions = async (files: TlsFiles | null): Promise<ConnectionOptions> => {
  if (files === null) throw new EndpointError('an ssl: remote needs the tls option: keyFile, certFile and caFile')
  const [key, cert, ca] = await Promise.all([readFile(files.keyFile), readFile(files.certFile), readFile(files.caFile)])
  const common = { key, cert, ca, minVersion: 'TLSv1.2' } as const
  return files.serverName === undefined
    ? { ...common, checkServerIdentity: () => undefined }
    : { ...common, servername: files.serverName }
}

const open = async (endpoint: Endpoint, tls: TlsFiles | null): Promise<[Socket, ready: string]> => {
  switch (endpoint.kind) {
    case 'unix':
      return [connectPlain({ path: endpoint.path }), 'connect']
    case 'tcp':
      return [connectPlain({ host: endpoint.host, port: endpoint.port, noDelay: true }), 'connect']
    case 'ssl': {
      const options = await tlsOptions(tls)
      const socket = connectTls({ ...options, host: endpoint.host, port: endpoint.port })
      socket.setNoDelay(true)
      return [socket, 'secureConnect']
    }
  }
}

const settled = async (socket: Socket, ready: string, { timeoutMs, signal }: ConnectOptions): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const onTimeout = setTimeout(() => {
    reject(new EndpointError(`not connected within ${String(timeoutMs)} ms`))
  }, timeoutMs)
  const onAbort = (): void => {
    reject(new EndpointError('given up'))
  }
  const onReady = (): void => {
    resolve(undefined)
  }
  signal.addEventListener('abort', onAbort)
  socket.once(ready, onReady).once('error', reject)
  try {
    if (signal.aborted) onAbort()
    await promise
  } finally {
    clearTimeout(onTimeout)
    signal.removeEventListener('abort', onAbort)
    socket.off(ready, onReady).off('error', reject)
  }
}

/**
 * Opens a socket to an endpoint, TLS handshake included.
 * @throws EndpointError when it can't be reached within the time limit, or the certificates don't do
 */
export const connect = async (endpoint: Endpoint, options: ConnectOptions): Promise<Socket> => {
  const [socket, ready] = await open(endpoint, options.tls)
  try {
    await settled(socket, ready, options)
    return socket
  } catch (error) {
    // An error may still come from a socket that is given up; it has been told already.
    socket.on('error', () => undefined).destroy()
    throw error instanceof EndpointError ? error : new EndpointError((error as Error).message, { cause: error })
  }
}
