import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { provider } from '@quantumnet/provider'
import {
  applyChange,
  attributesOf,
  planChange,
  readState,
  UNKNOWN,
  validateConfig,
  type Attributes,
  type ObjectValue,
  type Runtime,
} from '@quantumnet/provider/framework'
import {
  nowKnown,
  planViolations,
  randomConfig,
  randomFrom,
  replanViolations,
  resultViolations,
  type Generator,
  type Pools,
} from '@quantumnet/provider/framework/testing'
import { ApiDouble, TOKEN } from './api-double.ts'
import type { KindName } from './api-double-rows.ts'

/**
 * Random configurations through plan, apply, read and plan again, each step checked against Terraform's contract: first as a create, in
 * which some of the configuration is not known at plan, then as a change of what exists. A failing seed is in the test's message.
 */

const SEEDS = 150
const NONE = new Uint8Array()

interface Case {
  readonly runtime: Runtime
  readonly attributes: Attributes
  readonly generator: Generator
}

const plan = async ({ runtime, attributes }: Case, config: ObjectValue, prior: ObjectValue | null) => {
  const result = await planChange({ config, prior, privateBytes: NONE }, runtime)
  const planned = result.planned ?? {}
  expect(result.diagnostics).toEqual([])
  expect(planViolations(attributes, { config, prior, planned })).toEqual([])
  return { planned, replace: result.replace }
}

/** @returns the state after apply and refresh, or undefined when the API refused, which leaves nothing to check */
const apply = async (
  { runtime, attributes }: Case,
  prior: ObjectValue | null,
  planned: ObjectValue,
): Promise<ObjectValue | undefined> => {
  const { state, diagnostics } = await applyChange({ prior, planned, privateBytes: NONE }, runtime)
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    expect(diagnostics.map(({ detail }) => detail).join()).toMatch(/\((address_taken|name_taken), request/)
    expect(state).toEqual(prior)
    return undefined
  }
  expect(resultViolations(attributes, planned, state ?? {})).toEqual([])
  const reading = await readState(state ?? {}, NONE, runtime)
  expect(reading.state).toEqual(state)
  return reading.state ?? undefined
}

const expectNothingPlanned = async (tried: Case, config: ObjectValue, state: ObjectValue): Promise<void> => {
  const again = await plan(tried, config, state)
  expect(again).toEqual({ planned: state, replace: [] })
}

const double = new ApiDouble()
const PARENTS = {
  project: '01890a5d-ac96-774b-bcce-b302099a8057',
  network: '01890a5d-ac96-774b-bcce-b302099a8058',
  subnet: '01890a5d-ac96-774b-bcce-b302099a8059',
}

const GROUPS = { one: '01890a5d-ac96-774b-bcce-b302099a805a', two: '01890a5d-ac96-774b-bcce-b302099a805b' }

const pools: Pools = {
  project: [PARENTS.project],
  network: [PARENTS.network],
  subnet: [PARENTS.subnet],
  name: ['n1', 'n2', 'Web.3'],
  dns_label: ['one', 'two'],
  quotas: [{}, { port: 5 }, { network: 2, port: 7 }],
  mtu: [576, 1442, 8942],
  lease_time: [60, 86_400],
  // Which of these fit together, validate.test.ts and test/acceptance show.
  type: [null],
  physical_network: [null],
  segment_id: [null],
  ipv6_mode: [null],
  address: [null],
  port_security: [true],
  domain_name: ['corp.example'],
  destination: ['192.168.0.0/16'],
  next_hop: ['10.1.0.7', '10.9.0.7'],
  ntp_servers: [['10.9.0.123'], ['10.9.0.123', 'FD00::123']],
  dns_servers: [['10.9.0.53', 'fd00::53']],
  shared_with: [[], [GROUPS.one.toUpperCase(), GROUPS.two]],
  security_groups: [[], [GROUPS.one], [GROUPS.two, GROUPS.one.toUpperCase()]],
  qos_policy: [GROUPS.one],
  reserved_ranges: [[], [{ start: '10.1.0.200', end: '10.1.0.209' }]],
  pool: [GROUPS.one],
  prefix_length: [24, 26],
  cidr: ['10.1.0.0/24'],
  gateway: ['10.1.0.1', '10.1.0.9', 'none'],
  dns_address: ['10.1.0.2', '10.1.0.3', 'none'],
  allocation_ranges: [
    [{ start: '10.1.0.20', end: '10.1.0.29' }],
    [
      { start: '10.1.0.50', end: '10.1.0.50' },
      { start: '10.1.0.60', end: '10.1.0.69' },
    ],
  ],
  ip: ['10.9.0.10', '10.9.0.11', '10.9.0.12'],
  mac: ['02:00:00:00:00:0a', '02-00-00-00-00-0A', '02:00:00:00:00:0B'],
  hostname: ['h1', 'h2'],
  node: ['hv1', 'hv2'],
  create: ['1m'],
  update: ['90s'],
  delete: ['1h30m'],
}

const put = (kind: KindName, id: string, fields: Record<string, unknown>): void => {
  const described = { name: 'parent', description: '', labels: {}, ...fields }
  double.rows[kind].set(id, { id, generation: 1, deleting: false, request: '', fields: described })
}

const resetDouble = (): void => {
  for (const table of Object.values(double.rows)) table.clear()
  const { project, network, subnet } = PARENTS
  put('project', project, { dns_label: 'parent', quotas: {} })
  put('network', network, { project, port_security_default: true })
  put('subnet', subnet, { project, network, cidr: '10.9.0.0/24', gateway: '10.9.0.1', dns_address: '10.9.0.2' })
}

/**
 * A configuration in which block and pool of a subnet fit together: one of the two, and a length only for what is to be carved.
 * @param early the same configuration before all of it was known: only what was unknown then is another value now
 */
const fitting = (config: ObjectValue, early: ObjectValue = config): ObjectValue => {
  if (!('cidr' in config)) return config
  if (config['cidr'] !== null) return { ...config, prefix_length: null }
  if (config['pool'] !== null) return config
  if (early['pool'] === UNKNOWN) return { ...config, pool: GROUPS.one }
  return { ...config, cidr: '10.1.0.0/24', prefix_length: null }
}

beforeAll(async () => {
  await double.start()
})
afterAll(async () => {
  await double.stop()
})

const trySeed = async (typeName: string, resource: Runtime['resource'], seed: number): Promise<void> => {
  resetDouble()
  const client = provider.configure({ endpoint: double.endpoint, token: TOKEN }, 'test')
  const runtime: Runtime = { typeName, resource, client, signal: new AbortController().signal }
  const attributes = attributesOf(resource)
  const generator: Generator = { random: randomFrom(seed), pools, unknown: 0.15 }
  const tried = { runtime, attributes, generator }

  const early = fitting(randomConfig(attributes, generator))
  const config = fitting(nowKnown(attributes, early, generator), early)
  expect(validateConfig(attributes, early, (whole) => resource.validate?.(whole) ?? [])).toEqual([])
  const first = await plan(tried, early, null)
  const second = await plan(tried, config, null)
  expect(replanViolations(attributes, first.planned, second.planned)).toEqual([])
  const created = await apply(tried, null, second.planned)
  if (created === undefined) return
  await expectNothingPlanned(tried, config, created)

  const other = fitting(randomConfig(attributes, { ...generator, unknown: 0 }))
  const change = await plan(tried, other, created)
  if (change.replace.length > 0) return
  const updated = await apply(tried, created, change.planned)
  if (updated !== undefined) await expectNothingPlanned(tried, other, updated)
}

describe.each(Object.entries(provider.resources))('%s', (typeName, resource) => {
  it(`keeps the contract with ${String(SEEDS)} random configurations`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++)
      await trySeed(typeName, resource, seed).catch((error: unknown) => {
        throw new Error(`seed ${String(seed)}`, { cause: error })
      })
  })
})
