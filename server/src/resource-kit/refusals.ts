import { kindWords as words, type Kind, type Referrer } from '@quantumnet/api'
import { DomainError, fieldError } from '../errors.ts'

/** The refusals that every resource can give, in one wording. */

export const notFound = (kind: Kind, id: string): DomainError =>
  new DomainError('not_found', `there is no ${words(kind)} ${id}`)

export const beingDeleted = (kind: Kind, row: { readonly id: string; readonly name: string }): DomainError =>
  new DomainError('being_deleted', `${words(kind)} "${row.name}" (${row.id}) is being deleted`)

export const idTaken = (kind: Kind, id: string, why: string): DomainError =>
  fieldError('id_taken', {
    pointer: '/id',
    message: `belongs to a ${words(kind)} ${why}`,
    value: id,
    allowed: 'an id that was never used, or none',
  })

/** @param holder who has the name, when the caller may know */
export const nameTaken = (
  kind: Kind,
  name: string,
  where: string,
  holder?: { readonly id: string; readonly name: string },
): DomainError => {
  const who = holder === undefined ? `another ${words(kind)} ${where}` : `${words(kind)} ${holder.id} ${where}`
  const error = {
    pointer: '/name',
    message: `${who} has this name`,
    value: name,
    allowed: `a name that no other ${words(kind)} ${where} has`,
  }
  return new DomainError('name_taken', `/name: ${error.message}`, {
    errors: [error],
    ...(holder !== undefined && { referrers: [{ kind, id: holder.id, name: holder.name }] }),
  })
}

/** A field of a request names a resource that does not exist. */
export const referenceNotFound = (pointer: string, kind: Kind, id: string): DomainError =>
  fieldError('reference_not_found', {
    pointer,
    message: `there is no ${words(kind)} ${id}`,
    value: id,
    allowed: `the id of a ${words(kind)}`,
  })

/** How many referrers a refusal lists at most. */
export const MOST_REFERRERS = 20

/** How many of them its sentence names. */
const MOST_NAMED = 3

/** The first few, and how many more there are: at least, where no more were looked for. */
export const nameSome = (referrers: readonly Referrer[]): string => {
  const named = referrers.slice(0, MOST_NAMED).map(({ kind, name }) => `${kind} "${name}"`)
  const more = referrers.length - named.length
  const atLeast = referrers.length === MOST_REFERRERS ? 'at least ' : ''
  return more > 0 ? `${named.join(', ')} and ${atLeast}${String(more)} more` : named.join(', ')
}

export const inUse = (kind: Kind, name: string, referrers: readonly Referrer[]): DomainError =>
  new DomainError('in_use', `${words(kind)} "${name}" is in use by ${nameSome(referrers)}`, { referrers })

/** The same refusal, pointing into a list of requests. */
export const within = (prefix: string, refusal: DomainError): DomainError => {
  const { code, errors, referrers, extensions, cause } = refusal
  const moved = errors.map((error) => ({ ...error, pointer: `${prefix}${error.pointer}` }))
  const [first] = moved
  const message =
    first === undefined || errors.length > 1 ? `${prefix}: ${refusal.message}` : `${prefix}${refusal.message}`
  const pointed = first === undefined ? [{ pointer: prefix, message: refusal.message }] : moved
  return new DomainError(code, message, { errors: pointed, referrers, extensions, cause })
}
