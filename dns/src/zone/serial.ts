/** Zone serials: 32 bits that wrap, compared by RFC 1982. */

const MODULUS = 2 ** 32

/** Whether `a` comes after `b`. False when they are equal, and when they are exactly half the circle apart, which RFC 1982 leaves open. */
export const isNewer = (a: number, b: number): boolean => a !== b && (a - b + MODULUS) % MODULUS < MODULUS / 2

export const addToSerial = (serial: number, steps: number): number => (serial + steps) % MODULUS
