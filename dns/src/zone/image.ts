import { TYPE } from '../wire/constants.ts'
import { hashName, hashOn, spread } from './hash.ts'
import type { RRset } from '../wire/record-set.ts'
import type { WireName } from '../wire/name.ts'

/**
 * Names of a zone with their record sets as bytes in shared memory: written once, then read by all threads where they are. The same bytes, without
 * the table before them, are what is on disk.
 *
 *     head    words: places of the table, bytes of the nodes, number of nodes, flags
 *     table   places of two words: hash of the name, and where its node begins + 1; 0: nobody's. A name is at the place of its hash or after it
 *     nodes   length of the name below the apex (1), the name, kind (1), number of names right below (4), number of sets (1), sets
 *     set     type (2), number of records (2), their bytes (4), the records as in wire/record-set.ts
 */

/** A name, what it has, and how many names are right below it: one with neither does not exist. */
export interface Node {
  readonly sets: readonly RRset[]
  readonly children: number
}

/** A name that was there before: it hides that one from an older image. */
export const GONE = 'gone'

const HEAD_WORDS = 4
const PLACE_WORDS = 2
const WORD_BYTES = 4
const NODE_FIXED = 6
const SET_FIXED = 8
const KIND_GONE = 1
const FLAG = { wildcards: 1, cuts: 2 } as const
const ASTERISK = '\x01*'

export class ZoneImage {
  readonly memory: SharedArrayBuffer
  /** the nodes; what `imageFrom` makes the same image from */
  readonly nodes: Buffer
  readonly size: number
  /** whether any of its names is a wildcard, or a zone of its own begins below the apex */
  readonly hasWildcards: boolean
  readonly hasCuts: boolean
  readonly #table: Uint32Array
  readonly #mask: number

  /** @param memory that `buildImage` or `imageFrom` has made, in this thread or another one */
  constructor(memory: SharedArrayBuffer) {
    const [places = 0, bytes = 0, size = 0, flags = 0] = new Uint32Array(memory, 0, HEAD_WORDS)
    this.memory = memory
    this.#table = new Uint32Array(memory, HEAD_WORDS * WORD_BYTES, places * PLACE_WORDS)
    this.nodes = Buffer.from(memory, (HEAD_WORDS + places * PLACE_WORDS) * WORD_BYTES, bytes)
    this.size = size
    this.hasWildcards = (flags & FLAG.wildcards) !== 0
    this.hasCuts = (flags & FLAG.cuts) !== 0
    this.#mask = places - 1
  }

  /**
   * Where the node of a name begins; -1: it is not here. The name is given as its hash and the first `length` bytes at `start`, which are
   * those below the apex.
   */
  find(hash: number, bytes: Uint8Array, start: number, length: number): number {
    const wanted = hash >>> 0
    for (let place = spread(hash) & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = this.#table[place * PLACE_WORDS + 1] ?? 0
      if (at === 0) return -1
      if (this.#table[place * PLACE_WORDS] === wanted && this.#isNamed(at - 1, bytes, start, length)) return at - 1
    }
  }

  #isNamed(at: number, bytes: Uint8Array, start: number, length: number): boolean {
    const { nodes } = this
    if (nodes[at] !== length) return false
    for (let index = 0; index < length; index++) if (nodes[at + 1 + index] !== bytes[start + index]) return false
    return true
  }

  isGone(node: number): boolean {
    return this.nodes[node + 1 + (this.nodes[node] ?? 0)] === KIND_GONE
  }

  /** Where the first set of a node begins. */
  firstSet(node: number): number {
    return node + 1 + (this.nodes[node] ?? 0) + NODE_FIXED
  }

  setCount(node: number): number {
    return this.nodes[node + 1 + (this.nodes[node] ?? 0) + 5] ?? 0
  }

  read(node: number): Node | typeof GONE {
    const { nodes } = this
    const fixed = node + 1 + (nodes[node] ?? 0)
    if (nodes[fixed] === KIND_GONE) return GONE
    const sets: RRset[] = []
    for (let at = fixed + NODE_FIXED; sets.length < (nodes[fixed + 5] ?? 0);) {
      const end = endOfSet(nodes, at)
      const [type, count] = [nodes.readUInt16BE(at), nodes.readUInt16BE(at + 2)]
      sets.push({ type, count, records: nodes.subarray(at + SET_FIXED, end) })
      at = end
    }
    return { sets, children: nodes.readUInt32BE(fixed + 1) }
  }

  /** All names below the apex, and where their nodes begin. */
  *entries(): Generator<[below: string, node: number]> {
    for (let node = 0; node < this.nodes.length; node = endOfNode(this.nodes, node))
      yield [this.nodes.toString('latin1', node + 1, node + 1 + (this.nodes[node] ?? 0)), node]
  }

  /** The bytes of a node as they are, for another image. */
  bytesOf(node: number): Buffer {
    return this.nodes.subarray(node, endOfNode(this.nodes, node))
  }
}

/** Where a set's type, number of records and records are, relative to its beginning. */
export const SET_AT = { type: 0, count: 2, size: 4, records: SET_FIXED } as const

/** A node as bytes. @param below its name without the apex */
export const encodeNode = (below: string, node: Node | typeof GONE): Buffer => {
  const { sets, children } = node === GONE ? NOTHING : node
  const size = sets.reduce((sum, { records }) => sum + SET_FIXED + records.length, 1 + below.length + NODE_FIXED)
  const bytes = Buffer.allocUnsafe(size)
  bytes[0] = below.length
  let at = 1 + bytes.write(below, 1, 'latin1')
  bytes[at] = node === GONE ? KIND_GONE : 0
  bytes.writeUInt32BE(children, at + 1)
  bytes[at + 5] = sets.length
  at += NODE_FIXED
  for (const { type, count, records } of sets) {
    bytes.writeUInt16BE(type, at)
    bytes.writeUInt16BE(count, at + 2)
    bytes.writeUInt32BE(records.length, at + 4)
    at += SET_FIXED + records.copy(bytes, at + SET_FIXED)
  }
  return bytes
}

const NOTHING: Node = { sets: [], children: 0 }

/** An image of nodes that `encodeNode` has made; none of a name twice. */
export const buildImage = (apex: WireName, encoded: readonly Buffer[]): ZoneImage => {
  const bytes = encoded.reduce((sum, { length }) => sum + length, 0)
  const { memory, nodes } = allocate(encoded.length, bytes)
  let at = 0
  for (const node of encoded) at += node.copy(nodes, at)
  return fill(apex, memory, nodes)
}

/** The image whose nodes these bytes are. @throws Error when they are not such bytes */
export const imageFrom = (apex: WireName, bytes: Buffer): ZoneImage => {
  const { memory, nodes } = allocate(countNodes(bytes), bytes.length)
  bytes.copy(nodes)
  return fill(apex, memory, nodes)
}

const allocate = (count: number, bytes: number): { memory: SharedArrayBuffer; nodes: Buffer } => {
  // Between a third and two thirds of the places are taken: a name that is not there is denied after a look or two.
  let places = 4
  while (places * 2 < count * 3) places *= 2
  const start = (HEAD_WORDS + places * PLACE_WORDS) * WORD_BYTES
  const memory = new SharedArrayBuffer(start + bytes)
  new Uint32Array(memory, 0, HEAD_WORDS).set([places, bytes, count])
  return { memory, nodes: Buffer.from(memory, start) }
}

const fill = (apex: WireName, memory: SharedArrayBuffer, nodes: Buffer): ZoneImage => {
  const [places = 0] = new Uint32Array(memory, 0, 1)
  const table = new Uint32Array(memory, HEAD_WORDS * WORD_BYTES, places * PLACE_WORDS)
  const apexHash = hashName(apex)
  let flags = 0
  for (let node = 0; node < nodes.length; node = endOfNode(nodes, node)) {
    let hash = apexHash
    for (let at = node + (nodes[node] ?? 0); at > node; at--) hash = hashOn(hash, nodes[at] ?? 0)
    let place = spread(hash) & (places - 1)
    while (table[place * PLACE_WORDS + 1] !== 0) place = (place + 1) & (places - 1)
    table[place * PLACE_WORDS] = hash
    table[place * PLACE_WORDS + 1] = node + 1
    flags |= flagsOf(nodes, node)
  }
  new Uint32Array(memory, 0, HEAD_WORDS)[3] = flags
  return new ZoneImage(memory)
}

const flagsOf = (nodes: Buffer, node: number): number => {
  const length = nodes[node] ?? 0
  const isWildcard = nodes.toString('latin1', node + 1, node + 3) === ASTERISK && length >= ASTERISK.length
  let flags = isWildcard ? FLAG.wildcards : 0
  const end = endOfNode(nodes, node)
  for (let at = node + 1 + length + NODE_FIXED; length > 0 && at < end; at = endOfSet(nodes, at))
    if (nodes.readUInt16BE(at) === TYPE.NS) flags |= FLAG.cuts
  return flags
}

const endOfSet = (nodes: Buffer, at: number): number => at + SET_FIXED + nodes.readUInt32BE(at + 4)

const endOfNode = (nodes: Buffer, node: number): number => {
  let at = node + 1 + (nodes[node] ?? 0) + NODE_FIXED
  for (let sets = nodes[at - 1] ?? 0; sets > 0; sets--) at = endOfSet(nodes, at)
  return at
}

/** @throws Error when the bytes don't end where a node does */
const countNodes = (bytes: Buffer): number => {
  let [node, count] = [0, 0]
  for (; node < bytes.length; count++) {
    if (node + 1 + (bytes[node] ?? 0) + NODE_FIXED > bytes.length) throw new Error('a name has no end')
    node = endOfNode(bytes, node)
  }
  if (node !== bytes.length) throw new Error('records have no end')
  return count
}
