import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { decode, encode, type DecodedPacket, type Packet, type RecordType } from 'dns-packet'

export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** The parts of an answer that tests look at, written by another decoder than ours. */
export interface Answer {
  readonly rcode: string
  readonly authoritative: boolean
  /** `owner TYPE data` of the answer section */
  readonly answers: readonly string[]
  /** the same of the authority section */
  readonly authority: readonly string[]
}

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

const describeRecord = (record: NonNullable<DecodedPacket['answers']>[number]): string => {
  if (record.type === 'SOA') return `${record.name} SOA ${String(record.data.serial)}`
  const data: unknown = 'data' in record ? record.data : ''
  const text = typeof data === 'string' ? data : Array.isArray(data) ? data.map(String).join(' ') : '?'
  return `${record.name} ${record.type} ${text}`
}

const answerOf = (packet: DecodedPacket): Answer => ({
  rcode: RCODES[(packet.flags ?? 0) & 15] ?? 'other',
  authoritative: packet.flag_aa,
  answers: (packet.answers ?? []).map(describeRecord).sort(),
  authority: (packet.authorities ?? []).map(describeRecord),
})

let lastId = 0
const queryFor = (name: string, type: RecordType): Packet => {
  lastId = (lastId + 1) % 0x1_0000
  return { type: 'query', id: lastId, flags: 0x100, questions: [{ name, type, class: 'IN' }] }
}

/** Asks over UDP from a socket of its own; rejects when no answer comes within `timeoutMs`. */
export const ask = async (
  server: Endpoint,
  name: string,
  type: RecordType = 'A',
  { timeoutMs = 3000 }: { timeoutMs?: number } = {},
): Promise<Answer> => {
  const socket: Socket = createSocket('udp4')
  try {
    const replied = once(socket, 'message', { signal: AbortSignal.timeout(timeoutMs) })
    socket.send(encode(queryFor(name, type)), server.port, server.address)
    const [reply] = (await replied) as [Buffer]
    return answerOf(decode(reply))
  } finally {
    socket.close()
  }
}

/** RFC 1035 §4.2.2: a message after its length. */
const framed = (message: Buffer): Buffer =>
  Buffer.concat([Buffer.of(message.length >> 8, message.length & 255), message])

/** Asks over TCP, and reads until the last SOA of a transfer, or one message of anything else. */
export const askTcp = async (server: Endpoint, name: string, type: RecordType = 'A'): Promise<Answer[]> => {
  const socket = connect(server.port, server.address)
  socket.setTimeout(5000, () => socket.destroy(new Error('no answer over TCP')))
  socket.write(framed(encode(queryFor(name, type))))
  const answers: Answer[] = []
  let held = Buffer.alloc(0)
  let soas = 0
  for await (const chunk of socket) {
    held = Buffer.concat([held, chunk as Buffer])
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const size = 2 + held.readUInt16BE(0)
      const answer = answerOf(decode(held.subarray(2, size)))
      held = held.subarray(size)
      answers.push(answer)
      soas += answer.answers.filter((record) => record.startsWith(`${name} SOA`)).length
      if (type !== 'AXFR' || soas >= 2 || answer.rcode !== 'NOERROR') return answers
    }
  }
  return answers
}
