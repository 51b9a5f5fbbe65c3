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
} from '@quantumnet/provider/framework/testing'
import { ApiDouble, TOKEN } from './api-double.ts'
import type { KindName } from './api-double-rows.ts'
import { GROUPS, PARENTS, pools, poolsByType } from './contract-pools.ts'

/**
 * Random configurations through plan, apply, read and plan again, each step checked against Terraform's contract: first as a create, in
 * which some of the configuration is not known at plan, then as a change of what exists. A failing seed is in the test's message. What the
 * provider's own checks refuse is left out, and must not be the most.
 */

const SEEDS = 150
/** So many of them have to be configurations that the provider accepts. */
const FEWEST_VALID = 30
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
const put = (kind: KindName, id: string, fields: Record<string, unknown>): void => {
  const described = { name: 'parent', description: '', labels: {}, ...fields }
  double.rows[kind].set(id, { id, generation: 1, deleting: false, request: '', fields: described })
}

const resetDouble = (): void => {
  for (const table of Object.values(double.rows)) table.clear()
  const { project, network, subnet } = PARENTS
  put('project', project, { dns_label: 'parent', quotas: {} })
  put('network', network, { project, port_security_default: true })
  put('security_group', GROUPS.one, { rules: [] })
  put('floating_ip', GROUPS.one, { port: null, fixed_ip: null })
  put('subnet', subnet, { project, network, cidr: '10.9.0.0/24', gateway: '10.9.0.1', dns_address: '10.9.0.2' })
}

/**
 * A configuration in which block and pool of a subnet fit together: one of the two, and a length only for what is to be carved.
 * @param early the same configuration before all of it was known: only what was unknown then is another value now
 */
const fitting = (config: ObjectValue, early: ObjectValue = config): ObjectValue => {
  if (!('cidr' in config && 'allocation_ranges' in config)) return config
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

/** @returns whether the configuration was one that the provider accepts */
const trySeed = async (typeName: string, resource: Runtime['resource'], seed: number): Promise<boolean> => {
  resetDouble()
  const configured = {
    endpoint: double.endpoint,
    token: TOKEN,
    project: null,
    default_labels: null,
    wait_for: null,
    ca: null,
  }
  const client = provider.configure(configured, 'test')
  const runtime: Runtime = { typeName, resource, client, signal: new AbortController().signal }
  const attributes = attributesOf(resource)
  const generator: Generator = {
    random: randomFrom(seed),
    pools: { ...pools, ...poolsByType[typeName] },
    unknown: 0.15,
  }
  const tried = { runtime, attributes, generator }
  const isValid = (config: ObjectValue): boolean =>
    validateConfig(attributes, config, (whole) => resource.validate?.(whole) ?? []).length === 0

  // Whose project it is, without a default in the provider's configuration.
  const owned = (config: ObjectValue): ObjectValue =>
    config['project'] === null && attributes['project']?.presence === 'optional-computed'
      ? { ...config, project: PARENTS.project }
      : config
  const early = owned(fitting(randomConfig(attributes, generator)))
  const config = owned(fitting(nowKnown(attributes, early, generator), early))
  if (!isValid(config)) return false
  // What is wrong whatever it turns out to be would be wrong now.
  expect(isValid(early)).toBe(true)
  const first = await plan(tried, early, null)
  const second = await plan(tried, config, null)
  expect(replanViolations(attributes, first.planned, second.planned)).toEqual([])
  const created = await apply(tried, null, second.planned)
  if (created === undefined) return true
  await expectNothingPlanned(tried, config, created)

  const other = owned(fitting(randomConfig(attributes, { ...generator, unknown: 0 })))
  if (!isValid(other)) return true
  const change = await plan(tried, other, created)
  if (change.replace.length > 0) return true
  const updated = await apply(tried, created, change.planned)
  if (updated !== undefined) await expectNothingPlanned(tried, other, updated)
  return true
}

describe.each(Object.entries(provider.resources))('%s', (typeName, resource) => {
  it(`keeps the contract with ${String(SEEDS)} random configurations`, async () => {
    let valid = 0
    for (let seed = 1; seed <= SEEDS; seed++) {
      const wasValid = await trySeed(typeName, resource, seed).catch((error: unknown) => {
        throw new Error(`seed ${String(seed)}`, { cause: error })
      })
      if (wasValid) valid += 1
    }
    expect(valid).toBeGreaterThanOrEqual(FEWEST_VALID)
  })
})
