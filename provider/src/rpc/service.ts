import type { Service } from '../wire/grpc/server.ts'
import { applyResourceChange } from './apply.ts'
import { configureProvider, stopProvider, validateProviderConfig } from './configure.ts'
import { readDataSource, validateDataResourceConfig } from './data-source.ts'
import type { Host, Operation } from './host.ts'
import { planResourceChange } from './plan.ts'
import { importResourceState, readResource } from './read.ts'
import { getFunctions, getMetadata, getProviderSchema } from './schema.ts'
import { upgradeResourceState } from './upgrade.ts'
import { validateResourceConfig } from './validate.ts'

/**
 * Every operation of plugin protocol 6 that has something to do here. What belongs to functions, ephemeral resources, moves and identity is
 * answered UNIMPLEMENTED, and Terraform only asks for what the schema announces.
 */
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
]

export const providerService = (host: Host): Service =>
  Object.fromEntries(operations.map((operation) => [`/tfplugin6.Provider/${operation.name}`, operation.bind(host)]))
