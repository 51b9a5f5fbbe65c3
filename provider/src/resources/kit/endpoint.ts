import { LONGEST_WAIT_S, type Binding, type ResourceRoutes, type Route, type Status } from '@quantumnet/api'
import type { z } from 'zod'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'

/** What every answer of a resource's routes has. */
export interface Resource {
  readonly id: string
  readonly generation: number
  readonly status: Status
  /** of a port */
  readonly binding?: Binding
}

/** How far a resource is to come. */
export type Until = 'applied' | 'realized' | 'gone'

/** The server answers so long before the end of an operation that the answer still arrives in time. */
const MARGIN_MS = 2_000

const waitQuery = (until: Until | undefined, deadline: Deadline): object => {
  const seconds = Math.floor(Math.min((deadline.remainingMs() - MARGIN_MS) / 1000, LONGEST_WAIT_S))
  return until === undefined || seconds < 1 ? {} : { query: { wait: until, wait_timeout: seconds } }
}

/** The operations of one kind of resource, typed by its routes. */
export interface Endpoint<View extends Resource, Create, Update> {
  create(connection: Connection, body: Create, deadline: Deadline): Promise<View>
  /** @param until what the server is to wait for before it answers, as far as there is time */
  get(connection: Connection, id: string, deadline: Deadline, until?: Until): Promise<View>
  /**
   * As `get`, where many are read at once: maybe from a list, as it was a moment ago.
   * @param project the one that it is in, as far as that is known: its list has little of others'
   */
  look(connection: Connection, id: string, deadline: Deadline, project?: string): Promise<View>
  update(connection: Connection, id: string, body: Partial<Update>, deadline: Deadline): Promise<View>
  delete(connection: Connection, id: string, deadline: Deadline): Promise<View>
}

/** The parts of `ResourceRoutes` that stand in an endpoint, whatever its list is filtered by. */
type Routes<View extends z.ZodType, Create extends z.ZodType, Update extends z.ZodType> = Pick<
  ResourceRoutes<View, Create, Update, z.ZodRawShape, z.ZodType>,
  'create' | 'get' | 'list' | 'update' | 'delete'
>

export const endpointOf = <View extends z.ZodType<Resource>, Create extends z.ZodType, Update extends z.ZodType>(
  routes: Routes<View, Create, Update>,
): Endpoint<z.output<View>, z.input<Create>, z.input<Update>> => {
  // The compiler cannot follow the client's conditional types through these parameters; the cast repeats what the signature says.
  const call = async (
    connection: Connection,
    route: Route,
    args: object,
    deadline: Deadline,
  ): Promise<z.output<View>> => {
    const answer: Promise<unknown> = connection.call(route, args, deadline)
    return (await answer) as z.output<View>
  }
  return {
    create: async (connection, body, deadline) => await call(connection, routes.create, { body }, deadline),
    get: async (connection, id, deadline, until) =>
      await call(connection, routes.get, { params: { id }, ...waitQuery(until, deadline) }, deadline),
    look: async (connection, id, deadline, project) => {
      const filter = project !== undefined && 'project' in routes.list.query.shape ? { project } : {}
      const list = `${routes.list.name} ${filter.project ?? ''}`
      return (await connection.snapshots.read(list, id, {
        list: async (query) =>
          (await call(connection, routes.list, { query: { ...query, ...filter } }, deadline)) as never,
        get: async (single) => await call(connection, routes.get, { params: { id: single } }, deadline),
      })) as z.output<View>
    },
    update: async (connection, id, body, deadline) =>
      await call(connection, routes.update, { params: { id }, body }, deadline),
    delete: async (connection, id, deadline) => await call(connection, routes.delete, { params: { id } }, deadline),
  }
}
