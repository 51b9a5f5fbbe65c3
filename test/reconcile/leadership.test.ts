import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { networkRoutes, portRoutes, projectRoutes, subnetRoutes } from '@quantumnet/api'
import { applied, createPorts, createWorld, Databases, Rig, until, type Server } from './rig.ts'
import { SlowWire } from './slow-wire.ts'

const databases = new Databases()
let rig: Rig

const MAIN = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const children: ChildProcess[] = []

/** A server in a process of its own, which can be killed and paused. */
const startProcess = async (nbRemote = rig.nb.remote): Promise<{ child: ChildProcess; server: Server }> => {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: rig.url,
      QUANTUMNET_LISTEN: '127.0.0.1:0',
      QUANTUMNET_OVN_NB: nbRemote,
      QUANTUMNET_TOKEN_FILES: `admin=${rig.adminTokenFile}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const endpoint = await until('the process listens', () => /listening on (http:[^" ]+)/.exec(output)?.[1])
  return { child, server: rig.connect(endpoint) }
}

beforeAll(async () => {
  await databases.start()
})
afterAll(async () => {
  await databases.stop()
})
beforeEach(async () => {
  rig = await Rig.start(databases)
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rig.close()
})

const roleOf = async (server: Server): Promise<string> =>
  (await server.readiness()).parts.find(({ part }) => part === 'leadership')?.detail ?? ''
const leads = async (server: Server): Promise<number> =>
  await until('the server leads', async () => {
    const [, epoch] = /^leads with epoch (\d+)$/.exec(await roleOf(server)) ?? []
    return epoch === undefined ? undefined : Number(epoch)
  })
const follows = async (server: Server): Promise<true> =>
  await until('the server follows', async () => ((await roleOf(server)) === 'another server leads' ? true : undefined))

const chassisOf = (port: string): string | undefined =>
  (rig.port(port)?.['options'] as ReadonlyMap<string, string>).get('requested-chassis')

/** Ends the PostgreSQL session that holds leadership, as a lost connection would. */
const endSession = async (): Promise<void> => {
  await rig.sql(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = $1`,
    0x716e6c64,
  )
}

describe('two servers', () => {
  it('only one of them writes, and the other takes over with a higher epoch', async () => {
    const first = await rig.server()
    const epoch = await leads(first)
    const second = await rig.server()
    await follows(second)
    const world = await createWorld(second, 1)
    await applied(second, world.ports)
    expect(rig.global().get('qn-epoch')).toBe(String(epoch))
    await first.close()
    expect(await leads(second)).toBeGreaterThan(epoch)
    await applied(second, await createPorts(second, world.network, [{}]))
    expect(rig.global().get('qn-epoch')).toBe(String(epoch + 1))
  })

  it('a repair asked of the one that does not lead is refused, and says so', async () => {
    await leads(await rig.server())
    const second = await rig.server()
    await follows(second)
    await expect(second.repair()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('another server leads'),
    })
  })

  it('a transaction of a paused one that arrives late is refused as a whole', async () => {
    const wire = await SlowWire.start(rig.nb.socket)
    try {
      const { child, server: first } = await startProcess(wire.remote)
      const epoch = await leads(first)
      const world = await createWorld(first, 1)
      await applied(first, world.ports)
      const second = await rig.server()
      await follows(second)

      // The first sends what was right then; it stays on the wire, and the process is paused.
      wire.hold()
      const { id } = world.ports[0]!
      await first.client.call(portRoutes.update, { params: { id }, body: { node: 'old' } })
      await until('the transaction is on the wire', () => (wire.held > 0 ? true : undefined))
      child.kill('SIGSTOP')
      await endSession()
      expect(await leads(second)).toBe(epoch + 1)
      await second.client.call(portRoutes.update, { params: { id }, body: { node: 'new' } })
      await until('the second has written', () => (chassisOf(id) === 'new' ? true : undefined))

      const before = rig.content()
      let changes = 0
      rig.observer.on('change', () => (changes += 1))
      wire.release()
      child.kill('SIGCONT')
      // Answered only when the turn that waits for the late transaction has ended.
      await expect(first.repair()).rejects.toMatchObject({ code: 'unavailable' })
      await follows(first)
      expect(rig.content()).toEqual(before)
      expect(changes).toBe(0)
    } finally {
      await wire.close()
    }
  })
})

describe('leadership lost', () => {
  it('with the session in PostgreSQL, and taken again with the next epoch', async () => {
    const server = await rig.server()
    const epoch = await leads(server)
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    await endSession()
    await until('the epoch is the next', () => (rig.global().get('qn-epoch') === String(epoch + 1) ? true : undefined))
    await applied(server, await createPorts(server, world.network, [{}]))
  })

  it('while PostgreSQL is away: OVN stays as it is, and all goes on when it is back', async () => {
    const server = await rig.server()
    const epoch = await leads(server)
    const world = await createWorld(server, 1)
    await applied(server, world.ports)
    await until('no key waits', async () => ((await server.drift()).missing === 0 ? true : undefined))
    const before = rig.content()
    await databases.restart(async () => {
      await until('the server does not lead', async () =>
        (await roleOf(server)).startsWith('leads') ? undefined : true,
      )
      expect(rig.content()).toEqual(before)
    })
    expect(await leads(server)).toBe(epoch + 1)
    await applied(server, await createPorts(server, world.network, [{}]))
  })
})

describe('a server that is killed', () => {
  it('between the commit in PostgreSQL and the write to OVN leaves nothing undone and nothing twice', async () => {
    const { child, server: doomed } = await startProcess()
    await leads(doomed)
    const project = await doomed.client.call(projectRoutes.create, { body: { name: 'demo' } })
    const network = await doomed.client.call(networkRoutes.create, { body: { project: project.id, name: 'main' } })
    await doomed.client.call(subnetRoutes.create, { body: { network: network.id, name: 'main', cidr: '10.0.0.0/24' } })
    // OVN takes nothing from here on, so that what is committed now is not written when the process dies.
    rig.nb.freeze()
    const ports = await createPorts(doomed, network, [{}, {}, {}])
    child.kill('SIGKILL')
    await once(child, 'exit')
    rig.nb.thaw()
    const server = await rig.server()
    await applied(server, ports)
    expect(rig.owned().filter(({ kind, table }) => kind === 'port' && table === 'Logical_Switch_Port')).toHaveLength(3)
    await until('nothing is dirty', async () => ((await rig.sql('select from dirty')).length === 0 ? true : undefined))
  })
})
