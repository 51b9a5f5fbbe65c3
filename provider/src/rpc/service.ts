import type { Service } from '../wire/grpc/server.ts'
import { applyResourceChange } from './apply.ts'
import { configureProvider, stopProvider, validateProviderConfig } from './configure.ts'
import { readDataSource, validateDataResourceConfig } from './data-source.ts'
import {
  closeEphemeralResource,
  openEphemeralResource,
  renewEphemeralResource,
  validateEphemeralResourceConfig,
} from './ephemeral.ts'
import { callProviderFunction, getFunctions } from './functions.ts'
import type { Host } from './host.ts'
import { getResourceIdentitySchemas, upgradeResourceIdentity } from './identity.ts'
import { listResource, validateListResourceConfig } from './list.ts'
import type { Operation } from './operation.ts'
import { planResourceChange } from './plan.ts'
import { importResourceState, readResource } from './read.ts'
import { getMetadata, getProviderSchema } from './schema.ts'
import { moveResourceState, upgradeResourceState } from './upgrade.ts'
import { validateResourceConfig } from './validate.ts'

/** Every operation of plugin protocol 6.10 but for actions and stores of states, which are answered UNIMPLEMENTED: nothing announces them. */
const operations: readonly Operation[] = [
  getMetadata,
  getProviderSchema,
  getFunctions,
  validateProviderConfig,
  configureProvider,
  stopProvider,
  validateResourceConfig,
  upgradeResourceState,
  readResource,
  planResourceChange,
  applyResourceChange,
  importResourceState,
  validateDataResourceConfig,
  readDataSource,
  callProviderFunction,
  validateEphemeralResourceConfig,
  openEphemeralResource,
  renewEphemeralResource,
  closeEphemeralResource,
  moveResourceState,
  getResourceIdentitySchemas,
  upgradeResourceIdentity,
  validateListResourceConfig,
  listResource,
]

const pathOf = ({ name }: Operation): string => `/tfplugin6.Provider/${name}`

/**
 * @param schema the answer to GetProviderSchema, where it was made before: one of the processes that Terraform starts for a command is asked
 * for nothing else, and need not load the provider
 */
export const providerService = (host: Host, schema?: () => Uint8Array): Service => ({
  ...Object.fromEntries(operations.map((operation) => [pathOf(operation), operation.bind(host)])),
  ...(schema !== undefined && { [pathOf(getProviderSchema)]: async () => await Promise.resolve(schema()) }),
})

/** The answer to GetProviderSchema, for those who hand it out without the provider. */
export const schemaBytes = async (host: Host): Promise<Uint8Array> => {
  const handler = getProviderSchema.bind(host)
  if (typeof handler !== 'function') throw new Error('a schema is one message')
  return await handler(new Uint8Array(), new AbortController().signal)
}
