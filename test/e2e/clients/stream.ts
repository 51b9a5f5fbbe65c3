// One way as fast as it goes, inside a VM: `receive tcp|udp PORT`, or `send tcp HOST PORT SECONDS`, or `send udp HOST PORT SECONDS KBIT_PER_SECOND
// [FROM_PORT]`.
// Who receives prints a line of JSON when nothing has come for three seconds: what came after the first second, and in which time.
import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'

const [mode, protocol, ...rest] = process.argv.slice(2)
/** What a burst lets through at once is no rate. */
const SETTLE_MS = 1_000
/** Longer than TCP waits before it sends again what a policer has dropped. */
const QUIET_MS = 3_000
const DATAGRAM = Buffer.alloc(1200, '.')

const meter = (): ((bytes: number) => void) => {
  let [first, last, bytes] = [0, 0, 0]
  let quiet: NodeJS.Timeout | undefined
  return (more) => {
    last = performance.now()
    if (first === 0) first = last
    if (last - first >= SETTLE_MS) bytes += more
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      process.stdout.write(`${JSON.stringify({ bytes, ms: last - first - SETTLE_MS })}\n`, () => process.exit(0))
    }, QUIET_MS)
  }
}

const receive = (port: number): void => {
  const count = meter()
  const ready = (): void => void process.stdout.write('ready\n')
  if (protocol === 'udp')
    createSocket('udp4')
      .on('message', (message) => {
        count(message.length)
      })
      .bind(port, ready)
  else
    createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', (chunk) => {
          count(chunk.length)
        })
    }).listen(port, ready)
}

const sendTcp = (host: string, port: number, seconds: number): void => {
  const socket = connect({ host, port })
  const chunk = Buffer.alloc(65_536, '.')
  const fill = (): void => {
    while (socket.write(chunk));
  }
  socket
    .on('error', () => process.exit(1))
    .on('connect', fill)
    .on('drain', fill)
  setTimeout(() => process.exit(0), seconds * 1000)
}

const sendUdp = async (host: string, port: number, seconds: number, kbit: number): Promise<void> => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(fromPort, resolve))
  socket.setBroadcast(true)
  const started = performance.now()
  let sent = 0
  setInterval(() => {
    const due = ((performance.now() - started) * kbit) / 8
    for (; sent < due; sent += DATAGRAM.length) socket.send(DATAGRAM, port, host)
  }, 2)
  setTimeout(() => process.exit(0), seconds * 1000)
}

const [a = '', b = '', c = '', d = '', e = '0'] = rest
const fromPort = Number(e)
if (mode === 'receive') receive(Number(a))
else if (protocol === 'udp') await sendUdp(a, Number(b), Number(c), Number(d))
else sendTcp(a, Number(b), Number(c))
