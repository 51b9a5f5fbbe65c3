import { schemaToMessage } from '../convert/schema.ts'
import { attributesOf } from '../framework/index.ts'
import { GetFunctions, GetMetadata, GetProviderSchema } from '../wire/messages/schema.ts'
import { operation } from './host.ts'

/**
 * Terraform need not ask each process for the schema again: it starts three to five of them in a run. Plans of a destruction are not asked
 * for, because nothing here has anything to say about one.
 */
const serverCapabilities = { getProviderSchemaOptional: true }

export const getMetadata = operation('GetMetadata', GetMetadata, async (_request, host) => {
  const { resources, dataSources = {} } = await host.provider()
  const named = (types: object): { readonly typeName: string }[] => Object.keys(types).map((typeName) => ({ typeName }))
  return { serverCapabilities, resources: named(resources), dataSources: named(dataSources) }
})

export const getProviderSchema = operation('GetProviderSchema', GetProviderSchema, async (_request, host) => {
  const { schema, resources, dataSources = {} } = await host.provider()
  return {
    serverCapabilities,
    provider: schemaToMessage(schema, schema.attributes),
    resourceSchemas: Object.fromEntries(
      Object.entries(resources).map(([type, resource]) => [
        type,
        schemaToMessage(resource.schema, attributesOf(resource)),
      ]),
    ),
    dataSourceSchemas: Object.fromEntries(
      Object.entries(dataSources).map(([type, source]) => [
        type,
        schemaToMessage(source.schema, source.schema.attributes),
      ]),
    ),
  }
})

export const getFunctions = operation('GetFunctions', GetFunctions, async () => await Promise.resolve({}))
