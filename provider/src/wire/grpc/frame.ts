/** gRPC over HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md): message framing and status. */

export const grpcStatus = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const

/** Refuses a call with a gRPC status instead of a message. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError'
  readonly status: number
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

const PREFIX_BYTES = 5

/** A message with its prefix: not compressed, and its length. */
export const frame = (message: Uint8Array): Buffer => {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/**
 * The one message of a unary request.
 * @throws GrpcError when it is compressed (we advertise no compression), cut short, or followed by another
 */
export const unframe = (body: Buffer): Buffer => {
  if (body.length < PREFIX_BYTES) throw new GrpcError(grpcStatus.internal, 'the request has no message')
  if (body[0] !== 0) throw new GrpcError(grpcStatus.unimplemented, 'compressed messages are not supported')
  const message = body.subarray(PREFIX_BYTES)
  const announced = body.readUInt32BE(1)
  if (message.length !== announced)
    throw new GrpcError(
      grpcStatus.internal,
      `the request announced a message of ${String(announced)} bytes and brought ${String(message.length)}`,
    )
  return message
}

/** `grpc-message` carries UTF-8 percent-encoded, all but printable ASCII. */
export const encodeStatusMessage = (message: string): string =>
  [...Buffer.from(message, 'utf8')]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
