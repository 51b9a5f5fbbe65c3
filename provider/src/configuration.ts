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

const checkEndpoint = (endpoint: string): readonly Finding[] =>
  /^https?:\/\/[^/]/.test(endpoint) && URL.canParse(endpoint)
    ? []
    : [{ path: [], message: `"${endpoint}" is no URL such as https://quantumnet.example.org` }]

export const attributes = {
  endpoint: optional(string, 'URL of the API. Default: `QUANTUMNET_ENDPOINT` in the environment.', {
    check: checkEndpoint,
  }),
  token: optional(string, 'Token of the API. Default: `QUANTUMNET_TOKEN` in the environment.', { sensitive: true }),
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
 * @throws Refusal when configuration and environment lack something, or the endpoint is no URL
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
  const findings = checkEndpoint(endpoint)
  if (findings.length > 0)
    throw new Refusal(findings.map(({ message }) => failure('Invalid endpoint', message, ['endpoint'])))
  return { endpoint, token }
}
