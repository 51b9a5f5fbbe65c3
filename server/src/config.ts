import { isDnsName } from '@quantumnet/api'
import { z } from 'zod'

/** The environment does not say what this process needs. The message names each variable, and no value of a secret one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const ROLES = ['admin', 'node', 'feed'] as const

const hostAndPort = z
  .string()
  .regex(/^(\[[0-9a-f:]+\]|[^:]+):\d{1,5}$/i, 'must be host:port, such as 127.0.0.1:8080 or [::1]:8080')
  .transform((text) => {
    const colon = text.lastIndexOf(':')
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
  })
  .refine(({ port }) => port <= 65_535, 'must have a port up to 65535')

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const remotes = z
  .string()
  .transform(list)
  .refine(
    (items) => items.every((item) => /^(unix|tcp|ssl):.+/.test(item)),
    'must be OVSDB remotes separated by commas, such as unix:/run/ovn/ovnnb_db.sock or ssl:10.0.0.1:6641',
  )

const tokenFiles = z
  .string()
  .transform((text) => list(text).map((item) => item.split('=', 2)))
  .refine(
    (pairs) =>
      pairs.every(([role, path]) => ROLES.some((known) => known === role) && path !== undefined && path !== ''),
    `must be role=path separated by commas, with the roles ${ROLES.join(', ')}`,
  )
  .transform((pairs) => pairs.map(([role, path]) => ({ role: role as (typeof ROLES)[number], path: path ?? '' })))

const Environment = z.object({
  DATABASE_URL: z.string().min(1, 'must be a PostgreSQL connection string').describe('PostgreSQL connection string'),
  QUANTUMNET_LISTEN: hostAndPort.default({ host: '127.0.0.1', port: 8080 }),
  QUANTUMNET_OVN_NB: remotes.default([]),
  QUANTUMNET_OVN_SB: remotes.default([]),
  QUANTUMNET_TOKEN_FILES: tokenFiles.default([]),
  QUANTUMNET_DNS_ZONE: z
    .string()
    .refine(isDnsName, 'must be a DNS name in lower case without a trailing dot')
    .default('internal'),
  QUANTUMNET_PROVIDER_MIRROR: z.string().min(1, 'must be a folder').optional(),
  QUANTUMNET_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

/** What the server is told from outside, once, at its start. */
export interface Config {
  readonly databaseUrl: string
  readonly listen: { readonly host: string; readonly port: number }
  /** Remotes of OVN's northbound database; empty: this server does not write to OVN. */
  readonly nbRemotes: readonly string[]
  /** Remotes of OVN's southbound database; empty: what hypervisors have done is not seen. */
  readonly sbRemotes: readonly string[]
  /** Files with one bearer token each, and what its bearer may do. */
  readonly tokenFiles: readonly { readonly role: 'admin' | 'node' | 'feed'; readonly path: string }[]
  readonly dnsZone: string
  /** Folder with a release of the Terraform provider; undefined: this server hands none out. */
  readonly providerMirror?: string | undefined
  readonly logLevel: z.output<typeof Environment>['QUANTUMNET_LOG_LEVEL']
}

/** Checks an environment against a schema. @throws ConfigError that names every variable that is wrong, and what it must be */
export const readEnvironment = <T extends z.ZodType>(schema: T, environment: NodeJS.ProcessEnv): z.output<T> => {
  const parsed = schema.safeParse(environment)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return environment[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`
  })
  throw new ConfigError(`the environment is not as it must be:\n  ${lines.join('\n  ')}`)
}

/** @throws ConfigError */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const read = readEnvironment(Environment, environment)
  return {
    databaseUrl: read.DATABASE_URL,
    listen: read.QUANTUMNET_LISTEN,
    nbRemotes: read.QUANTUMNET_OVN_NB,
    sbRemotes: read.QUANTUMNET_OVN_SB,
    tokenFiles: read.QUANTUMNET_TOKEN_FILES,
    dnsZone: read.QUANTUMNET_DNS_ZONE,
    ...(read.QUANTUMNET_PROVIDER_MIRROR !== undefined && { providerMirror: read.QUANTUMNET_PROVIDER_MIRROR }),
    logLevel: read.QUANTUMNET_LOG_LEVEL,
  }
}
