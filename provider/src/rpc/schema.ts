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
  const { resources } = await host.provider()
  return { serverCapabilities, resources: Object.keys(resources).map((typeName) => ({ typeName })) }
})

export const getProviderSchema = operation('GetProviderSchema', GetProviderSchema, async (_request, host) => {
  const { schema, resources } = await host.provider()
  return {
    serverCapabilities,
    provider: schemaToMessage(schema, schema.attributes),
    resourceSchemas: Object.fromEntries(
      Object.entries(resources).map(([type, resource]) => [
        type,
        schemaToMessage(resource.schema, attributesOf(resource)),
      ]),
    ),
  }
})

export const getFunctions = operation('GetFunctions', GetFunctions, async () => await Promise.resolve({}))
