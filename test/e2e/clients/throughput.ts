import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inNamespace } from '../../../platform/src/lab/netns.ts'
import type { Host } from '../kit/index.ts'

const PROGRAM = fileURLToPath(new URL('stream.ts', import.meta.url))
const SECONDS = 5

const start = (host: Host, ...args: string[]): ReturnType<typeof spawn> => {
  const [file, ...words] = inNamespace(host.namespace)([
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    PROGRAM,
    ...args,
  ])
  return spawn(file, words, { stdio: ['ignore', 'pipe', 'inherit'] })
}

/**
 * Mbit/s that arrive at a VM from another one, of TCP as fast as it goes, or of UDP that is sent at a rate (kbit/s): what the packets carry,
 * after the first second.
 */
export const throughput = async (from: Host, to: Host, udpKbit?: number): Promise<number> => {
  const [protocol, port] = [udpKbit === undefined ? 'tcp' : 'udp', '5201']
  const receiver = start(to, 'receive', protocol, port)
  const lines = createInterface({ input: receiver.stdout ?? process.stdin })[Symbol.asyncIterator]()
  await lines.next()
  const rate = udpKbit === undefined ? [] : [String(udpKbit)]
  const sender = start(from, 'send', protocol, to.ip, port, String(SECONDS), ...rate)
  try {
    await once(sender, 'exit')
    const { value } = (await lines.next()) as { value?: string }
    const { bytes, ms } = JSON.parse(value ?? '{}') as { bytes: number; ms: number }
    return (bytes * 8) / ms / 1000
  } finally {
    for (const child of [sender, receiver]) child.kill()
  }
}

/** Sends datagrams of 1200 bytes from a VM until it is stopped: so many in a second. */
export const floodUdp = (
  from: Host,
  to: { readonly host: string; readonly port: number; readonly fromPort: number },
  packetsPerSecond: number,
): { readonly stop: () => void } => {
  const kbit = String((packetsPerSecond * 1200 * 8) / 1000)
  const child = start(from, 'send', 'udp', to.host, String(to.port), '600', kbit, String(to.fromPort))
  return { stop: () => void child.kill() }
}
