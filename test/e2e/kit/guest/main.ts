// The program that scenarios run inside a VM: it does what the lines on its input say, and ends with them.
import { createInterface } from 'node:readline'
import type { Ask, CallName, Told } from './calls.ts'
import { accepted, close, echo, listen, open, shut } from './tcp.ts'
import { count, counted, flood, ignore, send, stopFlood } from './udp.ts'

const calls = { listen, shut, accepted, connect: open, echo, close, count, ignore, counted, send, flood, stopFlood }

const carryOut = async ({ id, call, order }: Ask): Promise<Told> => {
  try {
    return { id, answer: await (calls as Record<CallName, (order: unknown) => unknown>)[call](order) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    void carryOut(JSON.parse(line) as Ask).then((told) => process.stdout.write(`${JSON.stringify(told)}\n`))
  })
  .on('close', () => process.exit(0))
