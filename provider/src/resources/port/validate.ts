import { isGiven, type Drafts, type Finding } from '../../framework/index.ts'
import type { Port } from './schema.ts'

/** What of a port does not fit together, as far as it is known. */

const groupsWithoutEffect = ({ port_security: security, security_groups: groups }: Drafts<Port>): readonly Finding[] =>
  security === false && isGiven(groups) && groups.length > 0
    ? [{ path: ['security_groups'], message: 'Has no effect with port_security = false. Leave it out, or write [].' }]
    : []

const reservationsNotAlone = ({ fixed_ips: ips }: Drafts<Port>): readonly Finding[] =>
  (isGiven(ips) ? ips : []).flatMap((fixed, index) =>
    isGiven(fixed) && isGiven(fixed.address) && (isGiven(fixed.subnet) || isGiven(fixed.ip))
      ? [
          {
            path: ['fixed_ips', index, 'address'],
            message: 'A reservation names subnet and address already. Leave out subnet and ip.',
          },
        ]
      : [],
  )

export const validate = (config: Drafts<Port>): readonly Finding[] => [
  ...groupsWithoutEffect(config),
  ...reservationsNotAlone(config),
]
