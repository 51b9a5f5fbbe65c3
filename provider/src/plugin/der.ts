/** As much of DER (ITU-T X.690) as a certificate needs: each function gives one element, tag and length before its content. */

const element = (tag: number, content: Uint8Array): Buffer => {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content])
}

export const sequence = (...elements: readonly Uint8Array[]): Buffer => element(0x30, Buffer.concat(elements))
export const set = (...elements: readonly Uint8Array[]): Buffer => element(0x31, Buffer.concat(elements))
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]))
export const octets = (content: Uint8Array): Buffer => element(0x04, content)
/** whole octets; no unused bits at the end */
export const bits = (content: Uint8Array): Buffer => element(0x03, Buffer.concat([Buffer.from([0]), content]))
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'))
/** `[n]` with elements inside */
export const tagged = (number: number, ...elements: readonly Uint8Array[]): Buffer =>
  element(0xa0 | number, Buffer.concat(elements))
/** `[n]` in place of a primitive type's own tag */
export const implicit = (number: number, content: Uint8Array): Buffer => element(0x80 | number, content)

/** A non-negative number, big-endian: no leading zero but the one that keeps the sign bit clear. */
export const integer = (magnitude: Uint8Array): Buffer => {
  const start = magnitude.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? Buffer.from([0]) : Buffer.from(magnitude.subarray(start))
  return element(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits)
}

const base128 = (value: number): number[] => {
  const bytes = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}

/** @param text such as "1.2.840.10045.2.1" */
export const objectId = (text: string): Buffer => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** UTCTime, which RFC 5280 §4.1.2.5 demands of years before 2050. */
export const utcTime = (time: Date): Buffer => {
  const text = `${time.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`
  return element(0x17, Buffer.from(text, 'ascii'))
}
