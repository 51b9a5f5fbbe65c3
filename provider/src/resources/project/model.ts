import { toHostLabel, type CreateProject, type Project as View, type UpdateProject } from '@quantumnet/api'
import type { z } from 'zod'
import { isGiven, UNKNOWN, type Change, type Drafts, type Knowns } from '../../framework/index.ts'
import { commonBody, commonState } from '../kit/common.ts'
import { given } from '../kit/given.ts'
import { isUndecided } from '../kit/undecided.ts'
import type { Project } from './schema.ts'

/** Conversion between Terraform's values and the API's, and what of the API's decisions is known before. */

/** Only a request that is checked before apply can hold an unknown quota, and the check leaves that out. */
const quotasOf = ({ quotas }: Drafts<Project>): z.input<typeof UpdateProject>['quotas'] => given(quotas)

export const createBody = (values: Drafts<Project>): z.input<typeof CreateProject> => ({
  ...commonBody(values),
  name: given(values.name) ?? '',
  dns_label: given(values.dns_label),
  quotas: quotasOf(values),
})

export const updateBody = (values: Drafts<Project>): z.input<typeof UpdateProject> => ({
  ...commonBody(values),
  name: given(values.name),
  quotas: quotasOf(values),
})

export const stateOf = (view: View): Knowns<Project> => ({
  id: view.id,
  ...commonState(view),
  dns_label: view.dns_label,
  // The API leaves out what has no limit.
  quotas: Object.fromEntries(Object.entries(view.quotas).filter(([, quota]) => quota !== null)) as Record<
    string,
    number
  >,
})

/** The zone's label follows from the name, and never changes with it. */
export const plan = (change: Change<Project>): Drafts<Project> => {
  const { planned } = change
  if (!isUndecided(change, 'dns_label') || !isGiven(planned.name)) return planned
  return { ...planned, dns_label: toHostLabel(planned.name) ?? UNKNOWN }
}
