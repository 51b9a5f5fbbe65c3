// node scripts/node24.mjs test/bench/dns-propagation/main.ts [--quick]
import { loadavg } from 'node:os'
import { routes, type Port } from '@quantumnet/api'
import { Probe } from './probe.ts'
import { openScene, type Scene } from './scene.ts'

const quick = process.argv.includes('--quick')
const [projects, vms] = quick ? [100, 10] : [1000, 100]
const samples = Number(
  process.argv.find((argument) => argument.startsWith('--samples='))?.slice('--samples='.length) ?? (quick ? 50 : 1000),
)
const burst = { perSecond: 300, seconds: quick ? 1 : 10 }

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const loads = (): string =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(1)

const report = (what: string, values: readonly number[]): void => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string => quantile(sorted, share)
  print(`${what.padEnd(44)} p50 ${at(0.5)} p90 ${at(0.9)} p99 ${at(0.99)} max ${at(1)} ms (${String(values.length)})`)
}

const create = async ({ client, places }: Scene, name: string, at: number): Promise<{ port: Port; fqdn: string }> => {
  const place = places[at % places.length]
  if (place === undefined) throw new Error('there is no network')
  const body = { network: place.network, hostname: name, security_groups: [] }
  const port = await client.call(routes.ports.create, { body })
  return { port, fqdn: `${name}.${place.zone}` }
}

const addressOf = (port: Port): string => port.fixed_ips[0]?.ip ?? ''

/** One port from its making to its end: how long each change took to the edge, from the request and from its answer. */
const follow = async (scene: Scene, probe: Probe, index: number): Promise<Record<string, [number, number]>> => {
  const timed = async (
    what: () => Promise<{ name: string; address: string | undefined }>,
  ): Promise<[number, number]> => {
    const asked = performance.now()
    const { name, address } = await what()
    const answered = performance.now()
    const seen = await probe.until(name, address)
    return [seen - asked, seen - answered]
  }
  let made: { port: Port; fqdn: string } | undefined
  const created = await timed(async () => {
    made = await create(scene, `s${String(index)}`, index * 7)
    return { name: made.fqdn, address: addressOf(made.port) }
  })
  if (made === undefined) throw new Error('it was made')
  const { port, fqdn } = made
  const subnet = port.fixed_ips[0]?.subnet
  if (subnet === undefined) throw new Error('it has an address')
  const other = `10.0.0.${String(101 + (index % 150))}`
  const changed = await timed(async () => {
    await scene.client.call(routes.ports.update, {
      params: { id: port.id },
      body: { fixed_ips: [{ subnet, ip: other }] },
    })
    return { name: fqdn, address: other }
  })
  const deleted = await timed(async () => {
    await scene.client.call(routes.ports.delete, { params: { id: port.id } })
    return { name: fqdn, address: undefined }
  })
  return { created, changed, deleted }
}

const sampled = async (scene: Scene, probe: Probe): Promise<void> => {
  const found: Record<string, [number, number]>[] = []
  for (let index = 0; index < samples; index++) found.push(await follow(scene, probe, index))
  for (const what of ['created', 'changed', 'deleted']) {
    report(
      `${what}: from the answer of the API`,
      found.map((each) => each[what]?.[1] ?? NaN),
    )
    report(
      `${what}: from the request`,
      found.map((each) => each[what]?.[0] ?? NaN),
    )
  }
}

const flooded = async (scene: Scene, probe: Probe): Promise<void> => {
  const count = burst.perSecond * burst.seconds
  const before = await scene.transfers()
  const started = performance.now()
  const all = Array.from({ length: count }, async (_, index) => {
    const due = started + (index * 1000) / burst.perSecond
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, due - performance.now())))
    const { port, fqdn } = await create(scene, `b${String(index)}`, index * 13)
    const answered = performance.now()
    return (await probe.until(fqdn, addressOf(port))) - answered
  })
  const found = await Promise.allSettled(all)
  const seen = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  report(`burst of ${String(burst.perSecond)}/s for ${String(burst.seconds)} s: from the answer`, seen)
  const lost = found.filter(({ status }) => status === 'rejected')
  print(
    `lost ${String(lost.length)} of ${String(count)}; ${String((await scene.transfers()) - before)} transfers; ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
  for (const each of lost.slice(0, 3)) if (each.status === 'rejected') print(String(each.reason))
}

print(`load ${loads()}, ${String(projects)} projects, ${String(projects * vms)} names`)
const scene = await openScene(projects, vms)
const [probe, patient] = [new Probe(scene.edge, 1), new Probe(scene.edge, 250)]
try {
  await sampled(scene, probe)
  await flooded(scene, patient)
} finally {
  probe.close()
  patient.close()
  await scene.close()
}
print(`load ${loads()}`)
