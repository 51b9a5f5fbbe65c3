/**
 * A domain name as it is on the wire: length bytes and labels without the final root byte, ASCII letters in lower case, one character per
 * byte (latin1). The root is ''. Text with dots would not do: a label may itself contain a dot, and two names would become one.
 */
export type WireName = string & { readonly brand: 'WireName' }

export const ROOT = '' as WireName

/** RFC 1035 §3.1: 255 bytes with the root byte, 63 in a label. */
export const MAX_NAME_BYTES = 255
const MAX_LABEL_BYTES = 63

const LABEL = /^[a-z0-9_*-]{1,63}$/

/**
 * The name that `text` spells: labels of letters, digits, "-", "_" and "*", with or without a trailing dot.
 * @throws Error on any other text, and on a label or a name that is too long
 */
export const parseName = (text: string): WireName => {
  const labels = text.replace(/\.$/, '').toLowerCase().split('.')
  if (!labels.every((label) => LABEL.test(label))) throw new Error(`"${text}" is not a domain name`)
  const name = labels.map((label) => String.fromCharCode(label.length) + label).join('')
  if (name.length >= MAX_NAME_BYTES) throw new Error(`"${text}" is too long for a domain name`)
  return name as WireName
}

/** The name without its first label; the root is its own parent. */
export const parentOf = (name: WireName): WireName => name.slice(1 + name.charCodeAt(0)) as WireName

/** One more label in front of a name. @throws Error when either gets too long */
export const childOf = (name: WireName, label: string): WireName => {
  if (label.length === 0 || label.length > MAX_LABEL_BYTES || name.length + label.length + 1 >= MAX_NAME_BYTES)
    throw new Error(`the label "${label}" does not fit before a name of ${String(name.length)} bytes`)
  return (String.fromCharCode(label.length) + label + name) as WireName
}

/** Where the name that starts at `offset` ends, or -1 when it is not a name without compression that lies within the packet. */
export const endOfPlainName = (packet: Uint8Array, offset: number): number => {
  for (let at = offset; at < packet.length;) {
    const length = packet[at] ?? 0
    if (length > MAX_LABEL_BYTES || at + 1 - offset > MAX_NAME_BYTES) return -1
    at += 1 + length
    if (length === 0) return at
  }
  return -1
}

/** As `endOfPlainName`, but the name may end in a compression pointer, which is not followed. */
export const endOfName = (packet: Uint8Array, offset: number): number => {
  for (let at = offset; at < packet.length;) {
    const length = packet[at] ?? 0
    if (length >= 0xc0) return at + 2 <= packet.length ? at + 2 : -1
    if (length > MAX_LABEL_BYTES || at + 1 - offset > MAX_NAME_BYTES) return -1
    at += 1 + length
    if (length === 0) return at
  }
  return -1
}

/** For people: labels with dots between them, and what is no plain character by its number (RFC 1035 §5.1). */
export const nameText = (name: WireName): string => {
  const labels: string[] = []
  for (let rest = name; rest !== ROOT; rest = parentOf(rest))
    labels.push(
      rest
        .slice(1, 1 + rest.charCodeAt(0))
        .replaceAll(/[^a-z0-9_*-]/g, (character) => `\\${String(character.charCodeAt(0)).padStart(3, '0')}`),
    )
  return labels.length === 0 ? '.' : labels.join('.')
}

const scratch = Buffer.alloc(MAX_NAME_BYTES)

/** The name in the bytes from `start` to `end` (its root byte included), which `endOfPlainName` has found. */
export const readPlainName = (packet: Uint8Array, start: number, end: number): WireName => {
  const length = end - start - 1
  for (let index = 0; index < length; index++) {
    const byte = packet[start + index] ?? 0
    // Length bytes are below 64 and "A" is 65, so they may be folded like any other byte.
    scratch[index] = byte >= 65 && byte <= 90 ? byte + 32 : byte
  }
  return scratch.toString('latin1', 0, length) as WireName
}
