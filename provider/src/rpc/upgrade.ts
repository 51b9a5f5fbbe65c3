import { toDynamic } from '../convert/dynamic.ts'
import { valueFrom } from '../convert/msgpack.ts'
import { parseExact } from '../convert/state-json.ts'
import { objectType, upgradeState, type ObjectValue } from '../framework/index.ts'
import { UpgradeResourceState } from '../wire/messages/resource.ts'
import { operation } from './host.ts'

/** Terraform asks this of every resource before each refresh, also when the version is the same: JSON in, typed value out. */
export const upgradeResourceState = operation(
  'UpgradeResourceState',
  UpgradeResourceState,
  async (request, host, signal) => {
    const { resource, attributes } = await host.runtime(request.typeName, signal)
    const stored = parseExact(Buffer.from(request.rawState?.json ?? []).toString('utf8')) as Record<string, unknown>
    const state = valueFrom(upgradeState(resource, stored, request.version), objectType(attributes))
    return { upgradedState: toDynamic(state as ObjectValue, attributes) }
  },
)
