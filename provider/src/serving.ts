import { X509Certificate } from 'node:crypto'
import { announced } from './announced.ts'
import type { Certificate } from './plugin/certificate.ts'
import type { Listener } from './plugin/listener.ts'
import { stderrLog, wantsDebug } from './plugin/log.ts'
import { serveOn, type Serving } from './plugin/serve.ts'

/** What answers on the socket: loaded while Terraform reads where it is (ADR 50). */

export interface Terraform {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** ours and Terraform's; undefined: Terraform asked for no TLS */
  readonly tls: { readonly certificate: Certificate; readonly client: string } | undefined
  readonly clock: () => Date
  /** Terraform has no more use for the provider, or is gone. */
  readonly onEnd: () => void
}

/** Answers Terraform's calls. The provider itself is loaded with the first call that needs it. */
export const serveTerraform = (listener: Listener, { environment, tls, clock, onEnd }: Terraform): Serving => {
  process.stderr.on('error', onEnd)
  return serveOn(listener, {
    load: async () => (await import('./provider.ts')).provider,
    schema: announced,
    log: stderrLog(clock, (line) => process.stderr.write(line), wantsDebug(environment)),
    tls: tls && {
      cert: tls.certificate.certPem,
      key: tls.certificate.keyPem,
      client: new X509Certificate(tls.client),
    },
    onShutdown: onEnd,
  })
}
