import { functionToMessage } from '../convert/function.ts'
import { schemaToMessage } from '../convert/schema.ts'
import { attributesOf, attributesOfData, type Provider, type Schema } from '../framework/index.ts'
import { GetMetadata, GetProviderSchema, type Schema as SchemaMessage } from '../wire/messages/schema.ts'
import type { Encodable } from '../wire/protobuf/message.ts'
import { operation } from './operation.ts'

/**
 * Terraform need not ask each process for the schema again: it starts three to five of them in a run. Plans of a destruction are not asked
 * for, because nothing here has anything to say about one.
 */
const serverCapabilities = { getProviderSchemaOptional: true, moveResourceState: true }

/** Kinds of resources that can be listed. */
const listed = ({ resources }: Provider): [string, { readonly schema: Schema }][] =>
  Object.entries(resources).flatMap(([typeName, { list }]) => (list === undefined ? [] : [[typeName, list]]))

export const getMetadata = operation('GetMetadata', GetMetadata, async (_request, host) => {
  const provider = await host.provider()
  const { resources, dataSources = {}, ephemerals = {}, functions = {} } = provider
  const named = (types: object): { readonly typeName: string }[] => Object.keys(types).map((typeName) => ({ typeName }))
  return {
    serverCapabilities,
    resources: named(resources),
    dataSources: named(dataSources),
    ephemeralResources: named(ephemerals),
    listResources: listed(provider).map(([typeName]) => ({ typeName })),
    functions: Object.keys(functions).map((name) => ({ name })),
  }
})

type Schemas = Readonly<Record<string, Encodable<typeof SchemaMessage>>>

const schemasOf = (types: readonly (readonly [string, { readonly schema: Schema }])[]): Schemas =>
  Object.fromEntries(types.map(([name, { schema }]) => [name, schemaToMessage(schema, schema.attributes)]))

export const getProviderSchema = operation('GetProviderSchema', GetProviderSchema, async (_request, host) => {
  const provider = await host.provider()
  const { schema, resources, dataSources = {}, ephemerals = {}, functions = {} } = provider
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
        schemaToMessage(source.schema, attributesOfData(source)),
      ]),
    ),
    ephemeralSchemas: schemasOf(Object.entries(ephemerals)),
    listSchemas: schemasOf(listed(provider)),
    functions: Object.fromEntries(Object.entries(functions).map(([name, of]) => [name, functionToMessage(of)])),
  }
})
