import { randomUUID } from 'node:crypto'
import type { Client } from '@quantumnet/api'
import { ApiError, routes, type Port } from '@quantumnet/api'

/**
 * Clients of one server: each makes ports, or gives back some of those that it knows of, until it is told that there is no address left or
 * nothing to give back. What a server that was killed has done and could not say is found out by asking again with the same id.
 */

export interface Filling {
  readonly client: Client
  readonly network: string
  readonly clients: number
  /** Ids of ports that are there, as far as answers say. */
  readonly known: Set<string>
}

/** Answers with what a request was refused, or undefined when the server went away under way. */
const attempt = async <T>(call: () => Promise<T>): Promise<T | ApiError | undefined> => {
  try {
    return await call()
  } catch (error) {
    return error instanceof ApiError && error.problem.status < 500 ? error : undefined
  }
}

/** Makes one port, however often the server goes away meanwhile; the refusal when there is no address for it. */
const makePort = async ({ client, network }: Filling): Promise<Port | ApiError> => {
  const id = randomUUID()
  for (;;) {
    const result = await attempt(async () => await client.call(routes.ports.create, { body: { id, network } }))
    if (result !== undefined) return result
  }
}

/** Makes ports until every client was refused one. Gives the refusals. */
export const fillUp = async (filling: Filling): Promise<ApiError[]> =>
  await Promise.all(
    Array.from({ length: filling.clients }, async () => {
      for (;;) {
        const made = await makePort(filling)
        if (made instanceof ApiError) return made
        filling.known.add(made.id)
      }
    }),
  )

/** Deletes a share of the known ports, chosen at random; gives those that were deleted. */
export const giveBack = async (filling: Filling, share: number): Promise<string[]> => {
  const chosen = [...filling.known].filter(() => Math.random() < share)
  const open = [...chosen]
  await Promise.all(
    Array.from({ length: filling.clients }, async () => {
      for (let id = open.pop(); id !== undefined; id = open.pop()) {
        const params = { id: id as Port['id'] }
        while ((await attempt(async () => await filling.client.call(routes.ports.delete, { params }))) === undefined);
        filling.known.delete(id)
      }
    }),
  )
  return chosen
}
