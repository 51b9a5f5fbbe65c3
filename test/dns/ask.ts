import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import {
  decode,
  encode,
  streamDecode,
  streamEncode,
  type DecodedPacket,
  type Packet,
  type RecordType,
} from 'dns-packet'

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
  const data = 'data' in record ? record.data : ''
  return `${record.name} ${record.type} ${Array.isArray(data) ? data.map(String).join(' ') : String(data)}`
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

/** Asks over TCP, and reads until the last SOA of a transfer, or one message of anything else. */
export const askTcp = async (server: Endpoint, name: string, type: RecordType = 'A'): Promise<Answer[]> => {
  const socket = connect(server.port, server.address)
  socket.setTimeout(5000, () => socket.destroy(new Error('no answer over TCP')))
  socket.write(streamEncode(queryFor(name, type)))
  const answers: Answer[] = []
  let held = Buffer.alloc(0)
  let soas = 0
  for await (const chunk of socket) {
    held = Buffer.concat([held, chunk as Buffer])
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const size = 2 + held.readUInt16BE(0)
      const answer = answerOf(streamDecode(held.subarray(0, size)))
      held = held.subarray(size)
      answers.push(answer)
      soas += answer.answers.filter((record) => record.startsWith(`${name} SOA`)).length
      if (type !== 'AXFR' || soas >= 2 || answer.rcode !== 'NOERROR') return answers
    }
  }
  return answers
}
