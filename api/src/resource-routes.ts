import * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import { kindWords, type Kind } from './kinds.ts'
import type { Access } from './roles.ts'
import { listQuery, nothing, pageOf, readQuery, writeQuery, type Operation } from './route.ts'

type Nothing = typeof nothing
type Extra = Readonly<Record<'create' | 'update' | 'delete', readonly ErrorCode[]>>

interface ResourceSpec<View, Create, Update, Query, Id> {
  readonly kind: Kind
  /** default: the kind with an `s` */
  readonly plural?: string
  readonly tag: string
  /** Who may read; default: a viewer of its project. */
  readonly read?: Access
  /** Who may create, change and delete. */
  readonly write: Access
  readonly id: Id
  readonly view: View
  readonly create: Create
  readonly update: Update
  /** What a list can be filtered by, beside labels. */
  readonly filters: Query
  /** beyond those that all resources have */
  readonly errors: Extra
  /** Those of all resources that this one cannot meet with: nothing refers to it, or it is in no project. */
  readonly never?: Partial<Extra>
  readonly examples: { readonly view: unknown; readonly create: unknown; readonly update: unknown }
}

type ById<Id extends z.ZodType> = z.ZodObject<{ id: Id }>
type Writing = z.ZodObject<typeof writeQuery>

/** The five operations that every resource has. */
export interface ResourceRoutes<
  View extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
  Query extends z.ZodRawShape,
  Id extends z.ZodType,
> {
  readonly create: Operation<Nothing, Writing, Create, View>
  readonly list: Operation<Nothing, z.ZodObject<typeof listQuery & Query>, undefined, ReturnType<typeof pageOf<View>>>
  readonly get: Operation<ById<Id>, z.ZodObject<typeof readQuery>, undefined, View>
  readonly update: Operation<ById<Id>, Writing, Update, View>
  readonly delete: Operation<ById<Id>, Writing, undefined, View>
}

const pascal = (words: string): string =>
  words
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

const withArticle = (words: string): string => `${/^[aeio]/.test(words) ? 'an' : 'a'} ${words}`

const COMMON: Extra = {
  create: ['id_taken', 'quota_exceeded', 'idempotency_mismatch', 'reference_not_found', 'being_deleted'],
  update: ['not_found', 'being_deleted', 'precondition_failed', 'immutable_field'],
  delete: ['not_found', 'in_use', 'precondition_failed'],
}

const errorsOf = (operation: keyof Extra, errors: Extra, never: Partial<Extra> = {}): readonly ErrorCode[] => [
  ...COMMON[operation].filter((code) => never[operation]?.includes(code) !== true),
  ...errors[operation],
]

/**
 * Describes a resource once, and gives its create, list, get, update and delete, at `/v1/<plural with hyphens>`.
 */
export const resourceRoutes = <
  View extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
  Query extends z.ZodRawShape,
  Id extends z.ZodType,
>(
  spec: ResourceSpec<View, Create, Update, Query, Id>,
): ResourceRoutes<View, Create, Update, Query, Id> => {
  const { kind, tag, view, examples } = spec
  const plural = spec.plural ?? `${kind}s`
  const singular = kindWords(kind)
  const path = `/v1/${plural.replaceAll('_', '-')}`
  const all = { tag, path, params: nothing, body: undefined, events: undefined, answer: view } as const
  const each = { ...all, path: `${path}/{id}`, params: z.strictObject({ id: spec.id }) } as const
  const write = { access: spec.write, query: z.strictObject(writeQuery) } as const
  const read = { access: spec.read ?? 'viewer', method: 'GET', status: 200 } as const
  const errors = (operation: keyof Extra): readonly ErrorCode[] => errorsOf(operation, spec.errors, spec.never)
  const [one, many] = [pascal(singular), pascal(plural.replaceAll('_', ' '))]
  return {
    create: {
      ...{ ...all, ...write, name: `create${one}`, method: 'POST', status: 201 },
      summary: `Create ${withArticle(singular)}. Idempotent when the request carries an id or an Idempotency-Key.`,
      body: spec.create,
      errors: errors('create'),
      example: { body: examples.create, answer: examples.view },
    },
    list: {
      ...{ ...all, ...read, name: `list${many}`, answer: pageOf(view), errors: [] },
      summary: `List ${plural.replaceAll('_', ' ')} that the caller may see, oldest first.`,
      query: z.strictObject({ ...listQuery, ...spec.filters }),
      example: { answer: { items: [examples.view], next_cursor: null } },
    },
    get: {
      ...{ ...each, ...read, name: `get${one}`, errors: ['not_found'] },
      summary: `Read one ${singular}.`,
      query: z.strictObject(readQuery),
      example: { answer: examples.view },
    },
    update: {
      ...{ ...each, ...write, name: `update${one}`, method: 'PATCH', status: 200 },
      summary: `Change ${withArticle(singular)}; a field that is left out stays as it is.`,
      body: spec.update,
      errors: errors('update'),
      example: { body: examples.update, answer: examples.view },
    },
    delete: {
      ...{ ...each, ...write, name: `delete${one}`, method: 'DELETE', status: 202 },
      summary: `Delete ${withArticle(singular)}. It is "deleting" until OVN confirmed, then it is gone.`,
      errors: errors('delete'),
      example: { answer: examples.view },
    },
  }
}
