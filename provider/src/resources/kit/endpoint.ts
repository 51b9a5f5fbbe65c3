import type { ResourceRoutes, Route, Status } from '@quantumnet/api'
import type { z } from 'zod'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'

/** What every answer of a resource's routes has. */
export interface Resource {
  readonly id: string
  readonly generation: number
  readonly status: Status
}

/** The operations of one kind of resource, typed by its routes. */
export interface Endpoint<View extends Resource, Create, Update> {
  create(connection: Connection, body: Create, deadline: Deadline): Promise<View>
  get(connection: Connection, id: string, deadline: Deadline): Promise<View>
  update(connection: Connection, id: string, body: Partial<Update>, deadline: Deadline): Promise<View>
  delete(connection: Connection, id: string, deadline: Deadline): Promise<View>
}

/** The parts of `ResourceRoutes` that stand in an endpoint, whatever its list is filtered by. */
type Routes<View extends z.ZodType, Create extends z.ZodType, Update extends z.ZodType> = Pick<
  ResourceRoutes<View, Create, Update, z.ZodRawShape, z.ZodType>,
  'create' | 'get' | 'update' | 'delete'
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
    get: async (connection, id, deadline) => await call(connection, routes.get, { params: { id } }, deadline),
    update: async (connection, id, body, deadline) =>
      await call(connection, routes.update, { params: { id }, body }, deadline),
    delete: async (connection, id, deadline) => await call(connection, routes.delete, { params: { id } }, deadline),
  }
}
