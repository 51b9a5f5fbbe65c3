/** The canonical spelling (lower case, colons) of a 48-bit MAC address, or undefined. Accepts `:` and `-` between octets. */
export const parseMac = (text: string): string | undefined =>
  /^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text) ? text.toLowerCase().replaceAll('-', ':') : undefined

/** Whether frames to this address go to several stations (I/G bit): no port may own such an address. */
export const isMulticastMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** `bytes` (at least 5) as a unicast, locally administered address: 02 and forty given bits. */
export const localMac = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 5)).reduce((text, byte) => `${text}:${byte.toString(16).padStart(2, '0')}`, '02')
