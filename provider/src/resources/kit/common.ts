import type { Network } from '@quantumnet/api'
import {
  computed,
  defaulted,
  int,
  mapOf,
  required,
  optionalComputed,
  string,
  useStateForUnknown,
  type Drafts,
  type Knowns,
} from '../../framework/index.ts'
import { given } from './given.ts'

/** What every resource of QuantumNet has beside its own attributes, in schema and in conversion. */

export const readOnly = {
  generation: computed(int, 'Grows by one with every change.'),
  created_at: computed(string, 'When it was created (RFC 3339).', { plan: [useStateForUnknown()] }),
  updated_at: computed(string, 'When it was last changed (RFC 3339).'),
}

export const id = computed(string, 'UUID of the resource.', { plan: [useStateForUnknown()] })
export const name = required(
  string,
  'Name for people: 1 to 63 letters, digits, `.`, `_` or `-`, beginning with a letter or digit.',
)
export const optionalName = optionalComputed(
  string,
  'Name for people. Default: the hostname, else the VM name, else `port-` and the first digits of the id.',
  { plan: [useStateForUnknown()] },
)
/** Filled in by `refine`, which knows the provider's configuration. */
export const labelsAll = computed(mapOf(string), "Its labels together with the provider's `default_labels`.")
export const described = {
  description: defaulted(string, '', 'Free text of at most 1000 characters.'),
  labels: defaulted(mapOf(string), {}, 'Up to 64 labels of your own.'),
  labels_all: labelsAll,
}

type View = Pick<Network, 'name' | 'description' | 'labels' | 'generation' | 'created_at' | 'updated_at'>

/** The common part of a state, from what the API answers. */
export const commonState = (view: View): Knowns<typeof described & typeof readOnly> & { readonly name: string } => ({
  name: view.name,
  description: view.description,
  labels: view.labels,
  labels_all: view.labels,
  generation: view.generation,
  created_at: view.created_at,
  updated_at: view.updated_at,
})

interface CommonBody {
  readonly description: string | undefined
  readonly labels: Record<string, string> | undefined
}

/** The common part of a create or update request. */
export const commonBody = (values: Drafts<typeof described>): CommonBody => ({
  description: given(values.description),
  // Only a request that is checked before apply can hold an unknown label, and the check leaves that out.
  labels: given(values.labels) as Record<string, string> | undefined,
})
