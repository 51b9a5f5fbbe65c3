import { identitySchema, identityType, toIdentityData } from '../convert/identity.ts'
import { valueFrom } from '../convert/msgpack.ts'
import { parseExact } from '../convert/state-json.ts'
import { upgradeIdentity, type ObjectValue } from '../framework/index.ts'
import { GrpcError, grpcStatus } from '../wire/grpc/frame.ts'
import { GetResourceIdentitySchemas, UpgradeResourceIdentity } from '../wire/messages/identity.ts'
import { operation } from './operation.ts'

export const getResourceIdentitySchemas = operation(
  'GetResourceIdentitySchemas',
  GetResourceIdentitySchemas,
  async (_request, host) => {
    const { resources } = await host.provider()
    const identitySchemas = Object.entries(resources).flatMap(([typeName, { identity }]) =>
      identity === undefined ? [] : [[typeName, identitySchema(identity)] as const],
    )
    return { identitySchemas: Object.fromEntries(identitySchemas) }
  },
)

export const upgradeResourceIdentity = operation(
  'UpgradeResourceIdentity',
  UpgradeResourceIdentity,
  async (request, host, signal) => {
    const { resource } = await host.runtime(request.typeName, signal)
    const { identity } = resource
    if (identity === undefined) throw new GrpcError(grpcStatus.unimplemented, `${request.typeName} has no identity`)
    const stored = parseExact(Buffer.from(request.rawIdentity?.json ?? []).toString('utf8')) as Record<string, unknown>
    const value = valueFrom(upgradeIdentity(identity, stored, request.version), identityType(identity))
    return { upgradedIdentity: toIdentityData(identity, value as ObjectValue) }
  },
)
