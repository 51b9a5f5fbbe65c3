import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Client, routes } from '@quantumnet/api'
import { operatorCorefile } from '@quantumnet/dns/corefile'
import { eventually, startPostgres, type Postgres } from '@quantumnet/platform'
import type { Child } from '../../platform/src/process/child.ts'
import { nodeCommand } from '../../platform/src/sources.ts'
import { startPart } from '../../platform/src/supervisor/part.ts'
import { scratchFolder } from '../platform/scratch.ts'
import { ask, type Endpoint } from './ask.ts'
import { corednsBinary, freeEndpoint, spell } from './endpoints.ts'

/** Server, PostgreSQL, dns and CoreDNS, each a process of its own, and what the edges answer when the first two are killed together. */

const coredns = await corednsBinary()
const suite = coredns === undefined ? describe.skip : describe

suite('the control plane', () => {
  const scratch = scratchFolder()
  const at = (name: string): string => join(scratch.path, name)
  const children = new Set<Child>()
  let api: Endpoint
  let primary: Endpoint
  let health: Endpoint
  let edge: Endpoint
  let postgres: Postgres
  let server: Child
  let dns: Child

  const start = async (
    name: string,
    part: Omit<Parameters<typeof startPart>[0], 'name' | 'logFile'>,
  ): Promise<Child> => {
    const child = await startPart({ ...part, name, logFile: at(`${name}.log`) })
    children.add(child)
    return child
  }
  const isOk = async (endpoint: Endpoint, path: string): Promise<boolean> =>
    (await fetch(`http://${spell(endpoint)}${path}`)).ok

  const startServer = async (): Promise<Child> =>
    await start('server', {
      command: nodeCommand('server/src/main.ts'),
      env: {
        DATABASE_URL: postgres.url,
        QUANTUMNET_LISTEN: spell(api),
        QUANTUMNET_TOKEN_FILES: `admin=${at('admin')},feed=${at('feed')}`,
      },
      ready: async () => await isOk(api, '/livez'),
    })
  const startDns = async (): Promise<Child> =>
    await start('dns', {
      command: nodeCommand('dns/src/main.ts'),
      env: {
        QUANTUMNET_ENDPOINT: `http://${spell(api)}`,
        QUANTUMNET_TOKEN_FILE: at('feed'),
        QUANTUMNET_DNS_LISTEN: spell(primary),
        QUANTUMNET_DNS_STATE: at('state'),
        QUANTUMNET_DNS_TRANSFER_TO: '127.0.0.1/32',
        QUANTUMNET_DNS_NOTIFY: spell(edge),
        QUANTUMNET_DNS_HEALTH: spell(health),
        QUANTUMNET_DNS_WORKERS: '1',
      },
      ready: async () => await isOk(health, '/readyz'),
    })
  const startEdge = async (listen: Endpoint): Promise<Child> => {
    const ready = await freeEndpoint()
    const name = `edge-${String(listen.port)}`
    const probes = { health: spell(await freeEndpoint()), ready: spell(ready) }
    writeFileSync(at(name), operatorCorefile({ listen: spell(listen), primaries: [spell(primary)], probes }))
    return await start(name, {
      command: [coredns ?? '', '-conf', at(name)],
      ready: async () => await isOk(ready, '/ready'),
    })
  }

  beforeAll(async () => {
    api = await freeEndpoint()
    primary = await freeEndpoint()
    health = await freeEndpoint()
    edge = await freeEndpoint()
    chmodSync(scratch.path, 0o755)
    mkdirSync(at('state'))
    for (const role of ['admin', 'feed']) writeFileSync(at(role), `the-secret-of-${role}-in-this-test`)
    postgres = await startPostgres({ dataDir: at('pg') })
    server = await startServer()
    dns = await startDns()
    await startEdge(edge)
  }, 300_000)
  afterAll(async () => {
    for (const child of children) await child.stop()
    await postgres.stop()
    scratch.remove()
  })

  const client = (): Client =>
    new Client({ endpoint: `http://${spell(api)}`, token: 'the-secret-of-admin-in-this-test' })
  const port = async (network: string, hostname: string): Promise<string> => {
    const made = await client().call(routes.ports.create, { body: { network, hostname } })
    return `${hostname}.shop.internal A ${made.fixed_ips[0]?.ip ?? ''}`
  }
  const untilAnswered = async (where: Endpoint, record: string): Promise<void> => {
    await eventually(async () => (await ask(where, record.split(' ')[0] ?? '')).answers.includes(record) || undefined, {
      what: `${record} at ${spell(where)}`,
      timeoutMs: 30_000,
    })
  }
  /** An edge that has just heard of a zone and has no copy yet says SERVFAIL. */
  const untilDenied = async (where: Endpoint): Promise<void> => {
    await eventually(async () => (await ask(where, 'vm2.shop.internal')).rcode === 'NXDOMAIN' || undefined, {
      what: `vm2 is denied at ${spell(where)}`,
      timeoutMs: 30_000,
    })
  }
  const kill = async (): Promise<void> => {
    const [postmaster] = readFileSync(at('pg/data/postmaster.pid'), 'utf8').split('\n').map(Number)
    process.kill(postmaster ?? 0, 'SIGKILL')
    server.signal('SIGKILL')
    await server.exited
  }

  it('may be killed: edges answer on, cold ones too, from the disk of a dns process that was started again', async () => {
    const project = await client().call(routes.projects.create, { body: { name: 'shop' } })
    const network = await client().call(routes.networks.create, { body: { project: project.id, name: 'net' } })
    await client().call(routes.subnets.create, { body: { network: network.id, name: 'sub', cidr: '10.9.0.0/24' } })
    const record = await port(network.id, 'vm1')
    // Its own copy, of which it answers when nobody else is there.
    await eventually(
      () =>
        readFileSync(at(`edge-${String(edge.port)}.log`), 'utf8').includes('Transferred: shop.internal.') || undefined,
      { what: 'the edge has a copy', timeoutMs: 30_000 },
    )
    await untilAnswered(edge, record)
    await kill()

    expect((await ask(edge, 'vm1.shop.internal')).answers).toEqual([record])
    await untilDenied(edge)
    const cold = await freeEndpoint()
    await startEdge(cold)
    await untilAnswered(cold, record)

    expect(await dns.stop()).toEqual({ code: 0, signal: null })
    expect((await ask(edge, 'vm1.shop.internal')).answers).toEqual([record])
    dns = await startDns()
    expect((await ask(primary, 'vm1.shop.internal')).answers).toEqual([record])
    const colder = await freeEndpoint()
    await startEdge(colder)
    await untilAnswered(colder, record)
    await untilDenied(colder)

    await postgres.stop()
    // Processes of the one that was killed may still be about to end.
    postgres = await eventually(async () => await startPostgres({ dataDir: at('pg') }), {
      what: 'PostgreSQL is back',
      timeoutMs: 60_000,
    })
    server = await startServer()
    await untilAnswered(edge, await port(network.id, 'vm2'))
  }, 120_000)
})
