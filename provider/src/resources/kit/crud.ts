import { isDeepStrictEqual } from 'node:util'
import { ApiError, SettleTimeout } from '@quantumnet/api'
import { validate as isUuid, v7 as newId } from 'uuid'
import {
  defineResource,
  failure,
  Refusal,
  type Attributes,
  type Call,
  type ChangeCall,
  type Drafts,
  type Knowns,
  type ObjectValue,
  type Planneds,
  type Resource,
} from '../../framework/index.ts'
import type { ApiResource } from './api-resource.ts'
import { bodyFindings } from './body-findings.ts'
import type { Connection } from './connection.ts'
import { withDeadline } from './deadline.ts'
import type { Resource as View } from './endpoint.ts'
import { requestRemoval } from './removal.ts'
import { attempt, untilApplied, untilGone } from './waiting.ts'

/**
 * Create, read, update, delete and import of a kind of resource, over the API.
 *
 * A create carries an id that is made here, once per apply, so that a request whose answer was lost is sent again without making a second
 * resource. (An id made in the plan would not do: Terraform plans again in apply, and gives nothing of the first plan to the second.)
 * Where the answer stays lost, the id goes to the state, marked as tainted by Terraform: the next run finds out whether it exists.
 */

/** Terraform marks what a failed create leaves behind as tainted. */
const REPLACED_NEXT =
  'It exists and may still come; the next apply replaces it, unless `terraform untaint` is run for it before'

const timeouts = { create: '5m', update: '5m', delete: '10m' } as const

type Create<A extends Attributes> = Resource<Connection, A>['create']
type Update<A extends Attributes> = Resource<Connection, A>['update']

const idOf = (state: object): string => (state as { readonly id: string }).id

const create =
  <A extends Attributes, V extends View, C, U>(api: ApiResource<A, V, C, U>): Create<A> =>
  async (planned, call: ChangeCall<Connection, Planneds<A>>) => {
    const { client } = call
    const id = newId()
    return await attempt(`create ${api.typeName}`, call, async (deadline) => {
      // From the first attempt on it may exist, whatever becomes of the answer: only a sure "no" leaves nothing in the state.
      const saveId = (): void => {
        call.save({ ...planned, id })
      }
      const body = { ...api.createBody(planned), id }
      const accepted = await api.endpoint.create(client, body, deadline).catch((error: unknown) => {
        if (!client.neverArrived(error)) saveId()
        throw error
      })
      saveId()
      call.save(api.stateOf(accepted))
      const read = async (): Promise<V> => await api.endpoint.get(client, id, deadline)
      const applied = await untilApplied(accepted, { read, deadline, warn: call.warn }).catch((error: unknown) => {
        throw error instanceof SettleTimeout ? new SettleTimeout(`${error.message}. ${REPLACED_NEXT}`) : error
      })
      return api.stateOf(applied)
    })
  }

/**
 * What an update request has to carry: the fields that are planned otherwise than they are. The order of labels is no difference.
 * @param together fields of which all are sent when one is
 */
export const difference = <T extends object>(planned: T, prior: T, together: readonly (keyof T)[] = []): Partial<T> => {
  const differs = (name: keyof T): boolean => !isDeepStrictEqual(planned[name], prior[name])
  const grouped = together.some((name) => planned[name] !== undefined && differs(name))
  return Object.fromEntries(
    Object.entries(planned).filter(([key, value]) => {
      const name = key as keyof T
      return value !== undefined && (differs(name) || (grouped && together.includes(name)))
    }),
  ) as Partial<T>
}

const update =
  <A extends Attributes, V extends View, C, U extends object>(api: ApiResource<A, V, C, U>): Update<A> =>
  async (planned, prior, call: ChangeCall<Connection, Planneds<A>>) => {
    const { client } = call
    const id = idOf(prior)
    const body = difference(api.updateBody(planned as Drafts<A>), api.updateBody(prior as Drafts<A>), api.together)
    return await attempt(`update ${api.typeName}`, call, async (deadline) => {
      const read = async (): Promise<V> => await api.endpoint.get(client, id, deadline)
      // Nothing differs when only the timeouts were changed, which the API does not know.
      const unchanged = Object.keys(body).length === 0
      const accepted = unchanged ? await read() : await api.endpoint.update(client, id, body, deadline)
      call.save(api.stateOf(accepted))
      return api.stateOf(await untilApplied(accepted, { read, deadline, warn: call.warn }))
    })
  }

const read =
  <A extends Attributes, V extends View, C, U>(api: ApiResource<A, V, C, U>) =>
  async (state: Knowns<A>, call: Call<Connection>): Promise<Knowns<A> | undefined> =>
    await attempt(`read ${api.typeName}`, call, async (deadline) => {
      try {
        const view = await api.endpoint.get(call.client, idOf(state), deadline)
        // What is being deleted by somebody is as good as gone: its name and addresses may be had again.
        return view.status.state === 'deleting' ? undefined : api.stateOf(view)
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not_found') return undefined
        throw error
      }
    })

const remove =
  <A extends Attributes, V extends View, C, U>(api: ApiResource<A, V, C, U>) =>
  async (state: Knowns<A>, call: Call<Connection>): Promise<void> => {
    const id = idOf(state)
    await attempt(`delete ${api.typeName}`, call, async (deadline) => {
      await requestRemoval(async () => await api.endpoint.delete(call.client, id, deadline), deadline)
      await untilGone(async () => await api.endpoint.get(call.client, id, deadline), deadline)
    })
  }

const importById = (id: string): ObjectValue => {
  if (isUuid(id)) return { id }
  throw new Refusal([failure('Not an id', `"${id}" is no UUID. Import by the id that the API and the console show.`)])
}

/** The resource that Terraform sees. */
export const apiResource = <A extends Attributes, V extends View, C, U extends object>(
  api: ApiResource<A, V, C, U>,
): Resource<Connection> =>
  defineResource<Connection, A>({
    schema: api.schema,
    timeouts,
    validate: (config) => [
      ...bodyFindings(api.createSchema, api.createBody(config), config as ObjectValue),
      ...(api.validate?.(config) ?? []),
    ],
    plan: (change) => api.plan?.(change) ?? change.planned,
    review: async (change, call) =>
      (await withDeadline(call, async (deadline) => await api.review?.(change, call.client, deadline))) ?? [],
    create: create(api),
    read: read(api),
    update: update(api),
    delete: remove(api),
    importState: importById,
  })
