import { hash } from 'node:crypto'

/** JSON with the keys of every object in order: equal for equal documents, however they were written. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === undefined) return 'null'
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`)
    .join(',')}}`
}

export const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer')

/** SHA-256 of a create request after defaults: tells a repeated request from another one with the same id. */
export const createDigest = (request: object): Buffer => sha256(canonicalJson(request))
