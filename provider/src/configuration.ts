import { endpointProblem, tokenProblem } from '@quantumnet/api'
import {
  failure,
  optional,
  Refusal,
  string,
  UNKNOWN,
  type Diagnostic,
  type Drafts,
  type Finding,
  type Unknown,
} from './framework/index.ts'
import type { ConnectionOptions } from './resources/kit/connection.ts'

/** The provider block: how to reach the API. All of it may come from the environment instead. */

const findingsOf = (problem: string | undefined): readonly Finding[] =>
  problem === undefined ? [] : [{ path: [], message: problem }]
const checks = {
  endpoint: (endpoint: string) => findingsOf(endpointProblem(endpoint)),
  token: (token: string) => findingsOf(tokenProblem(token)),
} as const

export const attributes = {
  endpoint: optional(string, 'URL of the API. Default: `QUANTUMNET_ENDPOINT` in the environment.', {
    check: checks.endpoint,
  }),
  token: optional(string, 'Token of the API. Default: `QUANTUMNET_TOKEN` in the environment.', {
    sensitive: true,
    check: checks.token,
  }),
}
export type Configuration = Drafts<typeof attributes>

type Setting = 'endpoint' | 'token'
type Environment = Readonly<Record<string, string | undefined>>
const VARIABLES = { endpoint: 'QUANTUMNET_ENDPOINT', token: 'QUANTUMNET_TOKEN' } as const

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

/**
 * Where and as whom to call the API, or undefined while that is not known.
 * @throws Refusal when configuration and environment lack something, or hold what cannot be used
 */
export const connectionOptions = (
  config: Configuration,
  environment: Environment,
): Omit<ConnectionOptions, 'agent'> | undefined => {
  const endpoint = settingOf('endpoint', config.endpoint, environment)
  const token = settingOf('token', config.token, environment)
  if (endpoint === undefined || token === undefined)
    throw new Refusal([
      ...(endpoint === undefined ? [absent('endpoint')] : []),
      ...(token === undefined ? [absent('token')] : []),
    ])
  if (endpoint === UNKNOWN || token === UNKNOWN) return undefined
  const refusals = [
    ...checks.endpoint(endpoint).map(({ message }) => failure('Invalid endpoint', message, ['endpoint'])),
    ...checks.token(token).map(({ message }) => failure('Invalid token', message, ['token'])),
  ]
  if (refusals.length > 0) throw new Refusal(refusals)
  return { endpoint, token }
}
