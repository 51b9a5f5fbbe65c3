import type { Route } from '@quantumnet/api'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** The OpenAPI document as the tests read it: with its references followed, and its schemas ready to judge real answers. */

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}
export interface Media {
  readonly schema: Schema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>
}
export interface Answer {
  readonly $ref?: string
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Readonly<Record<string, Media>>
}
export interface Operation {
  readonly operationId: string
  readonly parameters?: readonly {
    readonly in: 'path' | 'query' | 'header'
    readonly name: string
    readonly required?: boolean
    readonly description?: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, Answer>>
  readonly security: readonly object[]
}
export interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>
    readonly responses: Readonly<Record<string, Answer>>
  }
}

const DOCUMENT = 'document'

/** The types that a schema names. */
export const typesOf = ({ type }: Schema): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type

/** A step of a JSON pointer, within a URI fragment. */
const step = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))

/** The document with what it is asked for. */
export class OpenApi {
  readonly document: Document
  readonly #ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })
  readonly #compiled = new Map<string, ValidateFunction>()

  constructor(document: Document) {
    this.document = document
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(document, DOCUMENT)
  }

  /** The schema of a component. */
  schema(ref: string): Schema {
    const found = this.document.components.schemas[ref.split('/').at(-1) ?? '']
    if (found === undefined) throw new Error(`${ref} leads nowhere`)
    return found
  }

  /** A schema with its reference followed; what may be null has its own type and null. */
  plain(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.plain(this.schema(schema.$ref))
    const [only, ...more] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null')
    if (only === undefined || more.length > 0) return schema
    const inner = this.plain(only)
    return { ...inner, type: [...typesOf(inner), ...(schema.anyOf?.length === 2 ? ['null'] : [])] }
  }

  operation(route: Route): Operation {
    const found = this.document.paths[route.path]?.[route.method.toLowerCase()]
    if (found === undefined) throw new Error(`the document lacks ${route.method} ${route.path}`)
    return found
  }

  /** The answer of a status, and where in the document it is; undefined when the operation has none. */
  answer(route: Route, status: number): { readonly pointer: string; readonly answer: Answer } | undefined {
    const here = this.operation(route).responses[String(status)]
    if (here === undefined) return undefined
    const name = here.$ref?.split('/').at(-1)
    if (name === undefined)
      return {
        pointer: ['', 'paths', route.path, route.method.toLowerCase(), 'responses', String(status)].map(step).join('/'),
        answer: here,
      }
    const answer = this.document.components.responses[name]
    if (answer === undefined) throw new Error(`${here.$ref ?? ''} leads nowhere`)
    return { pointer: `/components/responses/${step(name)}`, answer }
  }

  /** What a value has that the schema at this pointer of the document does not allow, in words; empty when it is valid. */
  refusals(pointer: string, value: unknown): string[] {
    const validate = this.#compiled.get(pointer) ?? this.#ajv.compile({ $ref: `${DOCUMENT}#${pointer}` })
    this.#compiled.set(pointer, validate)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`)
  }

  /** How an answer differs from what the document says of it; empty when it does not. */
  differences(route: Route, got: { status: number; type: string | null; body: string }): string[] {
    const found = this.answer(route, got.status)
    if (found === undefined) return [`${String(got.status)} is not documented`]
    const type = got.type?.split(';', 1)[0] ?? null
    const { content } = found.answer
    if (content === undefined) return got.body === '' ? [] : ['has a body, but none is documented']
    if (type === null || content[type] === undefined) return [`the type ${String(type)} is not documented`]
    if (!type.endsWith('json')) return []
    return this.refusals(`${found.pointer}/content/${step(type)}/schema`, JSON.parse(got.body))
  }

  /** Examples of a media type, by name, with references followed. */
  examples(media: Media): [name: string, value: unknown][] {
    const named = Object.entries(media.examples ?? {}).map(([name, { $ref, value }]): [string, unknown] => [
      name,
      $ref === undefined ? value : this.document.components.examples[$ref.split('/').at(-1) ?? '']?.value,
    ])
    return 'example' in media ? [['example', media.example], ...named] : named
  }
}
