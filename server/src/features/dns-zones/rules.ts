import { isWithin } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'

/**
 * A zone of a project never meets the platform's own names: what it has below them is the projects' zones, and those of other projects would be
 * hidden from its networks. @throws DomainError invalid_request
 */
export const checkZoneName = (name: string, platform: string): void => {
  const why = isWithin(name, platform)
    ? `lies within "${platform}", which the platform answers for`
    : isWithin(platform, name)
      ? `holds "${platform}", which the platform answers for`
      : undefined
  if (why === undefined) return
  throw fieldError('invalid_request', {
    pointer: '/name',
    message: why,
    value: name,
    allowed: `a domain apart from "${platform}"; records of the project's own zone need no zone: their zone is null`,
  })
}

/** All domains that `name` lies below, the nearest first; down to two labels, as a zone has at least so many. */
export const parentDomains = (name: string): string[] => {
  const labels = name.split('.')
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'))
}
