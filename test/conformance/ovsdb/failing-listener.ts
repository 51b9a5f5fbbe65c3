// A process of its own, since jest takes every uncaught exception for itself. Prints what it saw, for replica.test.ts.
import { randomUuid } from '@quantumnet/ovsdb-jsonrpc'
import { closeSessions, kinds, openSession } from './kinds.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
process.once('uncaughtException', ({ message }) => {
  say(`uncaught: ${message}`)
})
const session = openSession([process.argv[2] ?? ''])
await session.ready()
session.once('change', () => {
  throw new Error('the listener failed')
})
await session.transact([kinds.insert('Pair', randomUuid(), { left: 'a' })])
await session.transact([kinds.insert('Pair', randomUuid(), { left: 'b' })])
say(`rows: ${String(session.rows('Pair').size)}`)
await closeSessions()
