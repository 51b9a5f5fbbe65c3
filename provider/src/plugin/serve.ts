import type { Provider } from '../framework/index.ts'
import { Host, type Log } from '../rpc/host.ts'
import { providerService } from '../rpc/service.ts'
import { GrpcServer, type MutualTls } from '../wire/grpc/server.ts'
import { openListener, type Listener } from './listener.ts'

export interface ServeOptions {
  /** Called at the first operation. */
  readonly load: () => Promise<Provider>
  /** The answer to GetProviderSchema, where it is known without loading the provider. */
  readonly schema?: (() => Uint8Array) | undefined
  readonly log: Log
  readonly tls?: MutualTls | undefined
  /** Terraform has no more use for the provider. */
  readonly onShutdown?: () => void
}

/** A provider that listens. */
export interface Serving {
  readonly socketPath: string
  /** Lets the calls under way finish, and removes the socket and its folder. */
  readonly close: () => Promise<void>
}

/** Serves a provider on a socket that listens already. */
export const serveOn = (listener: Listener, options: ServeOptions): Serving => {
  const host = new Host(options.load, options.log)
  const server = new GrpcServer({
    tls: options.tls,
    service: {
      ...providerService(host, options.schema),
      '/plugin.GRPCController/Shutdown': async () => {
        options.onShutdown?.()
        return await Promise.resolve(new Uint8Array())
      },
    },
    onFault: (error, path) => {
      options.log.error(`${path} failed`, { stack: error instanceof Error ? error.stack : String(error) })
    },
  })
  listener.serve((socket) => {
    server.accept(socket)
  })
  return {
    socketPath: listener.socketPath,
    close: async () => {
      await server.close()
      await listener.close()
    },
  }
}

/** Serves a provider on a new unix socket in a folder of its own. */
export const serve = async (options: ServeOptions): Promise<Serving> => serveOn(await openListener(), options)

/** Hosts of an address that names none, for Terraform and for OpenTofu. */
const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org']

/**
 * The value of TF_REATTACH_PROVIDERS by which Terraform uses providers that run already, in clear text and without starting them.
 * @param servings by source address without host, such as `quantumnet/quantumnet`
 */
export const reattachment = (servings: Readonly<Record<string, Serving>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(servings).flatMap(([source, { socketPath }]) =>
        REGISTRIES.map((registry) => [
          `${registry}/${source}`,
          {
            Protocol: 'grpc',
            ProtocolVersion: 6,
            Pid: process.pid,
            // Terraform does not end a provider under test.
            Test: true,
            Addr: { Network: 'unix', String: socketPath },
          },
        ]),
      ),
    ),
  )
