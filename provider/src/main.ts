import { selfSigned } from './plugin/certificate.ts'
import { clientCertificate, handshakeLine, refusal } from './plugin/handshake.ts'
import { openListener } from './plugin/listener.ts'
import { ignoreInterrupts, watchParent } from './plugin/process.ts'

/**
 * The provider as Terraform starts it: a key, a socket, and the handshake on stdout; then mutual TLS and calls until Shutdown. Only what the
 * handshake needs is imported here: Terraform waits for that line, and connects while the rest is loaded.
 */

// The one place where the time is taken from the machine.
const clock = (): Date => new Date(performance.timeOrigin + performance.now())

const main = async (): Promise<void> => {
  const reason = refusal(process.env)
  if (reason !== undefined) {
    process.stderr.write(`${reason}\n`)
    process.exitCode = 1
    return
  }
  ignoreInterrupts()
  const listener = await openListener()
  let close = listener.close
  const end = (): void => {
    void close().finally(() => process.exit(0))
  }
  process.once('SIGTERM', end)
  watchParent(end)
  // Nobody reads any more: Terraform is gone.
  process.stdout.on('error', end)

  const client = clientCertificate(process.env)
  const certificate = client === undefined ? undefined : selfSigned(clock())
  process.stdout.write(handshakeLine(listener.socketPath, certificate?.der))

  const { serveTerraform } = await import('./serving.ts')
  const serving = serveTerraform(listener, {
    environment: process.env,
    tls: client === undefined || certificate === undefined ? undefined : { certificate, client },
    clock,
    // Terraform waits two seconds for our end; close lets the answer to Shutdown leave first.
    onEnd: end,
  })
  close = serving.close
}

void main()
