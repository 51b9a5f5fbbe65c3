import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { routes } from '@quantumnet/api'
import { startServers } from '../../ipam/servers.ts'
import { postRate } from './load.ts'

/** Ports per second over HTTP: one by one, in bulk, and beside the same POST without a database; see ../README.md. */

const QUICK = process.argv.includes('--quick')
const [SECONDS, TURNS, CONNECTIONS] = [QUICK ? 1 : 4, QUICK ? 1 : 5, 64] as const

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const write = (line: string): void => void process.stdout.write(`${line}\n`)

const bare = spawn(process.execPath, ['test/bench/api/bare.ts'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
const [bareEndpoint] = (await once(bare, 'message')) as [string]
const servers = await startServers(1, { durable: true })
try {
  const [client] = servers.clients
  if (client === undefined) throw new Error('no server')
  const { endpoint, token } = servers
  const project = await client.call(routes.projects.create, { body: { name: 'bench' } })
  let networks = 0
  const makeNetwork = async (cidr: string): Promise<string> => {
    const body = { project: project.id, name: `n${String(networks++)}` }
    const network = await client.call(routes.networks.create, { body })
    await client.call(routes.subnets.create, { body: { network: network.id, name: 's', cidr } })
    return network.id
  }

  const measured: { bare: number; single: number; bulk: number; crowd: number }[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const network = await makeNetwork('10.0.0.0/14')
    const single = { token, path: '/v1/ports', body: () => ({ network }) }
    const withoutDatabase = await postRate({ ...single, endpoint: bareEndpoint }, CONNECTIONS, SECONDS)
    const alone = await postRate({ ...single, endpoint }, CONNECTIONS, SECONDS)
    const hundred = { ports: Array.from({ length: 100 }, () => ({ network })) }
    const bulk = await postRate({ endpoint, token, path: '/v1/ports:bulk', body: () => hundred }, 8, SECONDS)
    const small = await makeNetwork('10.9.0.0/24')
    const ten = { ports: Array.from({ length: 10 }, () => ({ network: small as never })) }
    const start = performance.now()
    await Promise.all(Array.from({ length: 24 }, async () => await client.call(routes.ports.createMany, { body: ten })))
    measured.push({ bare: withoutDatabase, single: alone, bulk: bulk * 100, crowd: performance.now() - start })
  }
  const of = (figure: (each: (typeof measured)[number]) => number): string => median(measured.map(figure)).toFixed(0)
  const ratio = (figure: (each: (typeof measured)[number]) => number): string => {
    const ratios = measured.map(figure)
    return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)})`
  }
  write(`POST without a database, 64 connections: ${of((each) => each.bare)}/s`)
  write(
    `ports one by one, 64 connections: ${of((each) => each.single)}/s, × without: ${ratio(({ single, bare: least }) => single / least)}`,
  )
  write(
    `ports in bulk of 100, 8 connections: ${of((each) => each.bulk)}/s, × single: ${ratio(({ bulk, single }) => bulk / single)}`,
  )
  write(`240 ports in one /24 by 24 bulk requests at once: ${of((each) => each.crowd)} ms`)
} finally {
  const gone = once(bare, 'exit')
  bare.kill()
  await gone
  await servers.close()
}
