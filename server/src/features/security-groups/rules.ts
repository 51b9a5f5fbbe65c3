import { DEFAULT_SECURITY_GROUP, type Referrer, type UpdateSecurityGroup } from '@quantumnet/api'
import { DomainError, fieldError } from '../../errors.ts'

type Named = Readonly<Record<'name', string>>

/** Refuses another name for a project's default group. @throws DomainError immutable_field */
export const refuseRenaming = (group: Named, { name }: UpdateSecurityGroup): void => {
  if (group.name !== DEFAULT_SECURITY_GROUP || name === undefined || name === DEFAULT_SECURITY_GROUP) return
  throw fieldError('immutable_field', {
    pointer: '/name',
    message: 'the group that ports get when they ask for none keeps its name',
    value: name,
    allowed: `"${DEFAULT_SECURITY_GROUP}"; its rules and all else may change`,
  })
}

/** A port that is in a group, and another group of it. */
export interface SharedPort {
  readonly port: string
  readonly group: string
}

/** Refuses to change whether a group tracks connections while ports of it are in groups that do otherwise. @throws DomainError invalid_request */
export const refuseMixing = (stateful: boolean, [mixed]: readonly SharedPort[]): void => {
  if (mixed === undefined) return
  throw fieldError('invalid_request', {
    pointer: '/stateful',
    message: `port "${mixed.port}" is in group "${mixed.group}" as well, which is ${stateful ? 'stateless' : 'stateful'}: its connections would be half tracked, and fail`,
    value: stateful,
    allowed:
      'a group whose ports are in no other, or only in such of the same sort; take the ports out, or make a new group for them',
  })
}

/** The refusal to delete a project's default group by itself. */
export const goesWithProject = (project: readonly Referrer[]): DomainError =>
  new DomainError(
    'in_use',
    `security group "${DEFAULT_SECURITY_GROUP}" goes with its project: ports that ask for no group get it. Change its rules instead`,
    { referrers: project },
  )
