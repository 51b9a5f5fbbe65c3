import {
  int,
  mapOf,
  optionalComputed,
  requiresReplace,
  string,
  useStateForUnknown,
  type Schema,
} from '../../framework/index.ts'
import { described, id, name, readOnly } from '../kit/common.ts'

const attributes = {
  id,
  name,
  ...described,
  dns_label: optionalComputed(
    string,
    'First label of the DNS zone of its VMs, `<dns_label>.internal`. Default: made from the name.',
    { plan: [useStateForUnknown(), requiresReplace()] },
  ),
  quotas: optionalComputed(
    mapOf(int),
    'How many resources of a kind it may have, by kind, such as `port`. A kind that is not in it has no limit. Only a platform admin sets them. Default: as they are.',
    { plan: [useStateForUnknown()] },
  ),
  ...readOnly,
}

export const schema = {
  version: 0,
  description: 'A tenant: owns networks, ports and everything else, and has one DNS zone.',
  attributes,
} satisfies Schema
export type Project = typeof attributes
