import { errorCodes, type ErrorCode } from './error-codes.ts'
import { exampleIds } from './example-ids.ts'
import type { FieldError, Problem } from './problem.ts'

type Told = Pick<Problem, 'detail' | 'errors' | 'referrers'>

/** A problem with one field: the detail says the same as the field's own error. */
const ofField = (error: FieldError): Told => ({
  detail: `${error.pointer}: ${error.message}`,
  errors: [error],
})

/** What the documentation shows of each code: the words that come with it in one case of many. */
const told: Partial<Record<ErrorCode, Told>> = {
  invalid_request: ofField({
    ...{ pointer: '/name', message: 'must be of type string', value: 7, allowed: 'string' },
  }),
  unauthenticated: { detail: 'the token is not known here, or was revoked' },
  forbidden: { detail: 'this operation needs the role "operator" in the project; the token has the role "viewer"' },
  not_found: { detail: `there is no network ${exampleIds.network}` },
  id_taken: ofField({
    ...{ pointer: '/id', message: 'belongs to a network that another request made', value: exampleIds.network },
    allowed: 'an id that was never used, or none',
  }),
  name_taken: ofField({ pointer: '/name', message: 'another network of this project has this name', value: 'web' }),
  hostname_taken: ofField({ pointer: '/hostname', message: 'another port of this project has it', value: 'www' }),
  cidr_overlaps: ofField({
    ...{ pointer: '/cidr', message: 'overlaps with the subnet "web-v4" (10.0.0.0/24)', value: '10.0.0.0/25' },
    allowed: 'a block outside of the other subnets of the network',
  }),
  address_taken: ofField({ pointer: '/fixed_ips/0/ip', message: 'another port has this address', value: '10.0.0.10' }),
  mac_taken: ofField({
    ...{ pointer: '/mac', message: 'another port of the network has it', value: '02:00:5e:10:00:01' },
  }),
  subnet_exhausted: { detail: `the subnet ${exampleIds.subnet} (10.0.0.0/29) has no free address` },
  in_use: {
    detail: 'network "web" is in use by subnet "web-v4"',
    referrers: [{ kind: 'subnet', id: exampleIds.subnet, name: 'web-v4' }],
  },
  being_deleted: { detail: `network "web" (${exampleIds.network}) is being deleted` },
  address_outside_subnet: ofField({
    ...{ pointer: '/gateway', message: 'is outside of the subnet', value: '10.0.1.1' },
    allowed: '10.0.0.1 to 10.0.0.254',
  }),
  address_reserved: ofField({
    ...{ pointer: '/fixed_ips/0/ip', message: 'is the gateway of the subnet', value: '10.0.0.1' },
    allowed: 'an address that is neither the gateway nor the DNS address',
  }),
  reference_not_found: ofField({
    ...{ pointer: '/network', message: `there is no network ${exampleIds.network}`, value: exampleIds.network },
    allowed: 'the id of a network',
  }),
  immutable_field: ofField({
    ...{ pointer: '/cidr', message: 'cannot be changed', value: '10.0.0.0/25', allowed: 'what it has: 10.0.0.0/24' },
  }),
  repair_needs_confirmation: { detail: 'the repair would remove 12 of 120 rows; confirm_surplus must say 12' },
  already_exists: { detail: 'there is a role binding of this subject in the project already' },
  pool_exhausted: { detail: 'the subnet pool "campus" has no free block of prefix length 24' },
  quota_exceeded: { detail: 'the project "shop" may have 10 networks and has 10' },
  segment_taken: ofField({
    ...{ pointer: '/segment_id', message: 'another network of "physnet1" has this segment', value: 101 },
  }),
  invalid_state: { detail: 'the migration is done; only one that is preparing or prepared can be aborted' },
  idempotency_mismatch: { detail: 'the Idempotency-Key came with another request before' },
  precondition_failed: { detail: 'If-Match says "3", and the security group is at "4"' },
  precondition_required: { detail: 'the rules of a group are replaced as a whole, so If-Match has to say which ones' },
  method_not_allowed: { detail: 'there is no PUT on /v1/networks; it has GET, POST' },
  events_compacted: { detail: 'the events up to 41877 are not kept any more' },
  internal: { detail: 'something went wrong in the server; its log has the reason under the request id' },
  unavailable: { detail: 'the database cannot be reached; nothing was changed' },
}

const REQUEST_ID = '01957b2c-f010-7e11-8a22-9b3c4d5e6f70'

/** A problem of this code as the API would answer it, for the documentation. */
export const exampleProblem = (code: ErrorCode): Problem => {
  const { status, title, remedy } = errorCodes[code]
  return {
    ...{ type: `urn:quantumnet:problem:${code}`, title, status, code },
    ...(told[code] ?? { detail: title }),
    ...{ remedy, request_id: REQUEST_ID },
  }
}

/** Codes whose example says nothing of its own yet. */
export const codesWithoutExample = (): readonly ErrorCode[] =>
  (Object.keys(errorCodes) as ErrorCode[]).filter((code) => told[code] === undefined)
