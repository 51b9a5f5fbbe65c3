import { createHash } from 'node:crypto'

const sortKeys = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** JSON with the keys of every object in order: equal for equal documents, however they were written. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortKeys)

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** SHA-256 of a create request after defaults: tells a repeated request from another one with the same id. */
export const createDigest = (request: object): Buffer => sha256(canonicalJson(request))
