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

export const providerService = (host: Host): Service =>
  Object.fromEntries(operations.map((operation) => [`/tfplugin6.Provider/${operation.name}`, operation.bind(host)]))
