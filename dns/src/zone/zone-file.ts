import { parseName } from '../wire/name.ts'
import { imageFrom } from './image.ts'
import { Zone } from './zone.ts'

/**
 * A zone as a file holds it: a line with its name and the size of its base, then the nodes of its base and its overlay, as they are in memory.
 * Nothing of it is read before it is asked for, beside what the table of names is made from.
 */
export const encodeZone = ({ name, base, overlay }: Zone): Buffer => {
  const head = Buffer.from(`${name} ${String(base.nodes.length)}\n`)
  return Buffer.concat([head, base.nodes, overlay?.nodes ?? Buffer.alloc(0)])
}

/** @throws Error when these are not the bytes of a zone */
export const decodeZone = (bytes: Buffer): Zone => {
  const end = bytes.indexOf('\n')
  const [name = '', size] = bytes.toString('latin1', 0, Math.max(end, 0)).split(' ')
  const apex = parseName(name)
  const split = end + 1 + Number(size)
  if (!Number.isInteger(split) || split > bytes.length) throw new Error('it is not a zone')
  const overlay = bytes.subarray(split)
  return new Zone(
    name,
    imageFrom(apex, bytes.subarray(end + 1, split)),
    overlay.length === 0 ? undefined : imageFrom(apex, overlay),
  )
}
