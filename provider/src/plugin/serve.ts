import type { Provider } from '../framework/index.ts'
import { Host, type Log } from '../rpc/host.ts'
import { providerService } from '../rpc/service.ts'
import { GrpcServer, type MutualTls } from '../wire/grpc/server.ts'
import { makeSocketFolder } from './socket.ts'

export interface ServeOptions {
  /** Called at the first operation. */
  readonly load: () => Promise<Provider>
  readonly log: Log
  readonly tls?: MutualTls | undefined
  /** Terraform has no more use for the provider. */
  readonly onShutdown?: () => void
}

/** A provider that listens. */
export interface Serving {
  readonly socketPath: string
  /** Ends at once, and removes the socket and its folder. */
  close(): Promise<void>
}

/** Serves a provider on a new unix socket in a folder of its own. */
export const serve = async (options: ServeOptions): Promise<Serving> => {
  const host = new Host(options.load, options.log)
  const server = new GrpcServer({
    tls: options.tls,
    service: {
      ...providerService(host),
      '/plugin.GRPCController/Shutdown': async () => {
        options.onShutdown?.()
        return await Promise.resolve(new Uint8Array())
      },
    },
    onFault: (error, path) => {
      options.log.error(`${path} failed`, { stack: error instanceof Error ? error.stack : String(error) })
    },
  })
  const folder = makeSocketFolder()
  await server.listen(folder.path)
  return {
    socketPath: folder.path,
    close: async () => {
      await server.close()
      folder.remove()
    },
  }
}

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
