import { readFileSync } from 'node:fs'
import { endpointProblem, reasonOf, tokenProblem } from '@quantumnet/api'
import {
  failure,
  isWhollyKnown,
  mapOf,
  optional,
  Refusal,
  string,
  UNKNOWN,
  type Diagnostic,
  type Drafts,
  type Finding,
  type Unknown,
} from './framework/index.ts'
import type { ConnectionOptions, Defaults } from './resources/kit/connection.ts'
import { uuid } from './resources/kit/kinds.ts'

/** The provider block: how to reach the API. All of it may come from the environment instead. */

const findingsOf = (problem: string | undefined): readonly Finding[] =>
  problem === undefined ? [] : [{ path: [], message: problem }]
const isWaitFor = (text: string): text is 'applied' | 'realized' => text === 'applied' || text === 'realized'
const checks = {
  endpoint: (endpoint: string) => findingsOf(endpointProblem(endpoint)),
  token: (token: string) => findingsOf(tokenProblem(token)),
  wait_for: (until: string) => findingsOf(isWaitFor(until) ? undefined : 'must be "applied" or "realized"'),
} as const

export const attributes = {
  endpoint: optional(string, 'URL of the API. Default: `QUANTUMNET_ENDPOINT` in the environment.', {
    check: checks.endpoint,
  }),
  token: optional(string, 'Token of the API. Default: `QUANTUMNET_TOKEN` in the environment.', {
    sensitive: true,
    check: checks.token,
  }),
  ca: optional(
    string,
    'Certificates in PEM, or the path of a file with them, by one of which that of the API is signed. Default: `QUANTUMNET_CA` in the environment, else those that Node trusts.',
  ),
  project: optional(
    uuid,
    'Id of the project of every resource that names none. Default: `QUANTUMNET_PROJECT` in the environment.',
  ),
  default_labels: optional(
    mapOf(string),
    'Labels of every resource beside its own, which go before them. `labels_all` of a resource shows both.',
  ),
  wait_for: optional(
    string,
    'How far a change has to come before Terraform goes on: `applied`, in OVN; or `realized`, on the hypervisors that it concerns, which for a port is when its machine is plugged in. Default: `applied`.',
    { check: checks.wait_for },
  ),
}
export type Configuration = Drafts<typeof attributes>

type Setting = 'endpoint' | 'token' | 'project' | 'ca'
type Environment = Readonly<Record<string, string | undefined>>
const VARIABLES = {
  endpoint: 'QUANTUMNET_ENDPOINT',
  token: 'QUANTUMNET_TOKEN',
  project: 'QUANTUMNET_PROJECT',
  ca: 'QUANTUMNET_CA',
} as const
const SETTINGS = Object.keys(VARIABLES) as readonly Setting[]
const NEEDED = ['endpoint', 'token'] as const

const settingOf = (
  name: Setting,
  configured: string | Unknown | null,
  environment: Environment,
): string | Unknown | undefined => {
  const fallback = environment[VARIABLES[name]]
  return configured ?? (fallback === '' ? undefined : fallback)
}

const absent = (name: Setting): Diagnostic =>
  failure(
    `The provider has no ${name}`,
    `Set ${name} in the provider block, or ${VARIABLES[name]} in the environment.`,
    [name],
  )

/** Certificates in PEM, from the text itself or from the file that it names. @throws Refusal */
const certificates = (ca: string): string => {
  if (ca.includes('-----BEGIN CERTIFICATE-----')) return ca
  try {
    return readFileSync(ca, 'utf8')
  } catch (error) {
    throw new Refusal([failure('No certificates', `${reasonOf(error)}. Give a file, or PEM itself.`, ['ca'])])
  }
}

/** What is no URL or token; neither is quoted. */
const unusable = (endpoint: string, token: string): readonly Diagnostic[] => [
  ...checks.endpoint(endpoint).map(({ message }) => failure('Invalid endpoint', message, ['endpoint'])),
  ...checks.token(token).map(({ message }) => failure('Invalid token', message, ['token'])),
]

type Settings = Readonly<Partial<Record<Setting, string>>>

/** What configuration and environment say; undefined while some of it is not known. */
const settingsOf = (config: Configuration, environment: Environment): Settings | undefined => {
  const entries = SETTINGS.map((name) => [name, settingOf(name, config[name], environment)] as const)
  if (entries.some(([, value]) => value === UNKNOWN)) return undefined
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** What every resource has; undefined while it is not known, for it must not change under a plan. */
const defaultsOf = (config: Configuration, project: string | undefined): Defaults | undefined => {
  const { default_labels: labels, wait_for: until } = config
  if (until === UNKNOWN || !isWhollyKnown(labels)) return undefined
  return {
    project,
    labels: (labels ?? {}) as Readonly<Record<string, string>>,
    until: until === 'realized' ? 'realized' : 'applied',
  }
}

/**
 * Where and as whom to call the API, and what all resources have; undefined while that is not known.
 * @throws Refusal when configuration and environment lack something, or hold what cannot be used
 */
export const connectionOptions = (
  config: Configuration,
  environment: Environment,
): Omit<ConnectionOptions, 'agent'> | undefined => {
  const missing = NEEDED.filter((name) => settingOf(name, config[name], environment) === undefined)
  if (missing.length > 0) throw new Refusal(missing.map(absent))
  const settings = settingsOf(config, environment)
  if (settings === undefined) return undefined
  const defaults = defaultsOf(config, settings.project)
  if (defaults === undefined) return undefined
  const { endpoint = '', token = '', ca } = settings
  const refusals = unusable(endpoint, token)
  if (refusals.length > 0) throw new Refusal(refusals)
  return { endpoint, token, ...(ca !== undefined && { ca: certificates(ca) }), defaults }
}
