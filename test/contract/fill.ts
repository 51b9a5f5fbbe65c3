import type { TestServer } from '../harness/server.ts'
import { send } from '../harness/requests.ts'
import { makeWorld, type World } from './world.ts'

/** Makes a world on a server, with the tokens that it began with. */
export const fill = async (server: TestServer, name: string): Promise<World> =>
  await makeWorld(name, async ({ method, access }, { path, headers, body }) => {
    const role = access === 'node' ? 'node' : 'admin'
    const response = await send(server, {
      method,
      path,
      role,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  })
