/** Every error that the API answers with: its HTTP status, a title, and what the caller can do. A code never changes its meaning. */
export const errorCodes = {
  invalid_request: { status: 400, title: 'The request is not valid', remedy: 'Mend the fields named in errors.' },
  unauthenticated: { status: 401, title: 'No valid token', remedy: 'Send "Authorization: Bearer <token>".' },
  forbidden: { status: 403, title: 'The token may not do this', remedy: 'Use a token with the role named in detail.' },
  not_found: { status: 404, title: 'There is no such resource', remedy: 'Check the id and the project.' },
  id_taken: { status: 409, title: 'The id belongs to another resource', remedy: 'Choose another id, or leave it out.' },
  name_taken: { status: 409, title: 'The name is taken', remedy: 'Choose another name.' },
  hostname_taken: { status: 409, title: 'The hostname is taken', remedy: 'Choose another hostname in this project.' },
  cidr_overlaps: { status: 409, title: 'The address range overlaps another', remedy: 'Choose a range outside of it.' },
  address_taken: { status: 409, title: 'The address is in use', remedy: 'Choose another address, or leave it out.' },
  mac_taken: { status: 409, title: 'The MAC address is in use', remedy: 'Choose another, or leave it out.' },
  subnet_exhausted: { status: 409, title: 'The subnet has no free address', remedy: 'Delete ports or add a subnet.' },
  in_use: { status: 409, title: 'The resource is in use', remedy: 'Delete the referrers first.' },
  being_deleted: { status: 409, title: 'The resource is being deleted', remedy: 'Wait until it is gone.' },
  address_outside_subnet: { status: 422, title: 'The address lies outside', remedy: 'Choose one in the range named.' },
  address_reserved: { status: 422, title: 'The address is reserved', remedy: 'Choose another address.' },
  reference_not_found: { status: 422, title: 'A reference leads nowhere', remedy: 'Create what it names first.' },
  immutable_field: { status: 422, title: 'The field cannot be changed', remedy: 'Make a new resource.' },
  repair_needs_confirmation: { status: 409, title: 'A repair would delete much', remedy: 'Read detail, then confirm.' },
  already_exists: {
    status: 409,
    title: 'There is one already',
    remedy: 'Use the one that detail names, or change it.',
  },
  pool_exhausted: { status: 409, title: 'The pool has no free block', remedy: 'Release blocks or add a prefix.' },
  quota_exceeded: { status: 409, title: 'The quota is used up', remedy: 'Delete some, or ask for a higher quota.' },
  segment_taken: { status: 409, title: 'The segment is in use', remedy: 'Choose another segment_id.' },
  invalid_state: {
    status: 409,
    title: 'Not possible in this state',
    remedy: 'Read the resource; detail names its state.',
  },
  idempotency_mismatch: { status: 409, title: 'The key was used otherwise', remedy: 'Use a new Idempotency-Key.' },
  precondition_failed: {
    status: 412,
    title: 'It was changed meanwhile',
    remedy: 'Read it again, and use its new ETag.',
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is missing',
    remedy: 'Read it, and send its ETag as If-Match.',
  },
  method_not_allowed: {
    status: 405,
    title: 'No such method here',
    remedy: 'Use a method that the Allow header names.',
  },
  events_compacted: {
    status: 410,
    title: 'The events are gone',
    remedy: 'List again, then follow without Last-Event-ID.',
  },
  internal: { status: 500, title: 'The server failed', remedy: 'Look for the request id in the server log.' },
  unavailable: { status: 503, title: 'A part is not available', remedy: 'Try again; /readyz says what is missing.' },
} as const satisfies Record<string, { status: number; title: string; remedy: string }>

/** A code of the catalogue above. */
export type ErrorCode = keyof typeof errorCodes

/** What a refusal says of a network whose subnet has not been made; clients that make both at once know it by these words. */
export const NO_SUBNET = 'has no subnet to take an address from'
