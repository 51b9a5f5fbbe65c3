import { z } from 'zod'
import { fieldError } from '../errors.ts'

/** `?fields=`: an answer with only the fields that somebody wants. Pure. */

/** The schema of what the fields are of: the answer itself, or one item of a page. */
const itemSchema = (answer: z.ZodType | undefined): z.ZodObject | undefined => {
  if (!(answer instanceof z.ZodObject)) return undefined
  const items: unknown = answer.shape['items']
  if (items instanceof z.ZodArray && items.element instanceof z.ZodObject) return items.element
  return answer
}

/** The names that a request asks for; undefined: all. @throws DomainError invalid_request when the answer has no such field */
export const fieldsOf = (query: unknown, answer: z.ZodType | undefined): ReadonlySet<string> | undefined => {
  if (typeof query !== 'object' || query === null || !('fields' in query) || typeof query.fields !== 'string')
    return undefined
  const names = query.fields.split(',').map((name) => name.trim())
  const known = Object.keys(itemSchema(answer)?.shape ?? {})
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw fieldError('invalid_request', {
      pointer: '?fields',
      message: 'names a field that the answer does not have',
      value: unknown.slice(0, 200),
      allowed: known.join(','),
    })
  return new Set(names)
}

const pick = (document: object, names: ReadonlySet<string>): object =>
  Object.fromEntries(Object.entries(document).filter(([name]) => names.has(name)))

/** Cuts an answer, or each item of a page, to these fields. */
export const cutToFields = (document: unknown, names: ReadonlySet<string> | undefined): unknown => {
  if (names === undefined || typeof document !== 'object' || document === null) return document
  if ('items' in document && Array.isArray(document.items))
    return { ...document, items: document.items.map((item: object) => pick(item, names)) }
  return pick(document, names)
}
