import type { Answer } from 'dns-packet'

/** Building blocks of queries for tests: right ones, and those that no well-behaved client sends. */

/** Header; the counts are those of question, answer, authority and additional records. */
export const header = (flags = 0x0100, counts: readonly number[] = [1, 0, 0, 0], id = 0x1234): Buffer => {
  const bytes = Buffer.alloc(12)
  for (const [index, word] of [id, flags, ...counts].entries()) bytes.writeUInt16BE(word, 2 * index)
  return bytes
}

/** A name from labels of any bytes, with the root at its end. */
export const nameOf = (text: string): Buffer =>
  Buffer.concat([
    ...text
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')])),
    Buffer.of(0),
  ])

export const question = (name: string | Buffer, type = 1, klass = 1): Buffer =>
  Buffer.concat([typeof name === 'string' ? nameOf(name) : name, words(type, klass)])

/** A record of any section. */
export const record = (owner: Buffer, type: number, data = Buffer.alloc(0), klass = 1): Buffer =>
  Buffer.concat([owner, words(type, klass, 0, 0, data.length), data])

export interface OptFields {
  readonly payload?: number
  readonly version?: number
  readonly flags?: number
  readonly options?: Buffer
  readonly owner?: Buffer
}

export const opt = ({ payload = 1232, version = 0, flags = 0, options, owner }: OptFields = {}): Buffer => {
  const data = options ?? Buffer.alloc(0)
  return Buffer.concat([owner ?? Buffer.of(0), words(41, payload, version, flags, data.length), data])
}

export const option = (code: number, data: Buffer, length = data.length): Buffer =>
  Buffer.concat([words(code, length), data])

/** A query with one question, and with EDNS when an OPT record is given. */
export const query = (name: string, type = 1, optRecord?: Buffer): Buffer =>
  optRecord === undefined
    ? Buffer.concat([header(), question(name, type)])
    : Buffer.concat([header(0x0100, [1, 0, 0, 1]), question(name, type), optRecord])

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index))
  return bytes
}

/** One record as another decoder reads it: owner, type, and the data where it is short. */
export const recordText = (record: Answer): string => {
  if (record.type === 'OPT')
    return `OPT ${String(record.udpPayloadSize)} v${String(record.ednsVersion)} rcode ${String(record.extendedRcode)}`
  if (record.type === 'SOA') return `${record.name} SOA ${String(record.data.serial)}`
  const data: unknown = 'data' in record ? record.data : ''
  const text = typeof data === 'string' ? data : Array.isArray(data) ? data.map(String).join(' ') : '?'
  return `${record.name} ${record.type} ${text}`
}
