import { nameText, parseName, type WireName } from '../wire/name.ts'

/** Algorithms of keys (RFC 8945 §6) that are taken; MD5 and SHA-1 are not. By the names that they have on the wire and in files. */
const HASHES = { 'hmac-sha256': 'sha256', 'hmac-sha384': 'sha384', 'hmac-sha512': 'sha512' } as const
type Algorithm = keyof typeof HASHES

/** A secret that we share with somebody, by a name that both know it by. */
export interface TsigKey {
  /** for people, and in our settings */
  readonly text: string
  readonly name: WireName
  readonly algorithm: WireName
  /** as node:crypto calls it */
  readonly hash: string
  readonly secret: Uint8Array
}

/** RFC 4868 §2.1.1 asks for as many bits as the hash has; fewer than 128 are of no use to anybody. */
const LEAST_SECRET_BYTES = 16

/** @throws Error that says what is wrong; never with the secret */
export const createKey = (text: string, algorithm: string, secret: string): TsigKey => {
  const name = parseName(text)
  if (!isAlgorithm(algorithm))
    throw new Error(
      `the key "${text}" is of the algorithm "${algorithm}"; give one of ${Object.keys(HASHES).join(', ')}`,
    )
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.toString('base64').replaceAll('=', '') !== secret.replaceAll('=', ''))
    throw new Error(`the secret of the key "${text}" is not base64`)
  if (bytes.length < LEAST_SECRET_BYTES)
    throw new Error(
      `the secret of the key "${text}" has ${String(bytes.length)} bytes; give ${String(LEAST_SECRET_BYTES)} or more`,
    )
  return { text: nameText(name), name, algorithm: parseName(algorithm), hash: HASHES[algorithm], secret: bytes }
}

const isAlgorithm = (text: string): text is Algorithm => Object.hasOwn(HASHES, text)

const COMMENT = /\/\*.*?\*\/|(?:\/\/|#)[^\n]*/gs
const STATEMENT = /\s*key\s+"?([^\s"{;]+)"?\s*\{\s*([^}]*?)\s*\}\s*;\s*/iy
const FIELD = /^(algorithm|secret)\s+"?([^\s"]+)"?$/i

/**
 * Keys of a file as `tsig-keygen` writes it, any number of them: `key "name" { algorithm hmac-sha256; secret "…"; };`
 * @throws Error that says what is wrong; never with a secret
 */
export const parseKeyFile = (content: string): readonly TsigKey[] => {
  const text = content.replaceAll(COMMENT, ' ').trim()
  const keys: TsigKey[] = []
  STATEMENT.lastIndex = 0
  while (STATEMENT.lastIndex < text.length) {
    const [, name, body] = STATEMENT.exec(text) ?? []
    if (name === undefined || body === undefined)
      throw new Error(
        `after ${String(keys.length)} keys there is something else than key "name" { algorithm hmac-sha256; secret "…"; };`,
      )
    const key = keyOf(name, body)
    if (keys.some((known) => known.name === key.name)) throw new Error(`the key "${name}" is there twice`)
    keys.push(key)
  }
  return keys
}

const keyOf = (name: string, body: string): TsigKey => {
  const fields = new Map<string, string>()
  for (const statement of body.split(';').map((each) => each.trim())) {
    if (statement === '') continue
    const [, field = '', value = ''] = FIELD.exec(statement) ?? []
    if (field === '' || fields.has(field.toLowerCase()))
      throw new Error(`the key "${name}" has something else than one algorithm and one secret`)
    fields.set(field.toLowerCase(), value)
  }
  const secret = fields.get('secret')
  if (secret === undefined) throw new Error(`the key "${name}" has no secret`)
  return createKey(name, (fields.get('algorithm') ?? '').toLowerCase(), secret)
}
