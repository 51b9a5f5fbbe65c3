import { toDynamic } from '../convert/dynamic.ts'
import { toIdentityData } from '../convert/identity.ts'
import { valueFrom } from '../convert/msgpack.ts'
import { parseExact } from '../convert/state-json.ts'
import { identityOf, moveState, objectType, upgradeState, type ObjectValue } from '../framework/index.ts'
import { MoveResourceState, UpgradeResourceState } from '../wire/messages/resource.ts'
import type { RawState } from '../wire/messages/values.ts'
import type { Decoded } from '../wire/protobuf/message.ts'
import { operation } from './operation.ts'

const stored = (raw: Decoded<typeof RawState> | undefined): Record<string, unknown> =>
  parseExact(Buffer.from(raw?.json ?? []).toString('utf8')) as Record<string, unknown>

/** Terraform asks this of every resource before each refresh, also when the version is the same: JSON in, typed value out. */
export const upgradeResourceState = operation(
  'UpgradeResourceState',
  UpgradeResourceState,
  async (request, host, signal) => {
    const { resource, attributes } = await host.runtime(request.typeName, signal)
    const state = valueFrom(upgradeState(resource, stored(request.rawState), request.version), objectType(attributes))
    return { upgradedState: toDynamic(state as ObjectValue, attributes) }
  },
)

/** A `moved` block from another type of resource: what is refreshed afterwards is one of ours. */
export const moveResourceState = operation('MoveResourceState', MoveResourceState, async (request, host, signal) => {
  const { resource, attributes } = await host.runtime(request.targetTypeName, signal)
  const moved = moveState(resource, request.targetTypeName, {
    provider: request.sourceProviderAddress,
    typeName: request.sourceTypeName,
    schemaVersion: request.sourceSchemaVersion,
    state: stored(request.sourceState),
  })
  const state = valueFrom(moved, objectType(attributes)) as ObjectValue
  return {
    targetState: toDynamic(state, attributes),
    targetIdentity: toIdentityData(resource.identity, identityOf(resource.identity, state)),
  }
})
