import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { OrderOf } from './calls.ts'

interface Counter {
  readonly sockets: readonly Socket[]
  readonly byText: Map<string, number>
}

const counters = new Map<number, Promise<Counter>>()
const floods = new Map<string, { readonly end: () => void; sent: number; failed: number }>()

const bind = async (type: 'udp4' | 'udp6', port: number, byText: Counter['byText']): Promise<Socket> => {
  const socket = createSocket({ type, reuseAddr: true, ipv6Only: type === 'udp6' })
  socket.on('message', (message) => {
    const text = message.toString('latin1').split('\0')[0] ?? ''
    byText.set(text, (byText.get(text) ?? 0) + 1)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, resolve)
  })
  return socket
}

const openCounter = async ({ port, groups = [] }: OrderOf<'count'>): Promise<Counter> => {
  const byText = new Map<string, number>()
  const [v4, v6] = [await bind('udp4', port, byText), await bind('udp6', port, byText)]
  for (const group of groups) {
    if (isIPv6(group)) v6.addMembership(group, '::%eth0')
    else v4.addMembership(group)
  }
  return { sockets: [v4, v6], byText }
}

export const count = async (order: OrderOf<'count'>): Promise<void> => {
  const counter = counters.get(order.port) ?? openCounter(order)
  counters.set(order.port, counter)
  await counter
}

export const ignore = async ({ port }: OrderOf<'ignore'>): Promise<void> => {
  for (const socket of (await counters.get(port))?.sockets ?? []) socket.close()
  counters.delete(port)
}

export const counted = async ({ port, text }: OrderOf<'counted'>): Promise<number> =>
  (await counters.get(port))?.byText.get(text) ?? 0

const sender = (host: string): Socket => {
  const socket = createSocket(isIPv6(host.split('%')[0] ?? '') ? 'udp6' : 'udp4')
  // Nobody listens there, says ICMP: what left has left.
  socket.on('error', () => undefined)
  return socket
}

const sendOne = async (
  socket: Socket,
  { host, port }: { host: string; port: number },
  text: string,
): Promise<boolean> =>
  await new Promise((resolve) => {
    socket.send(text, port, host, (error) => {
      resolve(error === null)
    })
  })

export const send = async ({ host, port, text, count: wanted, intervalMs }: OrderOf<'send'>): Promise<number> => {
  const socket = sender(host)
  let sent = 0
  for (let index = 0; index < wanted; index++) {
    if (index > 0) await pause(intervalMs)
    if (await sendOne(socket, { host, port }, text)) sent++
  }
  socket.close()
  return sent
}

export const flood = ({ name, host, port, intervalMs }: OrderOf<'flood'>): void => {
  const socket = sender(host)
  const timer = setInterval(() => {
    void sendOne(socket, { host, port }, name).then((left) => {
      if (left) state.sent++
      else state.failed++
    })
  }, intervalMs)
  const state = {
    ...{ sent: 0, failed: 0 },
    end: (): void => {
      clearInterval(timer)
      socket.close()
    },
  }
  floods.set(name, state)
}

export const stopFlood = ({ name }: OrderOf<'stopFlood'>): { sent: number; failed: number } => {
  const state = floods.get(name)
  if (state === undefined) throw new Error(`there is no flood ${name}`)
  floods.delete(name)
  state.end()
  return { sent: state.sent, failed: state.failed }
}
