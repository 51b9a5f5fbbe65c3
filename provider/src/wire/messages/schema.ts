import { bytes, dictionary, flag, integer, many, maybe, message, one, text } from '../protobuf/message.ts'
import { FunctionSchema } from './function.ts'
import { Diagnostic } from './values.ts'

export const stringKinds = { plain: 0, markdown: 1 } as const
export const nestings = { single: 1, list: 2, set: 3, map: 4 } as const

// Objects and blocks hold attributes, which hold objects again. A message in a field is its bytes, so the recursion is broken there:
// the inner message is encoded first and carried as bytes.

export const SchemaAttribute = message({
  name: one(1, text),
  /** the type in cty's JSON notation, such as `["list","string"]`; empty where nestedType stands */
  type: one(2, bytes),
  description: one(3, text),
  required: one(4, flag),
  optional: one(5, flag),
  computed: one(6, flag),
  sensitive: one(7, flag),
  descriptionKind: one(8, integer),
  deprecated: one(9, flag),
  /** a SchemaObject */
  nestedType: maybe(10, bytes),
  writeOnly: one(11, flag),
})

export const SchemaObject = message({ attributes: many(1, SchemaAttribute), nesting: one(3, integer) })

export const SchemaNestedBlock = message({
  typeName: one(1, text),
  /** a SchemaBlock */
  block: one(2, bytes),
  nesting: one(3, integer),
  minItems: one(4, integer),
  maxItems: one(5, integer),
})

export const SchemaBlock = message({
  version: one(1, integer),
  attributes: many(2, SchemaAttribute),
  blockTypes: many(3, SchemaNestedBlock),
  description: one(4, text),
  descriptionKind: one(5, integer),
  deprecated: one(6, flag),
})

export const Schema = message({ version: one(1, integer), block: maybe(2, SchemaBlock) })

export const ServerCapabilities = message({
  planDestroy: one(1, flag),
  getProviderSchemaOptional: one(2, flag),
  moveResourceState: one(3, flag),
})

const TypeName = message({ typeName: one(1, text) })
const Name = message({ name: one(1, text) })

export const GetMetadata = {
  request: message({}),
  response: message({
    serverCapabilities: maybe(1, ServerCapabilities),
    diagnostics: many(2, Diagnostic),
    dataSources: many(3, TypeName),
    resources: many(4, TypeName),
    functions: many(5, Name),
    ephemeralResources: many(6, TypeName),
    listResources: many(7, TypeName),
  }),
}

export const GetProviderSchema = {
  request: message({}),
  response: message({
    provider: maybe(1, Schema),
    resourceSchemas: dictionary(2, Schema),
    dataSourceSchemas: dictionary(3, Schema),
    diagnostics: many(4, Diagnostic),
    serverCapabilities: maybe(6, ServerCapabilities),
    functions: dictionary(7, FunctionSchema),
    ephemeralSchemas: dictionary(8, Schema),
    listSchemas: dictionary(9, Schema),
  }),
}
