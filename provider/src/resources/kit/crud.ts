import { isDeepStrictEqual } from 'node:util'
import { ApiError, SettleTimeout } from '@quantumnet/api'
import { v7 as newId } from 'uuid'
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
import { importById } from './by-id.ts'
import type { Connection } from './connection.ts'
import { withDeadline, type Deadline } from './deadline.ts'
import type { Resource as View } from './endpoint.ts'
import { ownLabels } from './labels.ts'
import { refine } from './refine.ts'
import { requestRemoval } from './removal.ts'
import { attempt, untilApplied, untilGone, type Waiter } from './waiting.ts'

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

/** An import begins with nothing but an id. */
const projectOf = (state: object): string | undefined => {
  const { project } = state as { readonly project?: unknown }
  return typeof project === 'string' ? project : undefined
}

/** Values as their model is to see them: what the resource is to have of labels is its own and the provider's. */
const withAllLabels = <A extends Attributes>(values: object): Drafts<A> => {
  const { labels_all: all, ...rest } = values as ObjectValue
  return { ...rest, labels_all: all ?? null, ...(all !== undefined && { labels: all }) } as unknown as Drafts<A>
}

/** Turns answers into states. `reference` is the plan, or the state before. */
const stateFor =
  <A extends Attributes, V extends View, C, U>(
    api: ApiResource<A, V, C, U>,
    { defaults }: Connection,
    reference: object,
  ) =>
  (view: V): Knowns<A> => {
    const state = api.stateOf(view, reference as ObjectValue)
    if (!('labels_all' in state)) return state
    const all = state['labels_all'] as Readonly<Record<string, string>>
    return { ...state, labels: ownLabels(all, defaults.labels ?? {}, (reference as ObjectValue)['labels']) }
  }

const create =
  <A extends Attributes, V extends View, C, U>(api: ApiResource<A, V, C, U>): Create<A> =>
  async (planned, call: ChangeCall<Connection, Planneds<A>, Drafts<A>>) => {
    const { client } = call
    const id = newId()
    const stateOf = stateFor(api, client, planned)
    return await attempt(`create ${api.typeName}`, call, async (deadline) => {
      // From the first attempt on it may exist, whatever becomes of the answer: only a sure "no" leaves nothing in the state.
      const saveId = (): void => {
        call.save({ ...planned, id })
      }
      const body = { ...api.createBody(withAllLabels<A>(planned)), id }
      const request = async (): Promise<V> => await api.endpoint.create(client, body, deadline)
      const accepted = await client.changes.whilePassing(request, deadline).catch((error: unknown) => {
        if (!client.neverArrived(error)) saveId()
        throw error
      })
      saveId()
      call.save(stateOf(accepted))
      const lost = api.lost?.(accepted)
      if (lost !== undefined) throw new Refusal([failure(`Cannot use ${api.typeName}`, `${lost} ${REPLACED_NEXT}.`)])
      const applied = await untilApplied(accepted, waiterFor(api, id, { ...call, deadline })).catch(
        (error: unknown) => {
          throw error instanceof SettleTimeout ? new SettleTimeout(`${error.message}. ${REPLACED_NEXT}`) : error
        },
      )
      return stateOf(applied)
    })
  }

const waiterFor = <A extends Attributes, V extends View, C, U>(
  { endpoint }: ApiResource<A, V, C, U>,
  id: string,
  { client, deadline, warn }: Call<Connection> & { readonly deadline: Deadline },
): Waiter<V> => {
  const until = client.defaults.until ?? 'applied'
  return { read: async () => await endpoint.get(client, id, deadline, until), until, deadline, warn }
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
  async (planned, prior, call: ChangeCall<Connection, Planneds<A>, Drafts<A>>) => {
    const { client } = call
    const id = idOf(prior)
    const stateOf = stateFor(api, client, planned)
    const bodyOf = (values: object): U => api.updateBody(withAllLabels<A>(values))
    const body = difference(bodyOf(planned), bodyOf(prior), api.together)
    return await attempt(`update ${api.typeName}`, call, async (deadline) => {
      const waiter = waiterFor(api, id, { ...call, deadline })
      // Nothing differs when only the timeouts were changed, which the API does not know.
      const unchanged = Object.keys(body).length === 0
      const request = async (): Promise<V> => await api.endpoint.update(client, id, body, deadline)
      return await client.changes.during(async (change) => {
        const accepted = unchanged ? await waiter.read() : await client.changes.whilePassing(request, deadline, change)
        call.save(stateOf(accepted))
        return stateOf(await untilApplied(accepted, waiter))
      })
    })
  }

const read =
  <A extends Attributes, V extends View, C, U>(api: ApiResource<A, V, C, U>) =>
  async (state: Knowns<A>, call: Call<Connection>): Promise<Knowns<A> | undefined> =>
    await attempt(`read ${api.typeName}`, call, async (deadline) => {
      try {
        const view = await api.endpoint.look(call.client, idOf(state), deadline, projectOf(state))
        // What is being deleted by somebody is as good as gone: its name and addresses may be had again.
        return view.status.state === 'deleting' ? undefined : stateFor(api, call.client, state)(view)
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
      const { changes } = call.client
      const request = async (): Promise<V> => await api.endpoint.delete(call.client, id, deadline)
      await changes.during(async (change) => {
        await requestRemoval(request, deadline, { others: changes, change })
        await untilGone(async () => await api.endpoint.get(call.client, id, deadline, 'gone'), deadline)
      })
    })
  }

/** The resource that Terraform sees. */
export const apiResource = <A extends Attributes, V extends View, C, U extends object>(
  api: ApiResource<A, V, C, U>,
): Resource<Connection> =>
  defineResource<Connection, A>({
    schema: api.schema,
    timeouts,
    validate: (config) => api.validate(config),
    refine: (change, client) => refine(change, client, api),
    plan: (change) => api.plan?.(change) ?? change.planned,
    review: async (change, call) =>
      (await withDeadline(call, async (deadline) => await api.review?.(change, call.client, deadline))) ?? [],
    create: create(api),
    read: read(api),
    update: update(api),
    delete: remove(api),
    importState: importById,
  })
