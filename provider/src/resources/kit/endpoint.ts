import type { ResourceRoutes, Status } from '@quantumnet/api'
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
  // The compiler cannot follow the client's conditional types through these parameters; each cast repeats what the signature says.
  type Out = Promise<z.output<View>>
  return {
    create: async (connection, body, deadline) =>
      await (connection.call(routes.create, { body } as never, deadline) as Out),
    get: async (connection, id, deadline) =>
      await (connection.call(routes.get, { params: { id } } as never, deadline) as Out),
    update: async (connection, id, body, deadline) =>
      await (connection.call(routes.update, { params: { id }, body } as never, deadline) as Out),
    delete: async (connection, id, deadline) =>
      await (connection.call(routes.delete, { params: { id } } as never, deadline) as Out),
  }
}
