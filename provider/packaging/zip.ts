import { crc32, deflateRawSync } from 'node:zlib'

/**
 * Zip files as Terraform unpacks them (PKWARE APPNOTE 6.3). Each file carries its Unix mode: without one Terraform installs an executable
 * that cannot be run, and says so only when it wants to start it. The same content makes the same bytes, since a lock file holds their hash.
 */

export interface ZipEntry {
  readonly name: string
  readonly content: Buffer
  /** permissions, such as 0o755 */
  readonly mode: number
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** The upper byte of "version made by": the attributes are those of Unix. */
const UNIX = 3 << 8
const REGULAR_FILE = 0o100000
const DEFLATED = 8
/** 1 January 1980, the first day that the format has. */
const DATE = 0x21

interface Part {
  readonly fields: Buffer
  readonly name: Buffer
  readonly packed: Buffer
  readonly mode: number
  readonly offset: number
}

/** What local and central headers have in common, from "version needed" to the length of the extra field. */
const commonFields = (name: Buffer, content: Buffer, packed: Buffer): Buffer => {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(VERSION, 0)
  fields.writeUInt16LE(DEFLATED, 4)
  fields.writeUInt16LE(DATE, 8)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

const signed = (signature: number, ...rest: readonly Buffer[]): Buffer => {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  return Buffer.concat([mark, ...rest])
}

const central = ({ fields, name, mode, offset }: Part): Buffer => {
  const made = Buffer.alloc(2)
  made.writeUInt16LE(UNIX | VERSION)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 6)
  rest.writeUInt32LE(offset, 10)
  return signed(CENTRAL_HEADER, made, fields, rest, name)
}

/** A zip file with these files, in this order. */
export const zip = (entries: readonly ZipEntry[]): Buffer => {
  const locals: Buffer[] = []
  const parts: Part[] = []
  let offset = 0
  for (const { name: text, content, mode } of entries) {
    const name = Buffer.from(text, 'utf8')
    const packed = deflateRawSync(content)
    const fields = commonFields(name, content, packed)
    const local = signed(LOCAL_HEADER, fields, name, packed)
    parts.push({ fields, name, packed, mode, offset })
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(parts.map(central))
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, signed(END, end)])
}
