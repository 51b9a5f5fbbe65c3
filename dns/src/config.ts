import { availableParallelism } from 'node:os'
import { isDnsName } from '@quantumnet/api'
import type { EdgeRule } from './serve/access.ts'
import { AddressList } from './transport/address-list.ts'
import { parseEndpoint, type Endpoint } from './endpoint.ts'

/** What the process is told by its environment. */
export interface Config {
  /** the server's API, for example `http://127.0.0.1:8080` */
  readonly endpoint: string
  readonly tokenFile: string
  /** a file with the secret of cookies; undefined: there are none */
  readonly cookieFile: string | undefined
  /** a file with keys of signed requests (TSIG); undefined: there are none */
  readonly keysFile: string | undefined
  readonly listen: Endpoint
  readonly stateFolder: string
  /** root of our names */
  readonly zone: string
  /** who may ask us everything and copy our zones: the edges, by address, key or both */
  readonly edges: readonly EdgeRule[]
  /** who may ask us for names, as blocks */
  readonly clients: readonly string[]
  /** answers per second to one source that is no edge; 0: no limit */
  readonly perSecond: number
  /** threads that answer over UDP; 1: none beside the main one */
  readonly workers: number
  /** every so-many-th answer is logged; 0: none */
  readonly sample: number
  /** which edges are told of changes */
  readonly notify: readonly NotifiedEdge[]
  /** UDP port by which agents pass NOTIFY on to the edges of VMs */
  readonly relayPort: number
  /** where `/livez` and `/readyz` are; undefined: nowhere */
  readonly health: Endpoint | undefined
  readonly logLevel: string
}

/** An edge that is told of changes, and the name of the key that what we tell it is signed with. */
export interface NotifiedEdge extends Endpoint {
  readonly key: string | undefined
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
    cookieFile: optional(env, 'QUANTUMNET_DNS_COOKIE_SECRET_FILE'),
    keysFile: optional(env, 'QUANTUMNET_DNS_TSIG_KEYS_FILE'),
    listen: endpoint('QUANTUMNET_DNS_LISTEN', required(env, 'QUANTUMNET_DNS_LISTEN', ENDPOINT)),
    stateFolder: required(env, 'QUANTUMNET_DNS_STATE', 'a folder for the last good zones'),
    zone: zone(env['QUANTUMNET_DNS_ZONE'] ?? 'internal'),
    edges: edgeRules(env, 'QUANTUMNET_DNS_TRANSFER_TO'),
    clients: blocks(env, 'QUANTUMNET_DNS_QUERY_FROM'),
    perSecond: whole(env, 'QUANTUMNET_DNS_RATE', { usual: RATE, most: 1_000_000 }),
    workers: Math.max(1, whole(env, 'QUANTUMNET_DNS_WORKERS', { usual: availableParallelism(), most: 256 })),
    sample: whole(env, 'QUANTUMNET_DNS_QUERY_LOG', { usual: 0, most: 1_000_000_000 }),
    notify: list(env['QUANTUMNET_DNS_NOTIFY'] ?? '').map((text) => notifiedEdge('QUANTUMNET_DNS_NOTIFY', text)),
    relayPort: whole(env, 'QUANTUMNET_DNS_RELAY_PORT', { usual: RELAY_PORT, most: 65_535 }),
    health: health === '' ? undefined : endpoint('QUANTUMNET_DNS_HEALTH', health),
    logLevel: env['QUANTUMNET_LOG_LEVEL'] ?? 'info',
  }
}

/** @throws ConfigError when a key is named that is not there: nobody could ever show it */
export const requireKeys = ({ edges, notify }: Config, keys: readonly { readonly text: string }[]): void => {
  for (const { key } of [...edges, ...notify])
    if (key !== undefined && !keys.some(({ text }) => text === key))
      throw new ConfigError(
        `the key "${key}" is named in QUANTUMNET_DNS_TRANSFER_TO or QUANTUMNET_DNS_NOTIFY and is not in the file of QUANTUMNET_DNS_TSIG_KEYS_FILE`,
      )
}

/** Where agents listen unless they are told otherwise. */
const RELAY_PORT = 5399

/** Answers per second to a source that is no edge. */
const RATE = 200

const whole = (
  env: Environment,
  name: string,
  { usual, most }: { readonly usual: number; readonly most: number },
): number => {
  const text = env[name] ?? ''
  const value = text === '' ? usual : Number(text)
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new ConfigError(`${name}: "${text}" is not a number; give a whole one from 0 to ${String(most)}`)
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

const optional = (env: Environment, name: string): string | undefined => (env[name] === '' ? undefined : env[name])

const blocks = (env: Environment, name: string): readonly string[] => {
  const texts = list(env[name] ?? '')
  for (const text of texts) checkBlock(name, text)
  return texts
}

const checkBlock = (name: string, text: string): void => {
  try {
    new AddressList([text])
  } catch (error) {
    throw new ConfigError(
      `${name}: ${error instanceof Error ? error.message : String(error)}; give blocks separated by commas`,
    )
  }
}

const A_KEY = /^key:(\S+)$/

/** An item of a list with the key that may stand behind it, or alone. */
const splitKey = (text: string): readonly [item: string | undefined, key: string | undefined] => {
  const parts = text.split(/\s+/)
  const [, key] = A_KEY.exec(parts.at(-1) ?? '') ?? []
  const rest = key === undefined ? parts : parts.slice(0, -1)
  return [rest.length === 0 ? undefined : rest.join(' '), key?.toLowerCase().replace(/\.$/, '')]
}

const edgeRules = (env: Environment, name: string): readonly EdgeRule[] =>
  list(env[name] ?? '').map((text) => {
    const [block, key] = splitKey(text)
    if (block !== undefined) checkBlock(name, block)
    return { block, key }
  })

const notifiedEdge = (name: string, text: string): NotifiedEdge => {
  const [address = '', key] = splitKey(text)
  return { ...endpoint(name, address), key }
}
