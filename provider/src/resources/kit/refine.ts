import {
  failure,
  Refusal,
  UNKNOWN,
  type Attributes,
  type Change,
  type Drafts,
  type ObjectValue,
  type Value,
} from '../../framework/index.ts'
import type { Connection } from './connection.ts'
import { allLabels } from './labels.ts'

/**
 * What is planned of a resource also where nothing else of it changes: what the provider's configuration says of each, the labels that all
 * have and the project of those that name none; and what follows from its own attributes.
 */

interface Rule<A extends Attributes> {
  readonly projectFromProvider?: { readonly unless: string | undefined }
  settle?(change: Change<A>): Drafts<A>
}

const noProject = (): Refusal =>
  new Refusal([
    failure(
      'No project',
      'Set project here, or for all resources in the provider block, or QUANTUMNET_PROJECT in the environment.',
      ['project'],
    ),
  ])

const projectOf = (
  { config, prior }: Change<Attributes>,
  client: Connection | undefined,
  { unless }: { readonly unless: string | undefined },
): Value | undefined => {
  // The default of another day is no reason to move what exists.
  if (config['project'] !== null || prior !== null) return undefined
  if (unless !== undefined && config[unless] !== null) return undefined
  if (client === undefined) return UNKNOWN
  const { project } = client.defaults
  if (project === undefined) throw noProject()
  return project
}

const labelsOf = ({ planned, prior }: Change<Attributes>, client: Connection | undefined): Value | undefined => {
  if (!('labels_all' in planned)) return undefined
  if (client !== undefined) return allLabels(planned['labels'] as Value, client.defaults.labels ?? {})
  return prior === null ? UNKNOWN : undefined
}

/** @throws Refusal when a project is needed, and there is none */
export const refine = <A extends Attributes>(
  change: Change<A>,
  client: Connection | undefined,
  rule: Rule<A>,
): Drafts<A> => {
  const untyped = change as unknown as Change<Attributes>
  const { projectFromProvider } = rule
  const project = projectFromProvider === undefined ? undefined : projectOf(untyped, client, projectFromProvider)
  const labels = labelsOf(untyped, client)
  const refined: ObjectValue = {
    ...((rule.settle?.(change) ?? change.planned) as ObjectValue),
    ...(project !== undefined && { project }),
    ...(labels !== undefined && { labels_all: labels }),
  }
  return refined as unknown as Drafts<A>
}
