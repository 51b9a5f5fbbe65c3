/**
 * How secrets of this API are spelt: `qn_<id>_<random><checksum>`, all in base62. The prefix lets people and secret scanners recognise one,
 * the id says which one a leaked secret is without telling anything of it, and the checksum tells a mistyped or cut one before anybody is
 * asked. The checksum is no protection: the 256 random bits are.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = 62n
/** Digits that hold 128 bits, 256 bits and 32 bits. */
const [ID_DIGITS, RANDOM_DIGITS, CHECKSUM_DIGITS] = [22, 43, 6]
const RANDOM_BYTES = 32

/** What a secret is for, by how it begins: a token calls the API, a join token lets a hypervisor in. */
export const secretPrefixes = { token: 'qn_', join_token: 'qnj_' } as const
/** What a secret is for. */
export type SecretKind = keyof typeof secretPrefixes

const base62 = (value: bigint, length: number): string => {
  const digits: string[] = []
  for (let rest = value; digits.length < length; rest /= BASE) digits.unshift(DIGITS.charAt(Number(rest % BASE)))
  return digits.join('')
}

const fromBase62 = (text: string): bigint => {
  let value = 0n
  for (const digit of text) value = value * BASE + BigInt(DIGITS.indexOf(digit))
  return value
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** CRC-32 as of zip and Ethernet (ISO 3309), bit by bit: it is computed once per secret. */
const crc32 = (text: string): number => {
  let crc = 0xff_ff_ff_ff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xed_b8_83_20 : 0)
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}

const withChecksum = (text: string): string => text + base62(BigInt(crc32(text)), CHECKSUM_DIGITS)

/** How the secret of a token begins. It may be told: it is the id in another spelling. */
export const secretBeginning = (kind: SecretKind, id: string): string =>
  `${secretPrefixes[kind]}${base62(BigInt(`0x${id.replaceAll('-', '')}`), ID_DIGITS)}_`

/** Spells a secret. @param random 32 bytes that nobody can guess @throws RangeError for another number of bytes */
export const writeSecret = (kind: SecretKind, id: string, random: Uint8Array): string => {
  if (random.length !== RANDOM_BYTES) throw new RangeError(`a secret has ${String(RANDOM_BYTES)} random bytes`)
  return withChecksum(secretBeginning(kind, id) + base62(BigInt(`0x${hexOf(random)}`), RANDOM_DIGITS))
}

const SECRET = new RegExp(
  `^(qnj?_)([0-9A-Za-z]{${String(ID_DIGITS)}})_[0-9A-Za-z]{${String(RANDOM_DIGITS + CHECKSUM_DIGITS)}}$`,
)

/** What a secret says of itself; undefined when it is mistyped or cut, or none of ours. */
export const readSecret = (secret: string): { readonly kind: SecretKind; readonly id: string } | undefined => {
  const [, prefix, digits] = SECRET.exec(secret) ?? []
  if (digits === undefined || withChecksum(secret.slice(0, -CHECKSUM_DIGITS)) !== secret) return undefined
  const id = fromBase62(digits).toString(16).padStart(32, '0')
  if (id.length > 32) return undefined
  return {
    kind: prefix === secretPrefixes.token ? 'token' : 'join_token',
    id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  }
}

/** Why a text that reads like a secret of this API is no token, in words that do not quote it; undefined when it may be one. */
export const tokenTextProblem = (text: string): string | undefined => {
  if (!/^qnj?_/.test(text)) return undefined
  const kind = readSecret(text)?.kind
  if (kind === 'token') return undefined
  return kind === 'join_token'
    ? 'this is a join token ("qnj_"), which lets a hypervisor in; the API is called with a token ("qn_")'
    : 'the token is mistyped or cut off: its checksum does not fit'
}
