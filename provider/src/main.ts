import type { Provider } from './framework/index.ts'
import { selfSigned } from './plugin/certificate.ts'
import { clientCertificate, handshakeLine, refusal } from './plugin/handshake.ts'
import { stderrLog } from './plugin/log.ts'
import { ignoreInterrupts, watchParent } from './plugin/process.ts'
import { serve } from './plugin/serve.ts'

/** The provider as Terraform starts it: handshake on stdout, mutual TLS, and then calls until Shutdown. */

// The one place where the time is taken from the machine.
const clock = (): Date => new Date(performance.timeOrigin + performance.now())

const main = async (): Promise<void> => {
  const reason = refusal(process.env)
  if (reason !== undefined) {
    process.stderr.write(`${reason}\n`)
    process.exitCode = 1
    return
  }
  const log = stderrLog(clock, (line) => process.stderr.write(line))
  const clientCert = clientCertificate(process.env)
  const certificate = clientCert === undefined ? undefined : selfSigned(clock())

  const load = async (): Promise<Provider> => (await import('./provider.ts')).provider
  const end = (): void => {
    void serving.close().finally(() => process.exit(0))
  }
  const serving = await serve({
    load,
    log,
    tls:
      certificate === undefined || clientCert === undefined
        ? undefined
        : { cert: certificate.certPem, key: certificate.keyPem, client: clientCert },
    // Terraform waits two seconds for our end; close lets the answer to Shutdown leave first.
    onShutdown: end,
  })
  ignoreInterrupts()
  process.once('SIGTERM', end)
  watchParent(end)
  // Nobody reads any more: Terraform is gone.
  process.stdout.on('error', end)
  process.stderr.on('error', end)
  process.stdout.write(handshakeLine(serving.socketPath, certificate?.der))
  // While Terraform reads that line, load what the first call needs.
  void load()
}

void main()
