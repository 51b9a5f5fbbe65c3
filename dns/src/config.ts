import { isDnsName } from '@quantumnet/api'
import { AddressList } from './transport/address-list.ts'
import { parseEndpoint, type Endpoint } from './endpoint.ts'

/** What the process is told by its environment. */
export interface Config {
  /** the server's API, for example `http://127.0.0.1:8080` */
  readonly endpoint: string
  readonly tokenFile: string
  readonly listen: Endpoint
  readonly stateFolder: string
  /** root of our names */
  readonly zone: string
  /** who may ask us and copy our zones: the edges */
  readonly edges: AddressList
  /** which edges are told of changes */
  readonly notify: readonly Endpoint[]
  /** UDP port by which agents pass NOTIFY on to the edges of VMs */
  readonly relayPort: number
  /** where `/livez` and `/readyz` are; undefined: nowhere */
  readonly health: Endpoint | undefined
  readonly logLevel: string
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws ConfigError that names the variable, its value, and what it may be */
export const readConfig = (env: Environment): Config => {
  const health = env['QUANTUMNET_DNS_HEALTH'] ?? ''
  return {
    endpoint: required(env, 'QUANTUMNET_ENDPOINT', 'the address of the API, such as http://127.0.0.1:8080'),
    tokenFile: required(env, 'QUANTUMNET_TOKEN_FILE', 'the path of a file with a token of the role "feed"'),
    listen: endpoint('QUANTUMNET_DNS_LISTEN', required(env, 'QUANTUMNET_DNS_LISTEN', ENDPOINT)),
    stateFolder: required(env, 'QUANTUMNET_DNS_STATE', 'a folder for the last good zones'),
    zone: zone(env['QUANTUMNET_DNS_ZONE'] ?? 'internal'),
    edges: blocks(env['QUANTUMNET_DNS_TRANSFER_TO'] ?? ''),
    notify: list(env['QUANTUMNET_DNS_NOTIFY'] ?? '').map((text) => endpoint('QUANTUMNET_DNS_NOTIFY', text)),
    relayPort: port(env, 'QUANTUMNET_DNS_RELAY_PORT', RELAY_PORT),
    health: health === '' ? undefined : endpoint('QUANTUMNET_DNS_HEALTH', health),
    logLevel: env['QUANTUMNET_LOG_LEVEL'] ?? 'info',
  }
}

/** Where agents listen unless they are told otherwise. */
const RELAY_PORT = 5399

const port = (env: Environment, name: string, usual: number): number => {
  const text = env[name] ?? ''
  const value = text === '' ? usual : Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new ConfigError(`${name}: "${text}" is not a port; give a number from 1 to 65535`)
  return value
}

const ENDPOINT = 'an address and a port, such as 127.0.0.1:53 or [::1]:53'

const required = (env: Environment, name: string, what: string): string => {
  const value = env[name] ?? ''
  if (value === '') throw new ConfigError(`${name} is not set; it must be ${what}`)
  return value
}

const endpoint = (name: string, text: string): Endpoint => {
  const parsed = parseEndpoint(text)
  if (parsed === undefined) throw new ConfigError(`${name}: "${text}" is not ${ENDPOINT}`)
  return parsed
}

const zone = (text: string): string => {
  if (!isDnsName(text))
    throw new ConfigError(
      `QUANTUMNET_DNS_ZONE: "${text}" is not a name in lower case without a trailing dot, such as internal`,
    )
  return text
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const blocks = (text: string): AddressList => {
  try {
    return new AddressList(list(text))
  } catch (error) {
    throw new ConfigError(
      `QUANTUMNET_DNS_TRANSFER_TO: ${error instanceof Error ? error.message : String(error)}; give blocks separated by commas`,
    )
  }
}
