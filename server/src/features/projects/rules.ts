import { toHostLabel, type CreateProject } from '@quantumnet/api'
import { fieldError } from '../../errors.ts'

/** The label that a request asks for, or the one that its name gives. @throws DomainError invalid_request when the name gives none */
export const dnsLabelOf = ({ name, dns_label }: Pick<CreateProject, 'name' | 'dns_label'>): string => {
  const label = dns_label ?? toHostLabel(name)
  if (label !== undefined) return label
  throw fieldError('invalid_request', {
    pointer: '/dns_label',
    message: `is needed, because no DNS label can be made from the name "${name}"`,
    allowed: '1 to 63 lower-case letters, digits or inner hyphens, and not a reserved name such as "localhost"',
  })
}
