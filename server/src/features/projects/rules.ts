import { toHostLabel, type CreateProject, type Quotas } from '@quantumnet/api'
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

type SetQuotas = Readonly<Partial<Record<keyof Quotas, number>>>

/** Quotas as they are kept: a kind without a limit is left out. */
export const quotasOf = (quotas: Quotas): SetQuotas =>
  Object.fromEntries(Object.entries(quotas).filter(([, quota]) => quota !== null))

/** Whether a change concerns what only the platform decides: by its name and its quotas it knows the project. */
export const concernsPlatform = (changes: Partial<{ readonly name: string; readonly quotas: SetQuotas }>): boolean =>
  changes.name !== undefined || changes.quotas !== undefined
