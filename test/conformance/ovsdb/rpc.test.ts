import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { connect, Connection, OvsdbError, parseRemote, parseSchema, serverSchema } from '@quantumnet/ovsdb-jsonrpc'
import { startOvsdb } from '../../harness/ovsdb.ts'
import type { OvsdbServer } from '../../harness/ovsdb.ts'
import { kindsServer } from './kinds.ts'

let server: OvsdbServer
let connection: Connection

beforeEach(async () => {
  server = await startOvsdb(kindsServer)
  const signal = new AbortController().signal
  const socket = await connect(parseRemote(server.remote), { tls: null, timeoutMs: 1000, signal })
  connection = new Connection(socket, { messageBytes: 1_000_000, onNotification: () => undefined })
})
afterEach(async () => {
  connection.close(new OvsdbError('done'))
  expect((await connection.closed).message).toBe('done')
  await server.remove()
})

it.each<[method: string, params: unknown[], result: unknown]>([
  ['echo', ['x', 1, null], ['x', 1, null]],
  ['list_dbs', [], ['Kinds', '_Server']],
  ['set_db_change_aware', [true], {}],
  ['lock', ['writer'], { locked: true }],
])('%s', async (method, params, result) => {
  expect(await connection.request(method, params)).toEqual(result)
})

it.each([
  ['get_schema', ['Nope'], 'get_schema: unknown database'],
  ['transact', ['Nope', { op: 'abort' }], 'transact: unknown database'],
  ['dance', [], 'dance: unknown method'],
])('%s %j is refused as a whole', async (method, params, message) => {
  await expect(connection.request(method, params)).rejects.toThrow(message)
})

it('the generated schema of _Server is what a server of its version has', async () => {
  const raw = await connection.request('get_schema', ['_Server'])
  // Another version of Open vSwitch may have another one; then there is nothing to compare.
  if (parseSchema(raw).version !== serverSchema.version) return
  expect(parseSchema(raw)).toEqual(serverSchema)
})
